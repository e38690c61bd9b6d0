import COpenSSL

/// The points of the two Edwards curves that have few multiples, by their y (RFC 8032 §5.1.2, §5.2.2): whoever
/// likes finds signatures that fit them.
enum SmallOrder {
  /// The encodings, the sign of x left aside; nil for a key of another kind.
  static func points(of key: LibcryptoKey) -> [[UInt8]]? {
    if EVP_PKEY_is_a(key.pointer, "ED25519") == 1 { return edwards25519 }
    if EVP_PKEY_is_a(key.pointer, "ED448") == 1 { return edwards448 }
    return nil
  }

  /// Whether the point at the end of a SubjectPublicKeyInfo is one of these, the sign of x left aside.
  static func isPoint(_ der: [UInt8], among points: [[UInt8]]) -> Bool {
    points.contains { point in
      var found = Array(der.suffix(point.count))
      if let last = found.indices.last { found[last] &= 0x7f }
      return found == point
    }
  }

  /// y of each: 0, 1, -1, also as p and p + 1, and both roots that the points of order eight have.
  private static let edwards25519: [[UInt8]] = {
    func number(_ low: UInt8, _ rest: UInt8, _ high: UInt8) -> [UInt8] {
      [low] + [UInt8](repeating: rest, count: 30) + [high]
    }
    let eighth: [UInt8] = [
      0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
      0xf0,
      0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc,
      0x05,
    ]
    let otherEighth: [UInt8] = [
      0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
      0x0f,
      0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03,
      0x7a,
    ]
    return [
      number(0, 0, 0), number(1, 0, 0), number(0xec, 0xff, 0x7f), number(0xed, 0xff, 0x7f),
      number(0xee, 0xff, 0x7f), eighth, otherEighth,
    ]
  }()

  /// y of each: 0, 1, -1, also as p and p + 1; the cofactor is 4, and p is 2^448 - 2^224 - 1.
  private static let edwards448: [[UInt8]] = {
    func number(_ low: UInt8, _ rest: UInt8, _ middle: UInt8, _ high: UInt8) -> [UInt8] {
      [low] + [UInt8](repeating: rest, count: 27) + [middle] + [UInt8](repeating: high, count: 27)
        + [0]
    }
    return [
      number(0, 0, 0, 0), number(1, 0, 0, 0), number(0xfe, 0xff, 0xfe, 0xff),
      number(0xff, 0xff, 0xfe, 0xff), number(0, 0, 0xff, 0xff),
    ]
  }()
}
