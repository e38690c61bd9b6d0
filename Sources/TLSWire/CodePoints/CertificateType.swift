public import Bytes

/// In what form a key is shown (RFC 7250 §3).
public struct CertificateType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let names: [UInt8: String] = [
    0: "X509", 2: "RawPublicKey",
  ]
}
