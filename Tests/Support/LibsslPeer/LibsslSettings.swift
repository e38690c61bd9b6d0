public import CryptoPrimitives
public import TLSWire
public import X509

/// What libssl has, offers and demands. Made for TLS 1.2 alone; other versions on demand.
///
/// libssl 3.0 has no record_size_limit, no hybrid groups, and in Debian's build no 3DES.
public struct LibsslSettings: Sendable {
  /// Suites of every version, in the order of preference.
  public var suites: [CipherSuite]
  public var versions: ClosedRange<ProtocolVersion> = .tls12 ... .tls12
  /// Groups, in the order of preference; empty: libssl's own list. Finite fields in TLS 1.3 only.
  public var groups: [NamedGroup] = []
  /// Signature schemes, in the order of preference; empty: libssl's own list.
  public var signatureSchemes: [SignatureScheme] = []
  public var extendedMasterSecret = true
  public var encryptThenMAC = true
  /// libssl's security level (`SSL_CTX_set_security_level`); 0 is taken by itself where versions
  /// or suites need it.
  public var securityLevel: Int32 = 1
  /// A server's finite field in TLS 1.2 and below; nil: one that libssl picks itself, which is not
  /// of RFC 7919.
  public var finiteField: Group?
  /// The server's order of suites counts, not the client's.
  public var serverPreference = false
  /// A client says that it tried a higher version before (RFC 7507).
  public var fallbackSCSV = false
  /// The disguise of RFC 8446 §D.4.
  public var middleboxCompatibility = true

  /// What is remembered for later connections.
  public var resumption = LibsslResumption()
  /// A server sends a ticket to a client that asks for one (RFC 5077, RFC 8446 §4.6.1).
  public var sessionTicket = false
  /// Keys that both sides have from elsewhere; a client uses the first.
  public var preSharedKeys: [LibsslPreSharedKey] = []
  /// A server's psk_identity_hint in TLS 1.2 (RFC 4279 §2).
  public var identityHint: String?
  /// TLS 1.3: psk_ke is taken too (RFC 8446 §4.2.9).
  public var preSharedKeyAlone = false

  /// A server asks for a certificate, and takes none for an answer.
  public var requestsCertificate = false
  /// A server asks for a certificate, and ends the handshake when there is none.
  public var requiresCertificate = false
  /// A client is ready for `requestCertificate()` later; a server asks only then (TLS 1.3).
  public var postHandshakeAuthentication = false
  /// Certificates with their keys, at most one of each kind.
  public var identities: [Identity] = []
  /// Roots; nil: the peer's certificate is not looked at. On a server: asks for a certificate.
  public var trust: TrustStore?
  /// A client's server_name, and the name that the certificate must bear.
  public var serverName: String?
  /// Seconds since 1970 at which certificates must be valid; nil: the clock's.
  public var now: Int64?

  public var renegotiation = LibsslRenegotiation.asked
  /// Peers without RFC 5746 are spoken with, and renegotiated with.
  public var legacyRenegotiation = false
  /// ALPN: a client offers these, a server picks its first one that is offered (RFC 7301).
  public var applicationProtocols: [String] = []
  /// A client asks for an OCSP response (RFC 6066 §8).
  public var statusRequest = false
  /// A server's answer to that: any bytes.
  public var stapledResponse: [UInt8]?
  /// A client's max_fragment_length: 1 to 4 for 512 to 4096 bytes (RFC 6066 §4).
  public var maximumFragmentCode: UInt8 = 0
  /// The most plaintext in a record that is sent, from 512; nil: 16384.
  public var largestRecord: Int?
  /// Records of TLS 1.3 are padded to a multiple of this.
  public var paddingBlock: Int?
  /// Whether the peer collects `messages`.
  public var keepsMessages = false

  public init(suites: [CipherSuite]) {
    self.suites = suites
  }
}

/// Who may ask for a new handshake on the same connection, as libssl sees it.
public enum LibsslRenegotiation: Sendable {
  /// Refused, whoever asks.
  case refused
  /// A server refuses a client that asks; a client does as its server asks: libssl's own choice.
  case asked
  /// A server takes it from its client as well.
  case allowed
}

/// What libssl remembers, and what for.
public struct LibsslResumption: Sendable {
  /// A server remembers sessions by their ids, also in place of tickets in TLS 1.3.
  public var keepsSessionIDs = false
  /// A server's keys for tickets, 80 bytes: name (16), HMAC-SHA256 key (32), AES-256 key (32).
  public var ticketKeys: [UInt8]?
  /// How many tickets a server sends in TLS 1.3; nil: two.
  public var ticketCount: Int?
  /// The bytes of early data that a server takes (TLS 1.3). They may be replayed.
  public var earlyDataLimit: UInt32 = 0

  public init() {}
}

/// A key that both sides have from elsewhere.
public struct LibsslPreSharedKey: Sendable {
  /// No zero byte, if TLS 1.2 is to use it.
  public var identity: [UInt8]
  public var key: [UInt8]
  /// TLS 1.3: what the key is for; its hash counts (RFC 8446 §4.2.11).
  public var suite = CipherSuite.aes128GCMSHA256
  /// TLS 1.3: the bytes of early data that may be sent under it.
  public var earlyDataLimit: UInt32 = 0

  public init(identity: [UInt8], key: [UInt8]) {
    self.identity = identity
    self.key = key
  }
}

/// What libssl or libcrypto refused, in their own words.
public struct LibsslError: Error, Hashable {
  public var operation: String
  public var reason: String
}
