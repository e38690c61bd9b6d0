public import CryptoPrimitives
public import Knowledge
public import TLSKeys
public import TLSWire
public import X509

/// What a client offers and demands.
public struct ClientConfiguration: Sendable, Codable {
  /// The versions that are offered.
  public var versions: [ProtocolVersion] = [.tls12]
  /// Those of all versions, best first.
  public var suites: [CipherSuite]
  public var groups: [NamedGroup]
  public var signatureSchemes: [SignatureScheme]
  /// The name for server_name, and the one that the certificate must bear.
  public var serverName: String?
  public var applicationProtocols: [String] = []
  public var extendedMasterSecret = true
  public var encryptThenMAC = true
  /// Whether the client begins with a hello in the form of SSL 2.0, as no client may any more
  /// (RFC 6176 §3).
  public var sendsSSL2Hello = false
  /// Whether the client asks for the authority's fresh word on the certificate (RFC 6066 §8).
  public var requestsStatus = false
  /// Whether a server may ask for a further handshake (RFC 5746).
  public var acceptsRenegotiation = false
  /// Whether an empty session_ticket extension is sent.
  public var sessionTicket = false
  /// The groups for which TLS 1.3 sends public keys at once; nil: the first of `groups`.
  public var keyShares: [NamedGroup]?
  /// Whether a handshake of TLS 1.3 looks to boxes on the way like one of TLS 1.2 (RFC 8446 §D.4).
  public var middleboxCompatibility = true
  /// How a pre-shared key may be used, and so which tickets are of use.
  public var pskModes: [PSKKeyExchangeMode] = [.pskDHEKE]
  /// Whether application data of TLS 1.3 is padded, so that its length says less (RFC 8446 §5.4).
  public var padsRecords = false
  /// After how many records of TLS 1.3 new keys are taken, if fewer than the suite allows
  /// (RFC 9846 §5.5).
  public var recordsPerKey: Int?
  /// Whether values that mean nothing are offered, so that servers stay used to them (RFC 8701).
  public var grease = false
  /// Data to send with the ClientHello, where a ticket allows it (RFC 8446 §2.3).
  public var earlyData: [UInt8] = []
  /// Whether the server may ask for a certificate after the handshake (RFC 8446 §4.2.6).
  public var postHandshakeAuthentication = false
  /// Certificates with their keys, for a server that asks.
  public var identities: [Identity] = []
  /// Values in the place of those that would be made, for published traces and for forgers: random
  /// ones by their label, private keys as `ephemeral/x25519`, whole messages as
  /// `message/server_hello`, a client's offer before its binders as `offer`.
  public var injected: [String: [UInt8]] = [:]
  public var verification: ServerVerification
  /// Whether the hello says that a higher offer failed before (RFC 7507).
  public var fallbackSCSV = false
  /// Where this connection's random numbers come from; a substream of its own for each use.
  public var random: RandomStream
  /// The shortest Diffie-Hellman prime that is taken, in bits (RFC 7919 §3).
  public var shortestPrime = 2048
  /// The most plaintext that a record may bring here, 64 to 16384 (RFC 8449).
  public var recordSizeLimit: Int?
  /// The session that is to be resumed.
  public var resumption: ResumableSession?
  public var preSharedKeys: [ExternalPSK] = []
  /// Whether whoever uses the connection says when this end is through, and not the other end's
  /// close_notify (RFC 9846 §6.1).
  public var closesByItself: Bool?
  /// The time, in microseconds since 1970.
  public var now: Int64 = 0

  public init(
    suites: [CipherSuite], groups: [NamedGroup], signatureSchemes: [SignatureScheme],
    serverName: String?, verification: ServerVerification, random: RandomStream
  ) {
    self.suites = suites
    self.groups = groups
    self.signatureSchemes = signatureSchemes
    self.serverName = serverName
    self.verification = verification
    self.random = random
  }
}

/// How a client verifies the server's certificate.
public struct ServerVerification: Sendable, Codable {
  public var trust: TrustStore
  /// The name that the certificate must bear.
  public var host: String?
  /// Seconds since 1970 at which it must be valid.
  public var now: Int64
  /// Checks that are switched off. They are reported as left out.
  public var skipped: [Check.Name] = []
  /// How revoked certificates are found out.
  public var revocation = RevocationPolicy()
  /// The keys that the client was given beforehand, as `CertificateVerification` has them.
  public var pins: [[UInt8]]?

