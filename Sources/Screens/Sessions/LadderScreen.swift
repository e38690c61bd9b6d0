import Bytes
import Explanations
public import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// Every message between the two sides as an arrow: those sent, and those to come.
  ///
  /// - Parameter onPaper: whether it is for a document, which has no place to stand at.
  public static func ladder(_ session: Session, eyes: Eyes, onPaper: Bool = false) -> Page {
    let viewer = Viewer(session, eyes)
    if session.isInTheOpen, let talk = OpenTalkBlocks(session, viewer) { return talk.page([]) }
    let ladder = Ladder(viewer)
    let header = SessionHeader(viewer)
    var blocks = onPaper ? header.blocksOnPaper : header.blocks
    blocks.append(.drawn(ladder.header, spoken: ""))
    let rungs = ladder.rungs
    for rung in rungs {
      let isLast = rung.number == session.messages.count && !session.isAtRest
      blocks.append(
        .drawn(
          ladder.row(rung) + Line(isLast ? " <-" : "", .heading), spoken: ladder.sentence(rung)))
    }
    if rungs.isEmpty { blocks.append(.line(Line(" " + said(.connection, "ladder.empty")))) }
    blocks += ladder.lines(of: ladder.kinds).map { .drawn($0, spoken: "") }
    blocks += ladder.lines(of: ladder.legend).map { .drawn($0, spoken: "") }
    let count = session.messages.count
    return Page(
      blocks,
      next: session.isAtRest
        ? ["show message 1", "knowledge", "list"]
        : ["next"] + (count > 0 ? ["show message \(count)"] : []) + ["list"])
  }
}

extension Page {
  /// The same page of a message, with the ladder beside it where there is room.
  ///
  /// - Parameter number: the message, counted from 1.
  public func besideLadder(_ session: Session, marking number: Int, eyes: Eyes) -> Page {
    let ladder = Ladder(besideOther: Viewer(session, eyes))
    return Page(
      [.beside(left: ladder?.blocks(marking: number) ?? [], right: blocks)], next: next,
      sparse: sparse)
  }
}

/// A message in a ladder.
struct Rung {
  /// Counted from 1.
  var number: Int
  var message: Message
  var wire: Wire
  var isSent: Bool
  var isEarly: Bool
  /// What the attacker did with it.
  var handling: Handling?
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

  /// A ladder of a given width, whatever there is to show. Names that do not fit end in two dots.
  init(_ viewer: Viewer, columns: Int) {
    self.init(viewer)
    margin = 0
    let room = isIntercepted ? (columns - 3) / 2 : columns - 2
    span = max(Self.narrowest, min(span, room))
  }

  /// Fewer columns hold no arrow with a name on it.
  private static let narrowest = 12

  /// The ladder's lines: what was sent, and what is to come.
  var blocks: [Block] { blocks(marking: nil) }

  /// The same, with a mark behind one message.
  ///
  /// - Parameter number: counted from 1.
  func blocks(marking number: Int?) -> [Block] {
    [.line(header)]
      + rungs.map { .line(row($0) + Line($0.number == number ? " <-" : "", .heading)) }
      + lines(of: legend, width: Layout.leftColumns).map { .line($0) }
  }

  /// The messages that can be seen, and for those who see everything what is to come.
  var rungs: [Rung] {
    var ahead = viewer.session
    while ahead.advance() != nil {}
    let early = ahead.earlyData?.places ?? []
    let count = viewer.session.messages.count
    return ahead.messages.enumerated().compactMap { place, item in
      guard !item.message.isOutOfSight else { return nil }
      return Rung(
        number: place + 1, message: item.message, wire: item.step.wire, isSent: place < count,
        isEarly: early.contains(place), handling: viewer.handling[place])
    }
  }

  /// The kinds of arrow that stand in the ladder.
  var kinds: [String] {
    let rungs = rungs
    let sent = rungs.filter(\.isSent)
    return
      (sent.contains { !$0.message.isProtected } ? [said(.connection, "ladder.plaintext")] : [])
      + (sent.contains { $0.message.isProtected } ? [said(.connection, "ladder.protected")] : [])
      + (rungs.count > sent.count ? [said(.connection, "ladder.to-come")] : [])
      + (viewer.session.isAtRest || sent.isEmpty ? [] : [said(.connection, "ladder.last")])
  }

