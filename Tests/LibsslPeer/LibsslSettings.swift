public import CryptoPrimitives
public import TLSWire
public import X509

/// What libssl has, offers and demands. TLS 1.2 only.
public struct LibsslSettings: Sendable {
  public var suites: [CipherSuite]
  /// Elliptic curves, in the order of preference; empty: libssl's own list.
  public var groups: [NamedGroup] = []
  public var extendedMasterSecret = true
  public var encryptThenMAC = true
  /// libssl's security level (`SSL_CTX_set_security_level`).
  public var securityLevel: Int32 = 1
  /// A server's finite field; nil: one that libssl picks itself, which is not of RFC 7919.
  public var finiteField: Group?
  /// A server sends a ticket to a client that asks for one (RFC 5077).
  public var sessionTicket = false
  /// A server asks for a certificate, and takes none for an answer.
  public var requestsCertificate = false
  /// Certificates with their keys, at most one of each kind.
  public var identities: [Identity] = []
  /// Roots; nil: the peer's certificate is not looked at.
  public var trust: TrustStore?
  /// A client's server_name, and the name that the certificate must bear.
  public var serverName: String?
  /// Seconds since 1970 at which certificates must be valid; nil: the clock's.
  public var now: Int64?

  public init(suites: [CipherSuite]) {
    self.suites = suites
  }
}

/// What libssl or libcrypto refused, in their own words.
public struct LibsslError: Error, Hashable {
  public var operation: String
  public var reason: String
}
