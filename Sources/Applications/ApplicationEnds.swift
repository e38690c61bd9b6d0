/// The client's end of a conversation. What it returns is to be written element by element, one
/// TLS record each. (Indirect, so that a session holds a reference to it.)
public indirect enum ApplicationClient: Sendable, Hashable, Codable {
  case sipCall(SIPClient)
  case echo(EchoClient)

  /// The first words; nothing when they were said before.
  public mutating func start() -> [[UInt8]] {
    switch self {
    case .sipCall(var client):
      defer { self = .sipCall(client) }
      return client.start()
    case .echo(var client):
      defer { self = .echo(client) }
      return client.start()
    }
  }

  /// Takes what has arrived, in whatever pieces, and returns the answers.
  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    switch self {
    case .sipCall(var client):
      defer { self = .sipCall(client) }
      return client.receive(bytes)
    case .echo(var client):
      defer { self = .echo(client) }
      return client.receive(bytes)
    }
  }

  /// Whether the conversation is over, well or badly.
  public var isFinished: Bool {
    switch self {
    case .sipCall(let client): client.isFinished
    case .echo(let client): client.isFinished
    }
  }

  /// Whether the conversation reached what it was for.
  public var hasSucceeded: Bool {
    switch self {
    case .sipCall(let client): client.isFinished && client.failure == nil
    case .echo(let client): client.isEchoed
    }
  }
}

/// The server's end of a conversation. What it returns is to be written element by element, one
/// TLS record each.
public indirect enum ApplicationServer: Sendable, Hashable, Codable {
  case sipCall(SIPServer)
  case echo(EchoServer)

  /// What the server says unasked.
  public mutating func start() -> [[UInt8]] {
    switch self {
    case .sipCall(var server):
      defer { self = .sipCall(server) }
      return server.start()
    case .echo(var server):
      defer { self = .echo(server) }
      return server.start()
    }
  }

  /// Takes what has arrived, in whatever pieces, and returns the answers.
  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    switch self {
    case .sipCall(var server):
      defer { self = .sipCall(server) }
      return server.receive(bytes)
    case .echo(var server):
      defer { self = .echo(server) }
      return server.receive(bytes)
    }
  }
}
