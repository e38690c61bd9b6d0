import Explanations
import Lab
public import Screens

/// What is seen of a demonstration.
public enum DemonstrationScreens {
  /// For the audience: what is said before the next command.
  public static func cue(_ beat: Demonstration.Beat) -> Page {
    Page(beat.say.flatMap { [.blank, .paragraph(Line($0, .heading), indent: 1)] as [Block] })
  }

  /// What stands above the first cue.
  public static func opening(_ demonstration: Demonstration) -> Page {
    Page([
      .line(Line(said(.demonstration, "keys"), .faint)), .blank,
      .paragraph(Line(demonstration.title, .heading), indent: 1),
    ])
  }

  /// All keys, for whoever stands at the keyboard.
  public static var keys: Page {
    let rows = [
      ("Enter Space Right Down PgDn", "next"), ("b Left Up PgUp", "back"), ("Home End", "ends"),
      (". B", "black"), ("m", "more"), ("w", "why"), ("v", "vote"), ("g", "mark"), ("f", "free"),
      ("Ctrl-L", "draw"), ("q Ctrl-C Ctrl-D", "quit"),
    ]
    return Page([
      .table(
        Table(
          rows: rows.map { [Line($0.0, .command), Line(said(.demonstration, "key.\($0.1)"))] }))
    ])
  }

  /// The marks with what is pressed for each.
  public static func marks(_ demonstration: Demonstration) -> Page {
    let rows = zip(markKeys, demonstration.marks).map { key, mark in
      [Line(String(key), .command), Line(mark.name)]
    }
    return Page([.table(Table(rows: rows))])
  }

  /// What is pressed for a mark, in order.
  public static let markKeys = Array("123456789abcdefghijklmnoprstuvwxyz")

  /// Asks whether to go on where it was left.
  public static func offer(_ demonstration: Demonstration, _ left: NotesFile.Position) -> Page {
    let place = demonstration.mark(at: left.place).map { "'\($0)'" }
    let values = [
      "demonstration": demonstration.id, "place": place ?? "\(left.place)",
      "number": "\(left.place)", "count": "\(demonstration.beats.count)",
    ]
    return Page([
      .paragraph(Line(said(.demonstration, "offer", values), .heading), indent: 1), .blank,
      .paragraph(Line(said(.demonstration, "offer.keys"), .faint), indent: 1),
    ])
  }

  // MARK: Votes

  /// What the room said, beside the facts.
  static func room(_ rows: [[Line]]) -> Page {
    let heading = Block.paragraph(Line(said(.demonstration, "vote.room"), .heading), indent: 3)
    return Page([heading, .table(Table(rows: rows, indent: 6))])
  }

  /// What the room said, before the fact is there.
  public static func room(_ vote: RoomVote) -> Page {
    room(
      (vote.parts ?? []).map { part in
        [Line(part.session ?? "", .heading), Line(part.words)]
      })
  }

  static func room(_ part: RoomVote.Part, _ session: Session, in lab: Lab) -> [Line] {
    let states = Set(lab.vault(of: session).map(\.state))
    let state = states.count == 1 ? states.first : nil
    let fact = state.map(Screens.badge) ?? ""
    return [
      Line(session.id, .heading), fact, Line(part.words), judged(part, by: state?.rawValue),
    ]
  }

  static func room(_ part: RoomVote.Part, notice session: Session?) -> [Line] {
    let fact = session?.notice.map(Screens.noticing)
    return [
      Line(session?.id ?? "", .heading), Line(fact ?? ""), Line(part.words),
      fact == nil ? "" : judged(part, by: fact),
    ]
  }

  private static func judged(_ part: RoomVote.Part, by fact: String?) -> Line {
    guard let winner = part.winner else {
      return Line(said(.demonstration, "vote.split"), .warning)
    }
    return winner == fact
      ? Line(said(.demonstration, "vote.right"), .good)
      : Line(said(.demonstration, "vote.wrong"), .warning)
  }

  // MARK: For the trainer

  /// What was noted.
  public static func notebook(_ entries: [String]) -> Page {
    Page([.line(Line("NOTED", .heading))] + entries.map { .paragraph(Line($0), indent: 1) })
  }

  /// Where it is, and how much of the time is gone: what stays at the top.
  ///
  /// - Parameters:
  ///   - clock: the time of day.
  ///   - now: seconds since 1970.
  public static func standing(
    _ demonstration: Demonstration, _ position: NotesFile.Position, clock: String, now: Int
  ) -> Page {
    let count = demonstration.beats.count
    let mark = demonstration.mark(at: position.place)
    let screen = said(
      .demonstration, "notes.screen",
      ["place": "\(min(position.place, count))", "count": "\(count)"])
    let now = position.isLeft == true ? position.written ?? now : now
    let all = time(now - (position.began ?? now), of: demonstration.minutes)
    let own = time(now - (position.reached ?? now), of: demonstration.minutes(of: mark))
    return Page([
      .edges(left: Line(demonstration.id, .heading), right: Line(screen)),
      .edges(left: Line(clock), right: all), .edges(left: Line(mark ?? ""), right: own), .rule,
    ])
  }

  /// `1:10 of 3:00`
  private static func time(_ seconds: Int, of minutes: Double?) -> Line {
    func text(_ seconds: Int) -> String {
      "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }
    let spent = text(max(0, min(seconds, 359_999)))
    guard let minutes else { return Line(spent) }
    let planned = Int(minutes * 60)
    let words = ["spent": spent, "planned": text(planned)]
    return Line(
      said(.demonstration, "notes.planned", words), seconds > planned ? .warning : .plain)
  }

  /// What to remember of the screen that the class sees.
  public static func now(_ demonstration: Demonstration, place: Int) -> Page {
    guard demonstration.beats.indices.contains(place - 1) else { return Page() }
    return notes("NOW ", demonstration.beats[place - 1], says: false)
  }

  /// What is said and done next.
  public static func next(_ demonstration: Demonstration, place: Int) -> Page {
    guard demonstration.beats.indices.contains(place) else {
      return Page([.line(Line("NEXT ", .heading) + Line(said(.demonstration, "notes.end")))])
    }
    return notes("NEXT", demonstration.beats[place], says: true)
  }

  private static func notes(_ label: String, _ beat: Demonstration.Beat, says: Bool) -> Page {
    var page = Page([
      .paragraph(Line("\(label) ", .heading) + Line(beat.command, .command), indent: 0)
    ])
    for say in says ? beat.say : [] { page.add(.paragraph(Line("\"\(say)\""), indent: 5)) }
    for note in beat.notes { page.add(.paragraph(Line(note, .warning), indent: 5)) }
    return page
  }
}