  public init(trust: TrustStore, host: String?, now: Int64, skipped: [Check.Name] = []) {
    self.trust = trust
    self.host = host
    self.now = now
    self.skipped = skipped
  }
}

/// What a server has and accepts.
public struct ServerConfiguration: Sendable, Codable {
  /// The versions that are accepted.
  public var versions: [ProtocolVersion] = [.tls12]
  /// Those of all versions, best first.
  public var suites: [CipherSuite]
  public var groups: [NamedGroup]
  public var signatureSchemes: [SignatureScheme]
  /// Certificates with their keys; the first whose key fits the suite is used.
  public var identities: [Identity]
  public var applicationProtocols: [String] = []
  public var extendedMasterSecret = true
  public var encryptThenMAC = true
  /// Whether a ClientHello in the form of SSL 2.0 is read, when it offers TLS (RFC 5246 §E.2).
  public var readsSSL2Hello = false
  /// Whose order of suites and groups decides.
  public var preference: Side = .server
  public var random: RandomStream
  /// Whether clients are asked for certificates.
  public var clientAuthentication = ClientAuthentication.off
  /// The authorities that clients' certificates must come from.
  public var clientTrust: TrustStore?
  /// Whether application data of TLS 1.3 is padded, so that its length says less (RFC 8446 §5.4).
  public var padsRecords = false
  /// After how many records of TLS 1.3 new keys are taken, if fewer than the suite allows
  /// (RFC 9846 §5.5).
  public var recordsPerKey: Int?
  /// How pre-shared keys may be used, the first that the client allows too.
  public var pskModes: [PSKKeyExchangeMode] = [.pskDHEKE, .pskKE]
  /// Whether clients of TLS 1.3 without a usable pre-shared key are refused.
  public var requiresPreSharedKey = false
  /// Bytes of early data that a ticket allows; 0: none is taken (RFC 8446 §4.6.1).
  public var earlyDataLimit: UInt32 = 0
  /// Tickets with which early data was taken before, and is not taken again (RFC 8446 §8.1). Without
  /// such a list whoever recorded early data can send it once more.
  public var spentTickets: [[UInt8]] = []
  /// Whether the messages of a flight share one record in TLS 1.3.
  public var joinsMessages = false
  /// Whether every client of TLS 1.3 is asked for a second ClientHello (RFC 8446 §4.1.4).
  public var retries = false
  /// Microseconds since 1970.
  public var now: Int64 = 0
  /// Values in the place of those that would be made, for published traces and for forgers: random
  /// ones by their label, private keys as `ephemeral/x25519`, whole messages as
  /// `message/server_hello`, a client's offer before its binders as `offer`.
  public var injected: [String: [UInt8]] = [:]
  /// Where ephemeral keys come from, when they are to outlive the connection; then they are not
  /// erased either. Nil, as it should be: made for this connection and erased after use.
  public var reusedEphemeral: RandomStream?
  /// The most plaintext that a record may bring here, 64 to 16384 (RFC 8449).
  public var recordSizeLimit: Int?
  /// What seals the tickets; nil: none are given out.
  public var ticketKey: TicketKey?
  /// Sessions that can be resumed by their identifier, and whether this one is to be kept.
  public var sessionCache: [SessionState] = []
  public var keepsSessionIDs = false
  public var preSharedKeys: [ExternalPSK] = []
  /// Whether a client may begin a further handshake (RFC 5746).
  public var acceptsRenegotiation = false
  /// Whether whoever uses the connection says when this end is through, and not the other end's
  /// close_notify (RFC 9846 §6.1).
  public var closesByItself: Bool?
  /// Which of its keys a client of TLS 1.2 should take; nil: it is left to the client
  /// (RFC 4279 §5.2).
  public var pskIdentityHint: [UInt8]?

  public init(
    suites: [CipherSuite], groups: [NamedGroup], signatureSchemes: [SignatureScheme],
    identities: [Identity], random: RandomStream
  ) {
    self.suites = suites
    self.groups = groups
    self.signatureSchemes = signatureSchemes
    self.identities = identities
    self.random = random
  }
}

/// Whether a server asks for the client's certificate, and whether it must have it.
public enum ClientAuthentication: String, Hashable, Sendable, Codable, CaseIterable {
  case off
  case request
  case require
}
