public import TLSWire

/// What a server said to a hello, as far as it can be read without keys: up to ServerHelloDone, in TLS 1.3
/// the ServerHello alone.
public struct ServerFlight: Hashable, Sendable {
  public var hello: ServerHello
  /// DER, the server's own first.
  public var certificates: [[UInt8]] = []
  /// The group of the key exchange, where it has one and it can be read.
  public var group: NamedGroup?
  /// In TLS 1.2: how the key exchange is signed, where it is.
  public var scheme: SignatureScheme?
  /// Bits of the prime of a finite field.
  public var primeBits: Int?
  /// The alert with which it gave up behind its ServerHello.
  public var alert: AlertDescription?
  /// Whether the server wants to know who the client is.
  public var asksForCertificate = false

  public init(hello: ServerHello) {
    self.hello = hello
    group = hello.selectedGroup ?? hello.serverShare?.group
  }

  public var suite: CipherSuite { hello.cipherSuite }
}

/// What came of one question.
public enum ProbeAnswer: Hashable, Sendable {
  case flight(ServerFlight)
  /// A fatal alert.
  case alert(AlertDescription)
  /// It closed without a word.
  case closed
  case reset
  /// Nothing came in time.
  case silent
  /// A record or a message began, and no more of it came: after so many bytes.
  case cutOff(Int)
  /// Something else than TLS; the first bytes.
  case otherProtocol([UInt8])
  /// TLS that can't be read: what is wrong with it.
  case unreadable(String)
  /// There was no connection, or no STARTTLS: why not.
  case unreached(String)
  /// Somebody wants to wait no longer.
  case stopped

  public var flight: ServerFlight? { if case .flight(let flight) = self { flight } else { nil } }

  /// Whether the server said anything by which it can be judged.
  public var isClear: Bool {
    switch self {
    case .flight, .alert: true
    default: false
    }
  }
}
