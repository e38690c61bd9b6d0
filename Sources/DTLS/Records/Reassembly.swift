import Bytes
import TLSWire

/// Puts handshake messages together from parts that come in any order, twice or not at all, and hands
/// them out in the order in which they were sent (RFC 6347 §4.2.2, §4.2.3).
struct Reassembly: Hashable, Sendable, Codable {
  /// The number of the message that is handed out next.
  private(set) var next: UInt16
  private var partial: [UInt16: PartialMessage] = [:]

  init(next: UInt16 = 0) { self.next = next }

  /// How many messages ahead are kept: more than any flight has.
  private static let ahead = 16

  /// What became of a part.
  enum Outcome: Hashable, Sendable {
    case taken
    /// Of a message that was handed out before.
    case old
    /// It says something else of its message than another part, or is of one that is too long, too far
    /// ahead, or in too many pieces.
    case refused
  }

  mutating func add(_ part: HandshakeFragment, epoch: UInt16) -> Outcome {
    guard part.messageSequence >= next else { return .old }
    guard part.messageSequence - next < Self.ahead, part.length <= HandshakeReader.messageLimit
    else { return .refused }
    var message = partial[part.messageSequence] ?? PartialMessage(part, epoch: epoch)
    guard message.takes(part, epoch: epoch) else { return .refused }
    partial[part.messageSequence] = message
    return .taken
  }

  /// The next message if it is whole, without taking it, and the epoch that it came in.
  var whole: (message: DTLSMessage, epoch: UInt16)? {
    guard let message = partial[next], message.missing.isEmpty else { return nil }
    return (
      DTLSMessage(type: message.type, sequence: next, body: message.body), message.epoch
    )
  }

  /// Goes on to the message after the next.
  mutating func advance() {
    partial[next] = nil
    next &+= 1
  }

  /// Forgets the next message, so that it can come again.
  mutating func forget() { partial[next] = nil }
}

/// What has come of a message.
private struct PartialMessage: Hashable, Sendable, Codable {
  let type: HandshakeType
  let epoch: UInt16
  @Hexadecimal var body: [UInt8]
  /// The places of which nothing has come, in order.
  var missing: [Range<Int>]

  /// More holes than that nobody makes who sends whole datagrams.
  private static let mostHoles = 64

  init(_ part: HandshakeFragment, epoch: UInt16) {
    type = part.type
    self.epoch = epoch
    body = [UInt8](repeating: 0, count: part.length)
    missing = part.length > 0 ? [0..<part.length] : []
  }

  /// Puts a part into its place; what came before stays.
  mutating func takes(_ part: HandshakeFragment, epoch: UInt16) -> Bool {
    let range = part.offset..<part.offset + part.fragment.count
    guard part.type == type, part.length == body.count, epoch == self.epoch,
      range.upperBound <= body.count
    else { return false }
    var left: [Range<Int>] = []
    for hole in missing {
      let found = hole.clamped(to: range)
      guard !found.isEmpty else {
        left.append(hole)
        continue
      }
      for place in found { body[place] = part.fragment[place - range.lowerBound] }
      if hole.lowerBound < found.lowerBound { left.append(hole.lowerBound..<found.lowerBound) }
      if found.upperBound < hole.upperBound { left.append(found.upperBound..<hole.upperBound) }
    }
    guard left.count <= Self.mostHoles else { return false }
    missing = left
    return true
  }
}
