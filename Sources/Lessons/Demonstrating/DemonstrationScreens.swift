public import Screens

/// What is seen of a demonstration.
public enum DemonstrationScreens {
  /// For the audience: what is said before the next command.
  public static func cue(_ beat: Demonstration.Beat) -> Page {
    Page(beat.say.flatMap { [.blank, .paragraph(Line($0, .heading), indent: 1)] as [Block] })
  }

  /// The keys, for whoever stands at the keyboard.
  public static let keys = Page(lines: [
    "Enter next   b back   g mark   f free typing   q quit"
  ])

  /// The marks with their numbers.
  public static func marks(_ demonstration: Demonstration) -> Page {
    let rows = demonstration.marks.enumerated().map { number, mark in
      [Line("\(number + 1)", .command), Line(mark.name)]
    }
    return Page([.table(Table(rows: rows))])
  }

  /// What was noted.
  public static func notebook(_ entries: [String]) -> Page {
    Page([.line(Line("NOTED", .heading))] + entries.map { .paragraph(Line($0), indent: 1) })
  }

  /// For the trainer: what comes next, and what to remember.
  public static func notes(_ demonstration: Demonstration, place: Int) -> Page {
    let beats = demonstration.beats
    let mark = beats.prefix(place + 1).last { $0.mark != nil }?.mark
    var page = Page([
      .edges(
        left: Line("NOTES \(demonstration.id)", .heading) + Line("   \(mark ?? "")"),
        right: Line("\(min(place, beats.count))/\(beats.count)")),
      .rule,
    ])
    guard beats.indices.contains(place) else {
      page.add(" the end")
      return page
    }
    for (offset, beat) in beats[place...].prefix(3).enumerated() {
      page.add(Line(offset == 0 ? "next   " : "then   ", .faint) + Line(beat.command, .command))
      for say in beat.say { page.add(.paragraph(Line("say:  \(say)"), indent: 7)) }
      for note in beat.notes { page.add(.paragraph(Line("note: \(note)", .warning), indent: 7)) }
    }
    return page
  }
}
