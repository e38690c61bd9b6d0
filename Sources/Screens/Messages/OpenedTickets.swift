import Bytes
import Explanations
import TLSEngine
import TLSKeys

// A ticket is bytes for everyone but its server, and whoever has that server's key.
extension MessageContent {
  /// A tree with what is inside certificates, and inside tickets that the viewer has the key of.
  func whole(_ field: Annotation, of bytes: [UInt8]) -> Annotation {
    let tree = field.withContents(of: bytes)
    guard let key = ticketKey else { return tree }
    return tree.withTickets(of: bytes, key)
  }

  /// What the tickets in a tree hold, each with its bytes; those that the viewer can open.
  func openedTickets(in field: Annotation, of bytes: [UInt8]) -> [(
    state: Annotation, bytes: [UInt8]
  )] {
    guard let key = ticketKey else { return [] }
    return field.tickets.compactMap { place in
      guard let opened = key.open(Array(bytes[place.clamped(to: 0..<bytes.count)])) else {
        return nil
      }
      let state = Annotator.annotate(SessionState.self, opened, name: "session_state")
      return (state, opened)
    }
  }

  /// The table of what a ticket holds.
  func ticketBlocks(in field: Annotation, of bytes: [UInt8]) -> [Block] {
    openedTickets(in: field, of: bytes).flatMap { opened -> [Block] in
      let wording = FieldWording(of: opened.bytes, .entries, is13: is13)
      let fields = opened.state.children.flatMap { wording.shown($0, in: "session_state") }
      return [
        .blank, .line(Line(" " + said(.page, "inside.ticket"), .heading)),
        .table(FieldTable(fields).table),
      ]
    }
  }

  private var ticketKey: TicketKey? {
    viewer.value(.ticketKey, on: wire).flatMap(TicketKey.init(bytes:))
  }
}

extension Annotation {
  /// Where the bytes are that may be tickets: those of `ticket` and of a pre-shared key's name.
  fileprivate var tickets: [Range<Int>] {
    guard let place = ticketPlace else { return children.flatMap(\.tickets) }
    return [place]
  }

  private var ticketPlace: Range<Int>? {
    guard ["ticket", "identity"].contains(name) else { return nil }
    // Parts of a ticket stand behind its length, where it has one.
    let parts = children.first?.name == "length" ? Array(children.dropFirst()) : children
    if case .bytes = value, parts.isEmpty { return children.isEmpty ? range : nil }
    guard let first = parts.first, let last = parts.last,
      first.name == "value" || first.name == "key_name"
    else { return nil }
    return first.range.lowerBound..<last.range.upperBound
  }

  /// The same tree with the parts of tickets that this key opens.
  fileprivate func withTickets(of bytes: [UInt8], _ key: TicketKey) -> Annotation {
    var whole = self
    guard let place = ticketPlace?.clamped(to: 0..<bytes.count),
      key.open(Array(bytes[place])) != nil
    else {
      whole.children = children.map { $0.withTickets(of: bytes, key) }
      return whole
    }
    let parts = Annotator.annotate(SealedTicket.self, Array(bytes[place]), name: name)
    whole.children =
      children.filter { $0.name == "length" }
      + parts.moved(by: place.lowerBound, below: name).children
    return whole
  }
}
