/// A suite of SRTP by the name that SDES gives it; an unknown name is data.
public struct SRTPSuite: RawRepresentable, Sendable, Hashable, Codable {
  public var rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  public static let aes128SHA1Tag80 = SRTPSuite(rawValue: "AES_CM_128_HMAC_SHA1_80")
  public static let aes128SHA1Tag32 = SRTPSuite(rawValue: "AES_CM_128_HMAC_SHA1_32")
  public static let f8SHA1Tag80 = SRTPSuite(rawValue: "F8_128_HMAC_SHA1_80")
  public static let aes256SHA1Tag80 = SRTPSuite(rawValue: "AES_256_CM_HMAC_SHA1_80")
  public static let aes256SHA1Tag32 = SRTPSuite(rawValue: "AES_256_CM_HMAC_SHA1_32")
  public static let aes128GCM = SRTPSuite(rawValue: "AEAD_AES_128_GCM")
  public static let aes256GCM = SRTPSuite(rawValue: "AEAD_AES_256_GCM")

  /// Bytes of a master key and of a master salt.
  public struct Lengths: Sendable, Hashable, Codable {
    public var key: Int
    public var salt: Int
  }

  /// RFC 4568 §6.2, RFC 6188 §3, RFC 7714 §14.2; `nil` for a suite that is not known.
  public var lengths: Lengths? {
    switch self {
    case .aes128SHA1Tag80, .aes128SHA1Tag32, .f8SHA1Tag80: Lengths(key: 16, salt: 14)
    case .aes256SHA1Tag80, .aes256SHA1Tag32: Lengths(key: 32, salt: 14)
    case .aes128GCM: Lengths(key: 16, salt: 12)
    case .aes256GCM: Lengths(key: 32, salt: 12)
    default: nil
    }
  }
}
