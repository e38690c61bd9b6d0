public import CryptoPrimitives
public import Network
public import X509

/// What is known of a connection with a program outside before the first byte of TLS.
public struct OutsideConnection: Sendable {
  /// The two ends of the connection of TCP.
  public var flow: Flow
  /// The name or the address by which the server is called.
  public var host: String
  /// Microseconds since 1970, by the real clock.
  public var now: Int64
  /// Where this lab's end takes its random numbers from.
  public var random: RandomStream
  /// What was said in the open before, as STARTTLS demands.
  public var preface: [Segment] = []
  /// Whether this lab's server ends the connection when it is through, even if the client has said that it
  /// sends no more: a service that still owes an answer (RFC 9846 §6.1). At a prompt nobody knows how long
  /// that takes, and the client would wait.
  public var answersBeforeClosing = false

  public init(flow: Flow, host: String, now: Int64, random: RandomStream = .system) {
    self.flow = flow
    self.host = host
    self.now = now
    self.random = random
  }

  /// The host, if it can stand in server_name: "Literal IPv4 and IPv6 addresses are not permitted"
  /// (RFC 6066 §3); with letters beyond ASCII as A-labels, as the same section has it.
  var serverName: String? {
    if case .dns = AlternativeName(host) { HostNameMatch.ascii(host) } else { nil }
  }
}

/// How an attacker stands between two programs outside.
public struct Relay: Sendable {
  /// The certificate that the client gets to see.
  public var certificate: ForgedCertificate
  /// The chain that the real server shows: what is copied, or whose key was stolen.
  public var genuine: [Certificate]
  /// The server's private key, where it was stolen.
  public var stolenKey: PrivateKey?

  public init(
    certificate: ForgedCertificate, genuine: [Certificate] = [], stolenKey: PrivateKey? = nil
  ) {
    self.certificate = certificate
    self.genuine = genuine
    self.stolenKey = stolenKey
  }
}
