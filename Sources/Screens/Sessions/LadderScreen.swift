import Bytes
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// Every message between the two sides as an arrow: those sent, and those to come.
  public static func ladder(_ session: Session, eyes: Eyes) -> Page {
    let viewer = Viewer(session, eyes)
    let ladder = Ladder(viewer)
    var blocks = SessionHeader(viewer).blocks + [.drawn(ladder.header, spoken: "")]
    let ahead = ladder.ahead
    let (messages, early) = (ahead.messages, ahead.earlyData?.places ?? [])
    for (index, item) in messages.enumerated() where !item.message.isOutOfSight {
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
    if messages.isEmpty { blocks.append(.line(" no message is on its way")) }
    // What is to come only those know who see everything.
    let legend =
      " -- plaintext   == protected" + (eyes.view == .all ? "   ( ) not sent yet" : "")
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
  let viewer: Viewer
  private let isIntercepted: Bool

  init(_ viewer: Viewer) {
    self.viewer = viewer
    isIntercepted = viewer.session.interceptor != nil
    span = isIntercepted ? 34 : 69
  }

  /// A ladder for the side of a screen, as narrow as names of messages allow.
  ///
  /// - Returns: nil where there are two wires to show: they need the room.
  init?(besideOther viewer: Viewer) {
    self.init(viewer)
    guard !isIntercepted else { return nil }
    span = Layout.leftColumns - 9
  }

  /// The ladder's lines: what was sent, and what is to come.
  var blocks: [Block] {
    let sent = viewer.session.messages.count
    let ahead = ahead
    let early = ahead.earlyData?.places ?? []
    let rows = ahead.messages.enumerated().filter { !$0.element.message.isOutOfSight }
    return [.line(header)]
      + rows.map { index, item in
        .line(
          row(number: index + 1, item.message, item.step.wire, index < sent, early.contains(index)))
      }
  }

  /// The session with what is to come, for those who see everything.
  var ahead: Session {
    var ahead = viewer.session
    while ahead.advance() != nil {}
    return ahead
  }

  /// Characters between two of the uprights.
  private var span: Int

  var header: Line {
    guard isIntercepted else {
      let caller = viewer.session.clientWire.actor(playing: .client).word.uppercased()
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
    let ends = [message.sender, message.sender.other].map { wire.actor(playing: $0).word }
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
    guard isSent, !message.isSealed else {
      return message.isSealed && span < 40 ? message.name : title
    }
    let fate = isEarly && viewer.view == .all ? EarlyDataWords(viewer.session)?.fate : nil
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
