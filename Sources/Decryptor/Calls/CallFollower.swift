import Applications
import Captures
import Network
import Synchronization
import TLSKeys

/// Collects what a capture has of calls: signalling that can be read, packets that may be sound, sessions that
/// stay sealed. Threads may give plaintext at once; the rest comes from the one that reads the file.
final class CallFollower: Sendable {
  /// What is known when the capture is over.
  struct Collected: Sendable {
    var messages: [SignalledMessage] = []
    var flows: [MediaFlow.Key: MediaFlow] = [:]
    var sealed: [SealedSession] = []
    var keptBytes = 0
  }

  /// A session of TLS that did not open.
  struct SealedSession: Sendable {
    var stream: Int
    var client: Address
    var server: Address
  }

  private struct Direction: Hashable {
    var connection: Int
    var isFirst: Bool
  }

  private struct State {
    var collected = Collected()
    var readers: [Direction: SignallingReader] = [:]
  }

  private let state = Mutex(State())
  /// Bytes of packets, flows and messages that are kept at most.
  private static let byteLimit = 1 << 29
  private static let flowLimit = 1 << 16
  private static let messageLimit = 1 << 18

  /// What was collected.
  var collected: Collected { state.withLock { $0.collected } }

  /// Takes plaintext of a stream, in the order of its direction.
  ///
  /// - Parameters:
  ///   - isFirst: which of the two directions.
  ///   - time: microseconds since 1970.
  func take(
    _ bytes: ArraySlice<UInt8>, connection: Int, isFirst: Bool,
    _ signalling: FollowedCall.Signalling, at time: Int64
  ) {
    let direction = Direction(connection: connection, isFirst: isFirst)
    // A direction has one thread, which alone is to wait while it is read.
    var reader = state.withLock { $0.readers.removeValue(forKey: direction) } ?? SignallingReader()
    let messages = reader.take(bytes).compactMap {
      SignalledMessage($0, signalling, order: connection, time: time)
    }
    state.withLock { state in
      state.readers[direction] = reader
      for message in messages { Self.add(message, &state.collected) }
    }
  }

  /// Takes note that bytes of a stream are missing from here on: what they were part of is lost.
  func lose(connection: Int, isFirst: Bool) {
    state.withLock { state in
      state.readers[Direction(connection: connection, isFirst: isFirst)]?.lose()
    }
  }

  /// Takes a datagram, whatever is in it.
  func take(_ datagram: UDPDatagram) {
    let datagram = Self.unwrapped(datagram)
    guard let shape = MediaFlow.shape(datagram.payload) else {
      guard let message = SignallingReader.message(inDatagram: datagram.payload),
        let signalled = SignalledMessage(message, .udp, order: -1, time: datagram.time)
      else { return }
      return state.withLock { Self.add(signalled, &$0.collected) }
    }
    let key = MediaFlow.Key(source: datagram.source, target: datagram.target)
    state.withLock { state in
      let count = state.collected.flows.count
      guard state.collected.flows[key] != nil || count < Self.flowLimit else { return }
      let keeps = state.collected.keptBytes < Self.byteLimit
      state.collected.flows[
        key, default: MediaFlow(key, number: count, time: datagram.time)
      ].take(datagram, shape, keeps: keeps)
      if keeps { state.collected.keptBytes += datagram.payload.count }
    }
  }

  /// What a relay of TURN forwards, without the channel's number and the length before it (RFC 8656 §12.4).
  private static func unwrapped(_ datagram: UDPDatagram) -> UDPDatagram {
    let header = Array(datagram.payload.prefix(4))
    guard header.count == 4, (0x40...0x4f).contains(header[0]) else { return datagram }
    let length = Int(header[2]) << 8 | Int(header[3])
    // Over UDP up to three bytes of padding may follow.
    guard (length..<length + 4).contains(datagram.payload.count - 4) else { return datagram }
    var inner = datagram
    inner.payload = datagram.payload.dropFirst(4).prefix(length)
    return MediaFlow.shape(inner.payload) == nil ? datagram : inner
  }

  private static func add(_ message: SignalledMessage, _ collected: inout Collected) {
    guard collected.messages.count < messageLimit else { return }
    collected.messages.append(message)
  }

  /// Takes note of a session that is over.
  func note(_ session: DecryptedSession) {
    guard session.result != .open, session.result != .empty else { return }
    state.withLock { state in
      guard state.collected.sealed.count < Self.flowLimit else { return }
      state.collected.sealed.append(
        SealedSession(
          stream: session.stream, client: session.flow.client, server: session.flow.server))
    }
  }
}
