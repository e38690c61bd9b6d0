public import Bytes
public import CryptoPrimitives
public import TLSKeys
public import TLSWire
public import X509

/// Everything that one end of the handshake is told beforehand.
public struct DTLSConfiguration: Hashable, Sendable, Codable {
  public var role: Side
  /// What this end shows and proves; a client shows it when it is asked to.
  public var identity: Identity
  /// Best first.
  public var suites: [CipherSuite] = [.ecdheECDSAAES128GCMSHA256, .ecdheRSAAES128GCMSHA256]
  /// Best first.
  public var groups: [NamedGroup] = [.x25519, .secp256r1]
  /// What this end makes and accepts, best first.
  public var signatureSchemes: [SignatureScheme] = [
    .ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256,
  ]
  /// Best first; empty: no keys for SRTP are made.
  public var profiles: [SRTPProfile] = [
    .aeadAES128GCM, .aes128HMACSHA1Tag80, .aes128HMACSHA1Tag32,
  ]
  /// What the signalling said of the peer's certificate; nil: nobody looks, and anyone may be there.
  public var peerFingerprints: [CertificateFingerprint]?
  /// Whether the master secret covers the handshake (RFC 7627).
  public var extendedMasterSecret = true
  /// Whether a server asks for the client's certificate, which then must come.
  public var requestsCertificate = true
  /// Whether a server has the client prove that it gets what is sent to its address.
  public var demandsCookie = true
  /// What a cookie is bound to: the client's address and port, in any form.
  @Hexadecimal public var peerAddress: [UInt8] = []
  /// Bytes of the largest datagram that is sent, without the headers of UDP and IP.
  public var datagramLimit = 1200
  /// How often a flight is sent again before this end gives up.
  public var patience = 12
  public var random: RandomStream

  public init(role: Side, identity: Identity, random: RandomStream) {
    self.role = role
    self.identity = identity
    self.random = random
  }
}

extension SRTPProfile {
  /// AES in counter mode, HMAC-SHA1 of 80 bits.
  public static let aes128HMACSHA1Tag80 = SRTPProfile(rawValue: 0x0001)
  /// The same with 32 bits.
  public static let aes128HMACSHA1Tag32 = SRTPProfile(rawValue: 0x0002)
  /// AES-GCM.
  public static let aeadAES128GCM = SRTPProfile(rawValue: 0x0007)

  /// Bytes of the master key and of the master salt (RFC 5764 §4.1.2, RFC 7714 §12); nil where the
  /// profile is none of those above.
  public var masterLengths: (key: Int, salt: Int)? {
    switch self {
    case .aes128HMACSHA1Tag80, .aes128HMACSHA1Tag32: (16, 14)
    case .aeadAES128GCM: (16, 12)
    default: nil
    }
  }
}
