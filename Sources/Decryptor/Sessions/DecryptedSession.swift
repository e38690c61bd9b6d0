public import Captures
public import Network
public import TLSKeys
public import TLSWire

/// What is known of one TLS session in a capture, once it is over.
public struct DecryptedSession: Sendable {
  /// The number of its TCP connection, in the order of the capture, from 0: Wireshark's `tcp.stream`.
  public var stream: Int
  /// Microseconds since 1970, of its first packet.
  public var time: Int64
  public var flow: Flow
  /// What was spoken before TLS; nil where TLS came first.
  public var prelude: Prelude?
  /// The name that the client asked for (RFC 6066 §3).
  public var serverName: String?
  /// The protocol that the server chose (RFC 7301), where that can be read.
  public var applicationProtocol: String?
  public var version: ProtocolVersion?
  /// Of TLS 1.3, 18 to 28; nil: RFC 8446 itself.
  public var draft: Int?
  public var suite: CipherSuite?
  /// The group of TLS 1.3 in which keys were made.
  public var group: NamedGroup?
  public var isResumed = false
  /// How TLS 1.3 used a pre-shared key; nil where it used none.
  public var preShared: PreSharedUse?
  /// Whether a ticket of RFC 5077 names the session that is resumed.
  public var offersTicket = false
  /// Whether a ticket passed in the clear, which the key of the server's tickets opens (RFC 5077 §3.3).
  public var givesTicket = false
  public var certificate: CertificateName?
  /// Handshakes that were made in it.
  public var handshakes = 0
  public var result = OpeningResult.sealed
  public var reason: Reason?
  public var opening: Opening?
  /// By what early data was opened.
  public var earlyOpening: Opening?
  /// Whether key logs have lines of its client random.
  public var isInKeyLog = false
  /// Whether the capture cut packets off (its snapshot length).
  public var isCutOff = false
  public var client = Half()
  public var server = Half()
  /// The alerts that could be read, in their order: who, and what.
  public var alerts: [SeenAlert] = []
  /// The alert that ended a handshake before it was complete.
  public var failure: SeenAlert?
  /// What the client said before it was answered; nil where it announced nothing of the kind.
  public var earlyData: EarlyData?
  /// The first bytes of a server that answered the ClientHello with something else than TLS.
  public var otherAnswer: [UInt8] = []
  /// Where two segments said something else of the same bytes.
  public var disagreement: (side: Side, offset: Int)?
  /// The secrets that opened it, as lines of a key log.
  public var secrets = KeyLog()

  /// One direction.
  public struct Half: Sendable, Hashable {
    /// Bytes of application data that were read.
    public var plaintext = 0
    /// Protected records that were opened, and that were not; what is in those, in bytes.
    public var openedRecords = 0
    public var sealedRecords = 0
    public var sealedBytes = 0
    /// Bytes that are not in the capture.
    public var lost = 0
    /// Behind which packet of the capture the first of those are missing.
    public var lostBehind: Int?
    /// Bytes behind its close_notify: they are not the session's (RFC 9846 §6.1).
    public var behindClose = 0
    /// Whether a hello of TLS is among those: another session on the same connection.
    public var isFollowed = false
    /// Heartbeats in the clear (RFC 6520), and what is in them, in bytes.
    public var heartbeats = 0
    public var heartbeatBytes = 0
    /// Whether one of those says that its payload is longer than itself (RFC 6520 §4 has it discarded).
    public var hasFalseHeartbeat = false
  }

  /// A pre-shared key of TLS 1.3 (RFC 9846 §2.2).
  public struct PreSharedUse: Sendable, Hashable {
    /// Whether both had the key from elsewhere, by the age of its identity (§4.3.11): then nothing is resumed.
    public var isExternal: Bool
    /// Whether keys were made by Diffie-Hellman as well.
    public var hasKeyShare: Bool
  }

  /// Data that the client sent with its first message (RFC 9846 §4.3.10).
  public struct EarlyData: Sendable, Hashable {
    /// How many bytes of it were read: the first ones of the client's plaintext.
    public var plaintext = 0
    /// Whether the server took it; nil where its answer can't be read.
    public var isTaken: Bool?
  }

  public struct SeenAlert: Sendable, Hashable {
    public var side: Side
    public var description: AlertDescription
  }

  mutating func loss(_ side: Side, _ count: Int) {
    if side == .client { client.lost += count } else { server.lost += count }
  }

  /// IANA's name of the suite.
  public var suiteName: String? { suite.map(ReadableSuite.name(of:)) }

  /// The key exchange as suites' names spell it; of TLS 1.3 by its group, or `PSK` where that is alone.
  public var keyExchange: String? {
    guard let suite, let version else { return nil }
    if version == .tls13 { return preShared?.hasKeyShare == false ? "PSK" : exchange13 }
    return ReadableSuite.of(suite)?.keyExchange
  }

  /// By the group (RFC 9846 §4.3.7): a finite field, a curve, ML-KEM, or a curve and ML-KEM together.
  private var exchange13: String {
    guard let group, group.isFiniteField || group.isOnlyIn13 else { return "ECDHE" }
    if group.isFiniteField { return "DHE" }
    return group.rawValue < 0x1000 ? "ML-KEM" : "hybrid"
  }
}

/// A protocol that begins without TLS and asks for it.
public enum Prelude: String, Sendable, Hashable, CaseIterable {
  case smtp, imap, pop3, xmpp, ftp, sieve, nntp, ldap, postgres, mysql, rdp
  case connect = "http-connect"
  /// RFC 2817.
  case upgrade = "http-upgrade"
  case socks4, socks5
  /// HAProxy's PROXY protocol, of which TLS comes behind.
  case proxy = "proxy-protocol"
  case other
}
