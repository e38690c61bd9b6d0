public import Bytes

/// SRTP keys out of the handshake of DTLS (RFC 5764 §4.1.1).
public struct UseSRTP: ExtensionContent {
  public static let type = ExtensionType.useSRTP
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12, .encryptedExtensions]

  /// Best first.
  public var profiles: [SRTPProfile] = []
  /// Which of several master keys is meant; mostly empty.
  public var masterKeyIdentifier: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &profiles, .uint16(2...0xffff), "srtp_protection_profiles",
      entry: "srtp_protection_profile")
    try coder.opaque(&masterKeyIdentifier, .uint8(), "srtp_mki")
  }
}
