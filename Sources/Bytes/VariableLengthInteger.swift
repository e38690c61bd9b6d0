/// An integer whose first two bits say how many bytes it takes: 1, 2, 4 or 8 (RFC 9000 §16).
public struct VariableLengthInteger: Hashable, Sendable, Codable {
  /// Below 2^62.
  public var value: UInt64
  /// Bytes on the wire: a small number may take more than it needs.
  public var width: Int

  public init(_ value: UInt64 = 0, width: Int = 1) {
    self.value = value
    self.width = width
  }

  /// The bits that the first byte has for the number of bytes; nil where the value does not fit.
  @usableFromInline var prefixed: UInt64? {
    let prefixes: [Int: UInt64] = [1: 0, 2: 1, 4: 2, 8: 3]
    guard let prefix = prefixes[width], value >> UInt64(8 * width - 2) == 0 else { return nil }
    return prefix << UInt64(8 * width - 2) | value
  }

  /// The number of bytes that an integer takes which begins with that byte.
  @usableFromInline static func width(of first: UInt8) -> Int { 1 << Int(first >> 6) }

  /// What is left without the bits for the number of bytes.
  @usableFromInline static func value(of number: UInt64, width: Int) -> UInt64 {
    number & (1 << UInt64(8 * width - 2) - 1)
  }
}
