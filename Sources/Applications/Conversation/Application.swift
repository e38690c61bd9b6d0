public import CryptoPrimitives

/// One end of a conversation inside a connection: it reads and writes bytes of a stream.
public protocol ConversationEnd: Sendable, Hashable, Codable {
  /// The first words, one element a record; nothing when they were said before.
  mutating func start() -> [[UInt8]]

  /// Takes what has arrived, in whatever pieces, and returns the answers, one element a record.
  mutating func receive(_ bytes: [UInt8]) -> [[UInt8]]

  /// What its owner ends a call with; nothing where there is none.
  mutating func hangUp() -> [[UInt8]]

  /// Whether something that it writes is an answer from beyond another hop, which takes a round trip
  /// more.
  func isFromBeyond(_ written: [UInt8]) -> Bool

  /// Whether nothing more will be said unasked, well or badly.
  var isFinished: Bool { get }

  /// Whether the conversation reached what it was for.
  var hasSucceeded: Bool { get }
}

extension ConversationEnd {
  /// Most servers wait.
  public mutating func start() -> [[UInt8]] { [] }

  public mutating func hangUp() -> [[UInt8]] { [] }

  public func isFromBeyond(_ written: [UInt8]) -> Bool { false }

  /// Whoever only answers is never through.
  public var isFinished: Bool { false }

  public var hasSucceeded: Bool { false }
}

/// What two ends can talk about: who they are, and what of value an onlooker finds in it. Each has a
/// folder of its own; ``ApplicationScenario`` lists them.
public protocol Application {
  associatedtype Client: ConversationEnd
  associatedtype Server: ConversationEnd

  /// As the setting has it.
  static var name: String { get }

  /// Where its servers listen; nil: where the world's server does.
  static var port: UInt16? { get }

  /// The client's end, before its first word.
  ///
  /// - Parameter random: what identifiers, texts and keys are made from.
  static func makeClient(random: RandomStream) -> Client

  /// The same, where what it says names the server.
  ///
  /// - Parameter server: the name by which it was called.
  static func makeClient(random: RandomStream, calling server: String) -> Client

  /// The server's end.
  ///
  /// - Parameter random: what nonces, texts and keys are made from; it may be the client's.
  static func makeServer(random: RandomStream) -> Server

  /// Everything worth knowing in the plaintext of one direction, in the order in which it appears.
  /// Any bytes will do, a piece torn out of a conversation too.
  static func findings(in plaintext: [UInt8]) -> [ApplicationFinding]
}

extension Application {
  public static var port: UInt16? { nil }

  public static func makeClient(random: RandomStream, calling server: String) -> Client {
    makeClient(random: random)
  }

  public static func findings(in plaintext: [UInt8]) -> [ApplicationFinding] { [] }

  /// The key of its ends in a saved lab: the name in one word.
  static var savedName: String {
    let words = name.split(separator: "-")
    return words.dropFirst().reduce(String(words[0])) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
}
