/// The numbers of keys that were asked for before. A key's string costs a call through tables and
/// a hash; most keys are cases of an enumeration, which a type and one byte tell apart.
struct KeyNumbers {
  private struct Known {
    var type: ObjectIdentifier?
    var bits: UInt8 = 0
    var number = 0
  }

  /// Each type and case has one place, and takes it from whoever was there.
  private var known = [Known](repeating: Known(), count: places)
  private static let places = 512

  func number<Key: CodingKey>(of key: Key) -> Int? {
    guard let (place, type, bits) = Self.place(of: key) else { return nil }
    let candidate = known[place]
    return candidate.type == type && candidate.bits == bits ? candidate.number : nil
  }

  mutating func remember<Key: CodingKey>(_ number: Int, of key: Key) {
    guard let (place, type, bits) = Self.place(of: key) else { return }
    known[place] = Known(type: type, bits: bits, number: number)
  }

  /// Nil for keys that hold more than a case.
  @inline(__always)
  private static func place<Key: CodingKey>(
    of key: Key
  ) -> (place: Int, type: ObjectIdentifier, bits: UInt8)? {
    guard MemoryLayout<Key>.size <= 1, _isPOD(Key.self) else { return nil }
    let bits = withUnsafeBytes(of: key) { $0.first ?? 0 }
    let type = ObjectIdentifier(Key.self)
    let hash = type.hashBits >> 4 &+ type.hashBits >> 11 &+ Int(bits) &* 37
    return (hash & (places - 1), type, bits)
  }
}

extension ObjectIdentifier {
  fileprivate var hashBits: Int { Int(bitPattern: self) }
}

/// A step on the way to a value.
struct PathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = "Index \(intValue)"
    self.intValue = intValue
  }

  /// Where a class puts what its superclass encodes.
  static let parent = PathKey(stringValue: "super")
}
