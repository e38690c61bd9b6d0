import LibsslPeer
import TLSEngine
import TestConnections

/// A connection between the engine and libssl.
struct MixedConnection {
  var engine: Connection
  let peer: LibsslPeer
  /// What the engine did.
  private(set) var effects: [Effect] = []

  init(_ engine: Connection, _ context: LibsslContext) throws {
    self.engine = engine
    peer = try LibsslPeer(context)
  }

  /// Both go on until they are silent.
  ///
  /// - Returns: whether libssl says that the handshake is complete.
  mutating func handshake() -> Bool {
    act { $0.start() }
    var done = peer.handshake()
    while exchange() { done = peer.handshake() }
    return done
  }

  /// The engine does something, and what it sends reaches libssl.
  mutating func act(_ body: (inout Connection) -> [Effect]) {
    let new = body(&engine)
    effects += new
    peer.receive(new.sentBytes)
  }

  /// Takes what libssl has to say to the engine, and the answer back.
  ///
  /// - Returns: false when libssl had nothing to say.
  @discardableResult
  mutating func exchange() -> Bool {
    let output = peer.output()
    guard !output.isEmpty else { return false }
    act { $0.receive(output) }
    return true
  }
}
