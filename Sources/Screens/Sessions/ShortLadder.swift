import Bytes
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// A ladder with one arrow for each flight, and the conversation as one.
struct ShortLadder {
  let session: Session
  private let isIntercepted: Bool

  init(_ session: Session) {
    self.session = session
    isIntercepted = session.interceptor != nil
    early = EarlyDataWords(session)
  }

  /// Messages that follow each other in one direction on one wire.
  private struct Flight {
    var wire: Wire
    var sender: Side
    var titles: [String]
    var isProtected: Bool
    /// Application data, both ways together.
    var records = 0
    /// Whether that is the client's early data, which flows before any answer.
    var isEarly = false
    /// Whether it is not known what they carry.
    var isSealed = false

    /// `3 records of data`, `3 protected records`.
    var count: String {
      isSealed ? plural(records, "protected record") : "\(plural(records, "record")) of data"
    }
  }

  private let early: EarlyDataWords?

  private var span: Int { isIntercepted ? 34 : 69 }

  var blocks: [Block] {
    var blocks = [Block.drawn(header, spoken: "")]
    var left = flights[...]
    while let flight = left.popFirst() {
      // On both wires at once: what the attacker passes on, or says to both.
      if let next = left.first, next.wire != flight.wire, next.sender == flight.sender,
        (next.records > 0) == (flight.records > 0)
      {
        left.removeFirst()
        blocks.append(block([flight, next]))
      } else {
        blocks.append(block([flight]))
      }
    }
    return blocks
  }

  private func block(_ flights: [Flight]) -> Block {
    .drawn(
      row(Dictionary(uniqueKeysWithValues: flights.map { ($0.wire, $0) })),
      spoken: flights.map(sentence).joined(separator: " "))
  }

  /// The arrow for those who listen.
  private func sentence(_ flight: Flight) -> String {
    let sender = flight.wire.actor(playing: flight.sender).word
    let receiver = flight.wire.actor(playing: flight.sender.other).word
    if flight.isEarly { return "\(sender) to \(receiver): \(label(ofEarly: flight)), protected." }
    guard flight.records == 0 else {
      return "\(sender) and \(receiver): \(flight.count)\(flight.isSealed ? "" : ", protected")."
    }
    return "\(sender) to \(receiver): \(flight.titles.joined(separator: ", "))."
  }

  private var flights: [Flight] {
    var found: [Flight] = []
    for (number, (_, step, message)) in session.messages.enumerated()
    where !message.isOutOfSight {
      let wire = step.wire
      if case .applicationData = message.content {
        let isEarly = early?.early.places.contains(number) == true
        let place = found.firstIndex {
          $0.wire == wire && $0.records > 0 && $0.isEarly == isEarly
            && $0.isSealed == message.isSealed
        }
        if let place {
          found[place].records += 1
        } else {
          found.append(
            Flight(
              wire: wire, sender: .client, titles: [], isProtected: true, records: 1,
              isEarly: isEarly, isSealed: message.isSealed))
        }
        continue
      }
      let title = title(of: message)
      if let last = found.indices.last(where: { found[$0].wire == wire }),
        found[last].sender == message.sender, found[last].records == 0
      {
        found[last].titles.append(title)
      } else {
        found.append(
          Flight(wire: wire, sender: message.sender, titles: [title], isProtected: false))
      }
    }
    return found
  }

  private func title(of message: Message) -> String {
    if case .alert(let alert) = message.content {
      return "alert \(alert.description.rawValue) \(alert.description.label)"
    }
    return isIntercepted ? message.shortTitle : message.title
  }

  private var header: Line {
    guard isIntercepted else {
      let caller = session.clientWire.actor(playing: .client).word.uppercased()
      let gap = String(repeating: " ", count: span + 2 - caller.count)
      return Line(" \(caller)\(gap)SERVER", .heading)
    }
    let gap = String(repeating: " ", count: span - 7)
    return Line(" CLIENT" + gap + "ATTACKER" + gap + "SERVER", .heading)
  }

  private func row(_ flights: [Wire: Flight]) -> Line {
    let bar = Line("|", .faint)
    let empty = Line(String(repeating: " ", count: span))
    guard isIntercepted else {
      return Line("   ") + bar + (flights[session.clientWire].map(arrow) ?? empty) + bar
    }
    let parts = [Wire.clientSide, .serverSide].map { flights[$0].map(arrow) ?? empty }
    return Line("   ") + bar + parts[0] + bar + parts[1] + bar
  }

  private func label(ofEarly flight: Flight) -> String {
    ["early data", plural(flight.records, "record"), early?.fate].compactMap { $0 }
      .joined(separator: ", ")
  }

  private func arrow(_ flight: Flight) -> Line {
    if flight.isEarly {
      let label = label(ofEarly: flight)
      let rest = String(repeating: "=", count: max(0, span - label.count - 5))
      return Line("== \(label) \(rest)>", early?.early.fate == .taken ? .warning : .faint)
    }
    if flight.records > 0 {
      let label = flight.count
      let rest = String(repeating: "=", count: max(0, span - label.count - 6))
      return Line("<== \(label) \(rest)>", .good)
    }
    let label = fitted(flight.titles)
    let rest = String(repeating: "-", count: max(0, span - label.count - 5))
    return Line(flight.sender == .client ? "-- \(label) \(rest)>" : "<- \(label) \(rest)-")
  }

  /// As many names as there is room for, and the number of the others.
  private func fitted(_ titles: [String]) -> String {
    let room = span - 5
    for count in stride(from: titles.count, through: 1, by: -1) {
      let more = count < titles.count ? ", +\(titles.count - count)" : ""
      let text = titles.prefix(count).joined(separator: ", ") + more
      if text.count <= room { return text }
    }
    return "\(titles.count)"
  }
}
