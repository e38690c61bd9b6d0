public import Bytes

/// A length that the plaintext of records is held to (RFC 6066 §4).
public struct MaximumFragmentCode: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let names: [UInt8: String] = [
    1: "2^9", 2: "2^10", 3: "2^11", 4: "2^12",
  ]
}
