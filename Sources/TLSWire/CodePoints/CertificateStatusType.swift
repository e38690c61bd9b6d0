public import Bytes

/// What kind of proof of validity is meant (RFC 6066 §8).
public struct CertificateStatusType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let ocsp = CertificateStatusType(rawValue: 1)

  public static let names: [UInt8: String] = [1: "ocsp"]
}
