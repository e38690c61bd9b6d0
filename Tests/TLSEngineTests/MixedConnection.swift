import Bytes
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections

/// A connection between the engine and libssl.
struct MixedConnection {
  var engine: Connection
  let peer: LibsslPeer
  /// What the engine did.
  private(set) var effects: [Effect] = []
  /// The messages that the engine took, and the states that they found and left.
  private(set) var steps: Set<Step> = []
  private var records = RecordReader()

  /// One message that moved the engine.
  struct Step: Hashable {
    var side: Side
    var from: StateName
    var message: MessageKind
    var to: StateName
  }

  init(
    _ engine: Connection, _ context: LibsslContext, resuming session: LibsslSession? = nil
  ) throws {
    self.engine = engine
    peer = try LibsslPeer(context, resuming: session)
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

  /// The line that the engine's side of a key log before TLS 1.3 would have.
  var keyLogLine: String {
    let memory = engine.memory
    return "CLIENT_RANDOM \(memory[.clientRandom]?.hex ?? "") \(memory[.masterSecret]?.hex ?? "")"
  }

  /// The engine does something, and what it sends reaches libssl.
  mutating func act(_ body: (inout Connection) -> [Effect]) {
    let from = engine.stateName
    let new = body(&engine)
    effects += new
    peer.receive(new.sentBytes)
    for message in new.received where message.kind != .alert {
      steps.insert(
        Step(side: engine.side, from: from, message: message.kind, to: engine.stateName))
    }
  }

  /// Takes what libssl has to say to the engine, record by record, and the answer back.
  ///
  /// - Returns: false when libssl had nothing to say.
  @discardableResult
  mutating func exchange() -> Bool {
    let output = peer.output()
    guard !output.isEmpty else { return false }
    records.append(output)
    while let record = try? records.next() { act { $0.receive(record.bytes) } }
    return true
  }
}
