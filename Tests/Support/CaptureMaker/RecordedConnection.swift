public import Captures
public import LibsslPeer
public import Network

/// libssl at both ends, and everything that passes between them written down.
public final class RecordedConnection {
  public let client: LibsslPeer
  public let server: LibsslPeer
  /// What passed, in its order.
  public private(set) var pieces: [Segment] = []
  /// The plaintext that each side was given to send.
  public private(set) var said: (client: [UInt8], server: [UInt8]) = ([], [])
  /// Whether `said` is kept.
  public var remembers = true
  private var time: Int64

  public init(
    _ client: LibsslContext, _ server: LibsslContext, resuming session: LibsslSession? = nil,
    at time: Int64 = 1_700_000_000_000_000
  ) throws(LibsslError) {
    self.client = try LibsslPeer(client, resuming: session)
    self.server = try LibsslPeer(server)
    self.time = time
  }

  /// The handshake failed, in libssl's words.
  public struct Refused: Error {
    public var reason: String
  }

  /// A recorded connection that has made its handshake.
  public static func connected(
    _ client: LibsslContext, _ server: LibsslContext, resuming session: LibsslSession? = nil
  ) throws -> RecordedConnection {
    let connection = try RecordedConnection(client, server, resuming: session)
    guard connection.handshake() else {
      throw Refused(
        reason: "\(connection.client.failure ?? "-"), \(connection.server.failure ?? "-")")
    }
    return connection
  }

  /// - Returns: whether both say that it is complete.
  public func handshake() -> Bool {
    var done = (client.handshake(), server.handshake())
    while exchange() { done = (client.handshake(), server.handshake()) }
    return done.0 && done.1
  }

  /// What both have to say is delivered.
  @discardableResult
  public func exchange() -> Bool {
    let forward = client.output()
    let back = server.output()
    record(.clientToServer, forward)
    record(.serverToClient, back)
    server.receive(forward)
    client.receive(back)
    return !forward.isEmpty || !back.isEmpty
  }

  private func record(_ direction: Direction, _ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    time += 100
    pieces.append(Segment(direction: direction, time: time, bytes: bytes))
  }

  /// Data of the client.
  public func ask(_ bytes: [UInt8]) {
    client.write(bytes)
    if remembers { said.client += bytes }
    exchange()
    _ = server.read()
    exchange()
  }

  /// Data of the server.
  public func answer(_ bytes: [UInt8]) {
    server.write(bytes)
    if remembers { said.server += bytes }
    exchange()
    _ = client.read()
    exchange()
  }

  /// Both take what is there: tickets, and what is not data.
  public func settle() {
    while exchange() {
      _ = client.read()
      _ = server.read()
    }
  }

  public func close() {
    client.shutdown()
    exchange()
    _ = server.read()
    server.shutdown()
    exchange()
  }

  /// What passed since this was asked last.
  public func takePieces() -> [Segment] {
    defer { pieces = [] }
    return pieces
  }

  /// libssl's own key log.
  public var keyLog: String { client.keyLog.map { $0 + "\n" }.joined() }

  /// The packets, from the SYN to the end.
  public func packets(_ flow: Flow = .documentation(connection: 1)) -> [Packet] {
    guard var framing = PacketFraming(flow) else { return [] }
    framing.open(at: time - 1_000_000)
    for piece in pieces { framing.send(piece) }
    framing.close(at: time + 1000)
    return framing.packets
  }
}
