import Bytes
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// Every message between the two sides as an arrow: those sent, and those to come.
  public static func ladder(_ session: Session, eyes: Eyes) -> Page {
    let viewer = Viewer(session, eyes)
    var ahead = session
    while ahead.advance() != nil {}
    let ladder = Ladder(session, viewer)
    let early = ahead.earlyData?.places ?? []
    var blocks = SessionHeader(session, eyes.view).blocks + [.drawn(ladder.header, spoken: "")]
    for (index, item) in ahead.messages.enumerated() where ladder.shows(item.step.wire) {
      let isSent = index < session.messages.count
      let isLast = index + 1 == session.messages.count && !session.isAtRest
      blocks.append(
        .drawn(
          ladder.row(
            number: index + 1, item.message, item.step.wire, isSent, early.contains(index))
            + Line(isLast ? " <-" : "", .heading),
          spoken: ladder.sentence(
            number: index + 1, item.message, item.step.wire, isSent, early.contains(index))))
    }
    if ahead.messages.isEmpty { blocks.append(.line(" no message is on its way")) }
    let legend =
      " -- plaintext   == protected   ( ) not sent yet"
      + (session.isAtRest ? "" : "   <- the last one sent")
    blocks.append(.drawn(Line(legend, .faint), spoken: ""))
    let count = session.messages.count
    return Page(
      blocks,
      next: session.isAtRest
        ? ["show message 1", "knowledge", "list"]
        : ["next"] + (count > 0 ? ["show message \(count)"] : []) + ["list"])
  }
}

/// The columns and arrows of a ladder.
struct Ladder {
  let session: Session
  let viewer: Viewer
  private let isIntercepted: Bool

  init(_ session: Session, _ viewer: Viewer) {
    self.session = session
    self.viewer = viewer
    isIntercepted =
      session.interceptor != nil && session.wires.allSatisfy { viewer.sees($0) }
    span = isIntercepted ? 34 : 69
  }

  /// A ladder for the side of a screen, as narrow as names of messages allow.
  ///
  /// - Returns: nil where there are two wires to show: they need the room.
  init?(besideOther session: Session, _ viewer: Viewer) {
    self.init(session, viewer)
    guard !isIntercepted else { return nil }
    span = Layout.leftColumns - 9
  }

  /// The ladder's lines: what was sent, and what is to come.
  var blocks: [Block] {
    var ahead = session
    while ahead.advance() != nil {}
    let rows = ahead.messages.enumerated().filter { shows($0.element.step.wire) }
    let early = ahead.earlyData?.places ?? []
    return [.line(header)]
      + rows.map { index, item in
        .line(
          row(
            number: index + 1, item.message, item.step.wire, index < session.messages.count,
            early.contains(index)))
      }
  }

  /// One end knows of one wire only, and takes who is at its other end for whom it claims to be.
  func shows(_ wire: Wire) -> Bool { viewer.sees(wire) }

  /// Characters between two of the uprights.
  private var span: Int

  var header: Line {
    guard isIntercepted else {
      let caller = session.clientWire.actor(playing: .client).word.uppercased()
      let gap = String(repeating: " ", count: span + 2 - caller.count)
      return Line(" \(caller)\(gap)SERVER", .heading)
    }
    let gap = String(repeating: " ", count: span - 7)
    return Line(" CLIENT" + gap + "ATTACKER" + gap + "SERVER", .heading)
  }

  func row(
    number: Int, _ message: Message, _ wire: Wire, _ isSent: Bool, _ isEarly: Bool
  ) -> Line {
    let mark = isSent ? "[\(number)]" : "( )"
    let arrow = arrow("\(mark) \(label(message, wire, isSent, isEarly))", message, isSent)
    let empty = Line(String(repeating: " ", count: span))
    let bar = Line("|", .faint)
    switch (isIntercepted, wire) {
    case (false, _): return Line("   ") + bar + arrow + bar
    case (true, .serverSide): return Line("   ") + bar + empty + bar + arrow + bar
    case (true, _): return Line("   ") + bar + arrow + bar + empty + bar
    }
  }

  /// The row for those who listen.
  func sentence(
    number: Int, _ message: Message, _ wire: Wire, _ isSent: Bool, _ isEarly: Bool
  ) -> String {
    let ends = [message.sender, message.sender.other].map {
      viewer.word(wire.actor(playing: $0), on: wire)
    }
    let what = label(message, wire, isSent, isEarly) + (message.isProtected ? ", protected" : "")
    return isSent
      ? "\(number), \(ends[0]) to \(ends[1]): \(what)."
      : "not sent yet, \(ends[0]) to \(ends[1]): \(what)."
  }

  /// The message's name, and of those without a body of fields what they say. Whether early data was
  /// taken stands in what the server encrypts.
  private func label(
    _ message: Message, _ wire: Wire, _ isSent: Bool, _ isEarly: Bool
  ) -> String {
    let title = isEarly ? "early data" : message.title
    guard isSent, viewer.reads(message, on: wire) else { return title }
    let fate = isEarly && viewer.view == .all ? EarlyDataWords(session)?.fate : nil
    let detail = [fate, MessageContent(message, on: wire, viewer).brief].compactMap { $0 }
      .joined(separator: "  ")
    let name = span < 40 && !isEarly ? message.shortTitle : title
    return detail.isEmpty ? title : "\(name)  \(detail)"
  }

  private func arrow(_ label: String, _ message: Message, _ isSent: Bool) -> Line {
    let dash: Character = isSent ? (message.isProtected ? "=" : "-") : " "
    let style: Style = !isSent ? .faint : message.isProtected ? .good : .plain
    let ends = message.sender == .client ? ("\(dash)\(dash)", ">") : ("<\(dash)", "\(dash)")
    let middle = Span(text: label, style: style, room: .init(span - 3, fill: dash))
    return Line(ends.0, style) + Line([middle]) + Line(ends.1, style)
  }
}
