public import Bytes

/// A kind of certificate that a server accepts from clients (RFC 5246 §7.4.4, RFC 8422 §5.5).
public struct ClientCertificateType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let rsaSign = ClientCertificateType(rawValue: 1)
  public static let dssSign = ClientCertificateType(rawValue: 2)
  public static let ecdsaSign = ClientCertificateType(rawValue: 64)

  public static let names: [UInt8: String] = [
    1: "rsa_sign", 2: "dss_sign", 3: "rsa_fixed_dh", 4: "dss_fixed_dh",
    5: "rsa_ephemeral_dh_RESERVED", 6: "dss_ephemeral_dh_RESERVED", 20: "fortezza_dms_RESERVED",
    64: "ecdsa_sign", 65: "rsa_fixed_ecdh", 66: "ecdsa_fixed_ecdh", 67: "gost_sign256",
    68: "gost_sign512",
  ]
}
