public import Bytes

/// How records would be compressed; only `null` is used any more (RFC 3749, RFC 8446 §4.1.2).
public struct CompressionMethod: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let null = CompressionMethod(rawValue: 0)
  public static let deflate = CompressionMethod(rawValue: 1)

  public static let names: [UInt8: String] = [0: "NULL", 1: "DEFLATE", 64: "LZS"]
}
