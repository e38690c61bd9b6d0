import Explanations
import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// A ladder with one arrow for each flight, and the conversation as one.
struct ShortLadder {
  private let session: Session
  private let isIntercepted: Bool
  private let early: EarlyDataWords?
  private let flights: [Flight]

  init(_ viewer: Viewer) {
    session = viewer.session
    isIntercepted = session.interceptor != nil
    early = EarlyDataWords(session)
    flights = FlightMaker(viewer).flights
  }

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
    let legend = HandlingWords.legend(of: flights.compactMap(\.handling))
    if !legend.isEmpty {
      blocks.append(.drawn(Line("   " + legend.joined(separator: "   "), .faint), spoken: ""))
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
    let isData = flight.isEarly || flight.records > 0
    let messages =
      flight.isEarly
      ? label(ofEarly: flight) : isData ? flight.count : flight.titles.joined(separator: ", ")
    let isBothWays = flight.isBothWays && isData && !flight.isEarly
    return said(
      .connection, isBothWays ? "spoken.both-ways" : "spoken.flight",
      [
        "sender": sender, "receiver": receiver,
        "messages": HandlingWords.spoken(
          messages, isProtected: isData && (flight.isEarly || !flight.isSealed), flight.handling),
      ])
  }

  private var header: Line {
    guard isIntercepted else {
      let caller = session.clientWire.actor(playing: .client).spoken.uppercased()
      let gap = String(repeating: " ", count: span + 2 - caller.count)
      return Line(" \(caller)\(gap)SERVER", .heading)
    }
    let middle = Wording.text(of: "ATTACKER")
    let gap = String(repeating: " ", count: span - 7)
    let rest = String(repeating: " ", count: max(1, span + 1 - middle.count))
    return Line(" CLIENT" + gap + middle + rest + "SERVER", .heading)
  }

  private func row(_ flights: [Wire: Flight]) -> Line {
    let bar = Line("|", .faint)
    let empty = Line(String(repeating: " ", count: span))
    guard isIntercepted else {
      return Line("   ") + bar + (flights.values.first.map(arrow) ?? empty) + bar
    }
    let parts = [Wire.clientSide, .serverSide].map { flights[$0].map(arrow) ?? empty }
    return Line("   ") + bar + parts[0] + bar + parts[1] + bar
  }

  private func label(ofEarly flight: Flight) -> String {
    [said(.connection, "ladder.early-data"), plural(flight.records, "record"), early?.fate]
      .compactMap { $0 }
      .joined(separator: ", ")
  }

  private func arrow(_ flight: Flight) -> Line {
    let words = flight.handling.map { HandlingWords($0) }
    let head = words?.head ?? ">"
    let isData = flight.records > 0
    let dash = isData ? "=" : "-"
    let back = words?.headToTheLeft ?? "<"
    let goesLeft = flight.isBothWays || flight.sender == .server
    let goesRight = flight.isBothWays || flight.sender == .client
    let left = goesLeft ? back + dash + (flight.isBothWays ? dash : "") : dash + dash
    let right = goesRight ? head : dash
    let room = span - left.count - right.count - 2
    let label = fitted(flight, room, words?.shortWord)
    let rest = String(repeating: dash, count: max(0, room - label.count))
    return Line("\(left) \(label) \(rest)\(right)", style(of: flight))
  }

  private func style(of flight: Flight) -> Style {
    if flight.isEarly, flight.handling == nil {
      return early?.early.fate == .taken ? .warning : .faint
    }
    let isData = flight.records > 0
    return HandlingWords.style(flight.handling, isData: isData, isProtected: isData)
  }

  /// What there is room for: the names of messages, and the number of the others.
  private func fitted(_ flight: Flight, _ room: Int, _ word: String?) -> String {
    let end = word.map { "  \($0)" } ?? ""
    if flight.isEarly { return label(ofEarly: flight) + end }
    if flight.records > 0 { return flight.count + end }
    let titles = flight.titles
    for count in stride(from: titles.count, through: 1, by: -1) {
      let more = count < titles.count ? ", +\(titles.count - count)" : ""
      let text = titles.prefix(count).joined(separator: ", ") + more + end
      if text.count <= room { return text }
    }
    return "\(titles.count)"
  }
}
