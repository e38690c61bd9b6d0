import Bytes
import Knowledge
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
    var memory = MessageMemory()
    for (_, step, message) in messages where step.wire == wire { memory.take(message) }
    return memory.before + [memory.facts]
  }

  /// What the messages of the handshake in force, or under way, say.
  public func facts(on wire: Wire) -> WireFacts { handshakes(on: wire).last ?? WireFacts() }

  /// Which handshake of a connection is in force or under way, counted from 0.
  func handshake(on wire: Wire) -> Int { beginnings(on: wire).count - 1 }

  /// The places in `steps` of that handshake.
  func placesInForce(on wire: Wire) -> Range<Int> {
    (beginnings(on: wire).last ?? 0)..<steps.count
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
  var ssl2Hello: ([UInt8], SSL2ClientHello)? {
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
