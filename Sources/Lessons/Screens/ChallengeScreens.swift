import Commands
import Lab
import Screens

// Challenges and bonuses: a state to reach, without instructions.
extension LessonScreens {
  /// What is to be reached, with all that will be looked at: nothing is told of the way.
  ///
  /// - Parameter listing: whether what will be looked at is listed; not where each of it is held against the lab below.
  static func challenged(
    _ step: Step, _ task: Task, _ here: ActiveLesson, listing: Bool = true
  ) -> [Block] {
    let label = step.isBonus ? "BONUS  " : "REACH  "
    let met = here.record.met[task.id] ?? []
    let reached = step.expect.map { goal in
      [
        met.contains(goal.text) ? Line("[x]", .good) : Line("[ ]"),
        Line(GoalWords.text(goal)),
      ]
    }
    // What is so already is no box to tick.
    let rows = reached + step.keep.map { [Line(""), Line("\(GoalWords.text($0)) (and stays so)")] }
    var blocks: [Block] = [
      .paragraph(Line(label, .heading) + ProseBlock.line(step.goal), indent: 0)
    ]
    if listing { blocks.append(.table(Table(rows: rows, indent: 7))) }
    if let par = step.par {
      let rest = step.isBonus ? "; Enter leaves it out" : ""
      blocks.append(.line(Line("       par is \(commands(par))\(rest)", .faint)))
    }
    return blocks
  }

  /// A challenge is done.
  static func mastered(_ here: ActiveLesson, next: Lesson?) -> Page {
    let task = here.lesson.tasks.first
    let used = task.flatMap { here.record.used?[$0.id] }
    var page = Page([
      .line(Line("DONE  ", .good) + Line(here.lesson.title, .heading)),
      .line(
        Line(used.map { commands($0) } ?? String(worded: "skipped"))
          + Line("; par is \(here.lesson.par)")),
      .line("Your own lab is back."),
    ])
    page.next = [next.map { "challenge start \($0.id)" }, "challenge list"].compactMap { $0 }
    return page
  }

  /// All challenges with how they went.
  static func challenges(_ course: Course) -> Page {
    let rows = course.library.challenges.map { challenge -> [Line] in
      [
        Line(challenge.id, .command), Line("par \(challenge.par)"), state(of: challenge, course),
        Line(challenge.title),
      ]
    }
    guard !rows.isEmpty else { return Page(lines: ["no challenges in \(course.library.place)"]) }
    var page = Page([.line(Line("CHALLENGES", .heading)), .table(Table(rows: rows))])
    page.add(
      .paragraph("Each is a state to reach, by whichever way; commands are counted.", indent: 1))
    let next = course.library.challenges.first { !course.progress.isDone($0.id) }
    page.next = [next.map { "challenge start \($0.id)" }, "progress"].compactMap { $0 }
    return page
  }

  private static func state(of challenge: Lesson, _ course: Course) -> Line {
    guard let record = course.progress.counted(challenge.id), record.finished != nil else {
      return Line("")
    }
    guard let used = record.used?.values.min() else { return Line("skipped", .warning) }
    return Line("in \(used)", used <= challenge.par ? .good : .plain)
  }
}
