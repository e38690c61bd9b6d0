import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

/// What the messages of one connection told somebody so far, handshake by handshake.
struct MessageMemory {
  private(set) var facts = WireFacts()
  /// The handshakes before.
  private(set) var before: [WireFacts] = []
  /// Whether a message passed that a listener can't read.
  private var hasGap = false

  /// Takes the next message in.
  mutating func take(_ message: Message) {
    switch message.content {
    case .handshake(let handshake):
      begin(handshake.type)
      if handshake.type == .finished { facts.beginFinished(of: message.sender) }
      if let (bytes, hello) = message.ssl2Hello {
        facts.observe(ssl2Hello: bytes, hello)
      } else {
        try? facts.observe(handshake, from: message.sender)
      }
    case .alert(let alert)
    where alert.description == .noRenegotiation && facts.version == nil && !before.isEmpty:
      // The server would not: what was before holds.
      facts = before.removeLast()
    default: break
    }
  }

  /// Takes the next message in.
  ///
  /// - Returns: the values that are new by it, by name.
  mutating func learn(_ message: Message) -> [(ValueName, [UInt8])] {
    guard case .handshake = message.content else {
      take(message)
      return []
    }
    let handshakes = before.count
    let known = facts.values
    take(message)
    return new(since: before.count == handshakes ? known : [:])
  }

  /// Takes in what a listener makes of the next message.
  mutating func overhear(_ message: Message) -> [(ValueName, [UInt8])] {
    guard message.isProtected else { return learn(message) }
    guard case .handshake(let handshake) = message.content else { return [] }
    defer { hasGap = true }
    guard handshake.type == .finished, !hasGap else { return [] }
    // What it covers passed in the open, all of it (RFC 5246 §7.4.9).
    let known = facts.values
    facts.beginFinished(of: message.sender)
    return new(since: known)
  }

  /// A further handshake of TLS 1.2 or before has facts of its own (RFC 5746).
  private mutating func begin(_ type: HandshakeType) {
    guard type == .clientHello, facts.isComplete12 else { return }
    before.append(facts)
    facts = WireFacts()
  }

  private func new(since known: KnownValues) -> [(ValueName, [UInt8])] {
    facts.values.filter { known[$0.key] != $0.value }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }
}