  /// The marks that stand in the ladder.
  var legend: [String] { HandlingWords.legend(of: viewer.handling.values) }

  /// A legend in as many lines as it takes.
  func lines(of legend: [String], width: Int = 78) -> [Line] {
    var lines: [String] = []
    for entry in legend {
      if let last = lines.last, last.count + entry.count + 3 <= width {
        lines[lines.count - 1] += "   " + entry
      } else {
        lines.append(" " + entry)
      }
    }
    return lines.map { Line($0, .faint) }
  }

  /// Characters between two of the uprights.
  private var span: Int
  /// Blanks before the first of them. Without any the names above do not reach beyond them.
  private var margin = 3

  var header: Line {
    guard isIntercepted else {
      let caller = viewer.session.clientWire.actor(playing: .client).word.uppercased()
      if margin == 0 { return Line(caller + blanks(span - 4 - caller.count) + "SERVER", .heading) }
      return Line(" \(caller)\(blanks(span + 2 - caller.count))SERVER", .heading)
    }
    let middle = Wording.text(of: "ATTACKER")
    if margin == 0 {
      return Line(
        "CLIENT" + blanks(span - 9) + middle + blanks(span - middle.count) + "SERVER", .heading)
    }
    return Line(
      " CLIENT" + blanks(span - 7) + middle + blanks(span + 1 - middle.count) + "SERVER", .heading)
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  func row(_ rung: Rung) -> Line {
    let arrow = arrow(rung)
    let empty = Line(String(repeating: " ", count: span))
    let bar = Line("|", .faint)
    let left = Line(blanks(margin)) + bar
    switch (isIntercepted, rung.wire) {
    case (false, _): return left + arrow + bar
    case (true, .serverSide): return left + empty + bar + arrow + bar
    case (true, _): return left + arrow + bar + empty + bar
    }
  }

  /// The row for those who listen.
  func sentence(_ rung: Rung) -> String {
    let sender = rung.message.sender
    let ends = [sender, sender.other].map { rung.wire.actor(playing: $0).word }
    let what = HandlingWords.spoken(
      label(rung, false), isProtected: rung.message.isProtected, rung.handling)
    return said(
      .connection, rung.isSent ? "spoken.sent" : "spoken.to-come",
      [
        "number": String(rung.number), "sender": ends[0], "receiver": ends[1], "message": what,
      ])
  }

  /// The message's name, and of those without a body of fields what they say. Whether early data was
  /// taken stands in what the server encrypts.
  private func label(_ rung: Rung, _ withDeed: Bool = true) -> String {
    let message = rung.message
    let title = rung.isEarly ? said(.connection, "ladder.early-data") : message.title
    let words = withDeed ? rung.handling.map { HandlingWords($0) } : nil
    let word = span < 40 ? words?.shortWord : words?.word
    guard rung.isSent, !message.isSealed else {
      let name = message.isSealed && span < 40 && !rung.isEarly ? message.name : title
      return [name, word].compactMap { $0 }.joined(separator: "  ")
    }
    let fate = rung.isEarly && viewer.view == .all ? EarlyDataWords(viewer.session)?.fate : nil
    let brief = MessageContent(message, on: rung.wire, viewer).brief
    let details = [word, fate, brief].compactMap { $0 }
    let name = span < 40 && !rung.isEarly && !details.isEmpty ? message.shortTitle : title
    return ([name] + details).joined(separator: "  ")
  }

  private func arrow(_ rung: Rung) -> Line {
    let message = rung.message
    let label = "\(rung.isSent ? "[\(rung.number)]" : "( )") \(label(rung))"
    let dash: Character = rung.isSent ? (message.isProtected ? "=" : "-") : " "
    let style: Style =
      !rung.isSent
      ? .faint
      : HandlingWords.style(
        rung.handling, isData: message.kind == .applicationData, isProtected: message.isProtected)
    let words = HandlingWords(rung.handling ?? Handling())
    let isRight = message.sender == .client
    let ends =
      isRight ? ("\(dash)\(dash)", words.head) : (words.headToTheLeft + "\(dash)", "\(dash)")
    let room = span - ends.0.count - ends.1.count
    let middle = Span(text: label, style: style, room: .init(room, fill: dash))
    return Line(ends.0, style) + Line([middle]) + Line(ends.1, style)
  }
}
