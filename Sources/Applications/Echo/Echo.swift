public import CryptoPrimitives

/// Says something and waits until as much has come back.
public struct EchoClient: ConversationEnd {
  /// What is said.
  public let said: [UInt8]
  /// What came back so far.
  public private(set) var heard: [UInt8] = []
  private var hasStarted = false

  public init(saying said: [UInt8] = Array("hello\n".utf8)) {
    self.said = said
  }

  /// Whether as much has come back as was said.
  public var isFinished: Bool { hasStarted && heard.count >= said.count }

  public var hasSucceeded: Bool { isEchoed }

  /// Whether exactly that has come back.
  public var isEchoed: Bool { hasStarted && heard == said }

  /// Says it.
  public mutating func start() -> [[UInt8]] {
    guard !hasStarted else { return [] }
    hasStarted = true
    return said.isEmpty ? [] : [said]
  }

  /// Hears an answer, and says nothing to it.
  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    heard += bytes
    return []
  }
}

/// Sends back whatever it receives.
public struct EchoServer: ConversationEnd {
  public init() {}

  /// A server waits.
  public mutating func start() -> [[UInt8]] { [] }

  /// Sends the bytes back.
  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.isEmpty ? [] : [bytes]
  }
}

/// The server says what it hears.
public enum Echo: Application {
  public static let name = "echo"

  public static func makeClient(random: RandomStream) -> EchoClient { EchoClient() }

  public static func makeServer(random: RandomStream) -> EchoServer { EchoServer() }
}
