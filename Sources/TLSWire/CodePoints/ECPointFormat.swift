public import Bytes

/// How a point of an elliptic curve is written (RFC 8422 §5.1.2).
public struct ECPointFormat: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let uncompressed = ECPointFormat(rawValue: 0)
  public static let compressedPrime = ECPointFormat(rawValue: 1)
  public static let compressedCharacteristic2 = ECPointFormat(rawValue: 2)

  public static let names: [UInt8: String] = [
    0: "uncompressed", 1: "ansiX962_compressed_prime", 2: "ansiX962_compressed_char2",
  ]
}
