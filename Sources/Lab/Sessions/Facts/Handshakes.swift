import Bytes
public import Knowledge
import Network
import TLSEngine
public import TLSKeys
import TLSWire

// A connection of TLS 1.2 and before may hold several handshakes, one after the other (RFC 5746).
extension Session {
  /// What the handshake messages sent on one stretch say, those under protection included: an entry
  /// for each handshake, the one in force or under way last. This is the lab's own view, for those who
  /// show a session; the eavesdropper reads the recording.
  public func handshakes(on wire: Wire) -> [WireFacts] {
    remembered(HandshakeMemory(wire: wire)) { findHandshakes(on: wire) }
  }

  private struct HandshakeMemory: Hashable, Sendable { var wire: Wire }

  private func findHandshakes(on wire: Wire) -> [WireFacts] {
    var before: [WireFacts] = []
    var facts = WireFacts()
    for (_, step, message) in messages where step.wire == wire {
      switch message.content {
      case .handshake(let handshake):
        if handshake.type == .clientHello, facts.isComplete12 {
          before.append(facts)
          facts = WireFacts()
        }
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
    return before + [facts]
  }

  /// What the messages of the handshake in force, or under way, say.
  public func facts(on wire: Wire) -> WireFacts { handshakes(on: wire).last ?? WireFacts() }

  /// The places in `steps` of one of the handshakes, and of what was said under its keys.
  func places(ofHandshake number: Int, on wire: Wire) -> Range<Int> {
    let beginnings = beginnings(on: wire)
    let start = beginnings.indices.contains(number) ? beginnings[number] : beginnings.last ?? 0
    let next = number + 1
    return start..<(beginnings.indices.contains(next) ? beginnings[next] : steps.count)
  }

  /// The secret that somebody made in one of the handshakes.
  func generated(_ name: ValueName, inHandshake number: Int, on wire: Wire) -> [UInt8]? {
    for step in steps[places(ofHandshake: number, on: wire)] where step.wire == wire {
      if case .generated(let value) = step.effect, value.secretPart?.name == name {
        return value.secretPart?.value
      }
    }
    return nil
  }

  /// Everything that anyone derived in one of the handshakes and under its keys.
  public func derivedValues(ofHandshake number: Int, on wire: Wire) -> KnownValues {
    var values: KnownValues = [:]
    for step in steps[places(ofHandshake: number, on: wire)] where step.wire == wire {
      if case .derived(let derivation) = step.effect { values[derivation.name] = derivation.value }
    }
    return values
  }

  /// The places of the handshake in force or under way.
  func placesInForce(on wire: Wire) -> Range<Int> {
    places(ofHandshake: beginnings(on: wire).count - 1, on: wire)
  }

  /// Where each handshake begins, those left out that the other side would not make.
  private func beginnings(on wire: Wire) -> [Int] {
    var found = [0]
    for (place, step) in steps.enumerated()
    where step.wire == wire && wire.side(of: step.actor) == .client {
      switch step.effect {
      case .decided(.renegotiation(accepted: true)): found.append(place)
      case .decided(.renegotiation(accepted: false)): found.removeLast()
      default: break
      }
    }
    return found
  }
}

extension Message {
  /// What passed was in the form of SSL 2.0 (RFC 5246 §E.2): its bytes without the length, and what
  /// they say.
  fileprivate var ssl2Hello: ([UInt8], SSL2ClientHello)? {
    // No record of TLS begins with such a byte.
    guard let first = records.first, first & 0x80 != 0, kind == .handshake(.clientHello) else {
      return nil
    }
    let bytes = Array(records.dropFirst(2))
    return (try? ByteReader.read(SSL2ClientHello.self, from: bytes)).map { (bytes, $0) }
  }
}

extension WireFacts {
  /// Whether both sides of a handshake of TLS 1.2 or before have finished.
  public var isComplete12: Bool {
    version.map { $0 < .tls13 } == true
      && Side.allCases.allSatisfy { values[.finishedMessages($0)] != nil }
  }
}
