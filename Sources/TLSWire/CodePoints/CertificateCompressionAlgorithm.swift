public import Bytes

/// How a certificate may be compressed (RFC 8879 §7.3).
public struct CertificateCompressionAlgorithm: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let names: [UInt16: String] = [1: "zlib", 2: "brotli", 3: "zstd"]
}
