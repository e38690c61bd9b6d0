import Explanations
import Lab
import Network
import Screens
import TLSEngine
import TLSKeys
import TLSWire

/// Finds what the recorded bytes carry, and says it: the number that the ladder has, the name, what the message
/// says in a few words, and where one of its kind comes first, what it is for.
struct MessageComments {
  private struct Note {
    var bytes: [UInt8]
    /// `[2] ServerHello`; of messages that share a record each.
    var names: [String]
    /// The names with what is to be said of them.
    var lines: [String]

    var name: String { names.joined(separator: ", ") }
    var text: String { lines.joined(separator: "\n") }
  }

  /// What was sent and not found yet, by direction, oldest first.
  private var waiting: [Direction: [Note]] = [:]
  /// Whether the bytes came as TCP cut them, and not a message at a time.
  private let isCut: Bool
  /// Bytes of the last message found that belong to the next segments.
  private var rest: [Direction: (count: Int, name: String)] = [:]

  init(_ session: Session, on wire: Wire) {
    isCut = session.outside != nil
    let version = session.facts(on: wire).version?.number
    var kinds: Set<String> = []
    for (place, (_, step, message)) in session.messages.enumerated() where step.wire == wire {
      let direction: Direction = message.sender == .client ? .clientToServer : .serverToClient
      let isOpen = !message.isProtected || message.isSealed
      let name = "[\(place + 1)] \(message.title)" + (isOpen ? "" : " (protected)")
      let said = Self.brief(message).map { "\(name): \($0)" } ?? name
      // What is sealed is not named, and so not explained.
      let isNew = !message.isSealed && kinds.insert(message.name).inserted
      let meaning = isNew ? Self.meaning(of: message, version) : nil
      let line = meaning.map { "\(said). \($0)" } ?? said
      var list = waiting[direction] ?? []
      // A message that shares a record with the one before it.
      if message.records.isEmpty, !list.isEmpty {
        list[list.count - 1].names.append(name)
        list[list.count - 1].lines.append(line)
      } else {
        list.append(Note(bytes: message.records, names: [name], lines: [line]))
      }
      waiting[direction] = list
    }
  }

  private static func brief(_ message: Message) -> String? {
    guard !message.isSealed, let brief = message.brief else { return nil }
    // Whoever prints the comment on a terminal gets no control characters with it.
    return Line(String(brief.prefix(longestBrief))).glyphs(unicode: true).map(\.text).joined()
  }

  private static let longestBrief = 120

  private static func meaning(of message: Message, _ version: String?) -> String? {
    let catalogue = Catalogue.current
    return catalogue.first(of: message.explanationKeys)
      .flatMap { catalogue.explanation($0, version: version) }?.text
  }

  /// What stands beside the packets of a segment.
  mutating func comment(on segment: Segment) -> String {
    isCut ? comment(onPartOf: segment) : comment(onWhole: segment)
  }

  /// The messages that begin in a segment, or the one that goes on in it.
  private mutating func comment(onPartOf segment: Segment) -> String {
    var lines: [String] = []
    var left = segment.bytes.count
    if let (count, name) = rest.removeValue(forKey: segment.direction) {
      lines.append("\(name), continued")
      if count > left { rest[segment.direction] = (count - left, name) }
      left -= min(count, left)
    }
    while left > 0, let next = waiting[segment.direction]?.first {
      waiting[segment.direction]?.removeFirst()
      lines += next.lines
      if next.bytes.count > left {
        rest[segment.direction] = (next.bytes.count - left, next.name)
      }
      left -= min(next.bytes.count, left)
    }
    return lines.isEmpty ? said(.page, "capture.unread") : lines.joined(separator: "\n")
  }

  private mutating func comment(onWhole segment: Segment) -> String {
    let list = waiting[segment.direction] ?? []
    guard let place = list.firstIndex(where: { $0.bytes == segment.bytes }) else {
      return said(.page, "capture.other_bytes")
    }
    waiting[segment.direction] = Array(list[(place + 1)...])
    return list[place].text
  }
}
