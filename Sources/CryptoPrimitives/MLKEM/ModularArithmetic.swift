/// Integers modulo q = 3329 (FIPS 203 §2.4.1), without a division and without a branch: the time
/// that a division takes depends on what is divided.
enum Modulus {
  static let q: Int16 = 3329

  /// q⁻¹ modulo 2¹⁶.
  private static let inverse: Int16 = -3327

  /// A number between -q and q - 1 as the one between 0 and q - 1.
  @inline(__always)
  static func addIfNegative(_ a: Int16) -> Int16 {
    // The shift of a negative number gives -1, all bits set, of any other zero.
    a &+ (a &>> 15 & q)
  }

  /// A number between 0 and 2q - 1 as the one between 0 and q - 1.
  @inline(__always)
  static func subtractIfReached(_ a: Int16) -> Int16 { addIfNegative(a &- q) }

  /// Any number as the one between 0 and q - 1 (after Barrett).
  ///
  /// 20159 is 2²⁶ / q rounded, so that the quotient comes out rounded to the nearest.
  @inline(__always)
  static func reduce(_ a: Int16) -> Int16 {
    let quotient = (Int32(a) &* 20_159 &+ (1 << 25)) &>> 26
    return addIfNegative(a &- Int16(truncatingIfNeeded: quotient) &* q)
  }

  /// a · b / 2¹⁶ modulo q, between -q and q (after Montgomery), for |a · b| < q · 2¹⁵.
  ///
  /// What is taken away is a multiple of q that agrees with a · b in its lower 16 bits: they fall
  /// out, and the upper halves are all that is to be computed.
  @inline(__always)
  static func multiply(_ a: Int16, _ b: Int16) -> Int16 {
    let multiple = a &* b &* inverse
    return upperHalf(Int32(a) &* Int32(b)) &- upperHalf(Int32(multiple) &* Int32(q))
  }

  /// a / 2¹⁶ modulo q, between -q and q, for |a| < q · 2¹⁵.
  @inline(__always)
  static func divide(_ a: Int32) -> Int16 {
    let multiple = Int16(truncatingIfNeeded: a) &* inverse
    return upperHalf(a) &- upperHalf(Int32(multiple) &* Int32(q))
  }

  @inline(__always)
  private static func upperHalf(_ a: Int32) -> Int16 { Int16(truncatingIfNeeded: a &>> 16) }

  /// A number times 2¹⁶ modulo q: as a factor of `multiply` it has the effect of the number.
  ///
  /// For public numbers alone: it divides.
  static func factor(_ a: Int) -> Int16 { Int16(truncatingIfNeeded: (a << 16) % Int(q)) }
}
