import Commands
import Lab
import Screens

// Goals beside what is there: after a command, and when somebody asks.
extension LessonScreens {
  /// Goals after a command.
  static func goals(
    _ here: ActiveLesson, _ step: Step, _ bearings: Bearings, met: [String], broken: [Amends]
  ) -> Page {
    // Below the word that all is done they need no room of their own.
    var page = Page(met.count == step.expect.count && broken.isEmpty ? [] : [.blank])
    let rows = step.expect.enumerated().flatMap { place, goal in
      let isMet = met.contains(goal.text)
      let row = [
        Line(place == 0 ? "GOAL  " : "", .heading), mark(isMet),
        Line(words(bearings.filled(goal), isMet: isMet, here)),
      ]
      guard !isMet, !isPredicted(bearings.filled(goal), here),
        let early = bearings.madeTooEarly(for: goal)
      else { return [row] }
      return [row, ["", "", Line(tooEarly(early), .warning)]]
    }
    page.add(.table(Table(rows: rows, indent: 0)))
    page.blocks += broken.map { noLongerSo($0, bearings) }
    page.next = broken.first.map { [$0.command, "check"] } ?? step.help
    return page
  }

  /// What makes a goal so again that was to stay so: the setting as it was, or else what 'undo' takes back.
  static func remedy(for goal: Goal) -> String {
    guard case .value(let goal) = goal else { return "undo" }
    let key = goal.path.hasPrefix("settings.") ? String(goal.path.dropFirst(9)) : nil
    switch (key, goal.path, goal.operation) {
    case (let key?, _, .equal) where SettingCatalogue.setting(key) != nil:
      return goal.expected == "null" ? "unset \(key)" : "set \(key) \(goal.expected)"
    case (let key?, _, .notEqual) where SettingCatalogue.setting(key) != nil:
      return "unset \(key)"
    case (nil, "attacker.mitm", .equal) where goal.expected == "off": return "mitm off"
    case (nil, "attacker.leaks", .contains): return "compromise \(goal.expected)"
    default: return "undo"
    }
  }

  /// The page can't be turned: what was to stay as it was does not.
  static func unturned(_ broken: [Amends], _ bearings: Bearings) -> CommandError? {
    guard let first = broken.first else { return nil }
    let lines = broken.map { amends -> String in
      let goal = bearings.filled(amends.goal)
      let words: Wording =
        "no longer so: \(GoalWords.text(goal)); '\(amends.command)' puts it right"
      return words.text
    }
    return CommandError("this page is not done yet", details: lines, meant: first.command)
  }

  private static func mark(_ isMet: Bool) -> Line {
    Line(isMet ? "[x]" : "[ ]", isMet ? .good : .plain)
  }

  /// A word, and beside it a sentence that stays beside it in all of its lines.
  private static func labelled(_ word: String, _ sentence: Line) -> Block {
    .table(Table(rows: [[Line(Wording.text(of: word), .warning), sentence]], indent: 0))
  }

  /// What a command left open, and how one goes on.
  static func missing(
    _ goal: Goal, _ step: Step, _ bearings: Bearings, _ here: ActiveLesson, after typed: String,
    instead besides: String?, amends: String?
  ) -> Page {
    let goal = bearings.filled(goal)
    let instead = isPredicted(goal, here) ? besides : difference(goal, bearings)
    var said = words(goal, isMet: false, here)
    // Where all of it is what was predicted, nothing may be said of it.
    if said == hidden(nil) { said = undone(step, bearings, before: typed) }
    let taken = typed.count > 40 ? typed.split(separator: " ").first.map(String.init) ?? "" : typed
    var page = Page([.blank])
    page.add(labelled("NOT YET", Line(said) + Line(instead.map { "; \($0)" } ?? "")))
    if let amends {
      page.add(
        .paragraph(
          Line("Something was stolen that is not asked for: ") + Line("'\(amends)'", .command)
            + Line(" puts it right."), indent: 9))
      page.next = [amends, here.help[0]]
      return page
    }
    page.add(
      .paragraph(
        Line("Do it now") + (here.help.contains("hint") ? Line(" ('hint' helps)") : Line(""))
          + Line("; ") + Line("'undo'", .command) + Line(" takes '\(taken)' back, ")
          + Line("'skip'", .command) + Line(" does it."), indent: 9))
    page.next = [here.help[0], "undo"]
    return page
  }

  /// A command with which one comes nearer: what is left to do.
  static func onward(
    _ goal: Goal, _ step: Step, _ bearings: Bearings, _ here: ActiveLesson
  ) -> Page {
    var said = words(bearings.filled(goal), isMet: false, here)
    if said == hidden(nil) { said = String(worded: "the rest of what is asked for") }
    return Page([.blank, labelled("THEN   ", Line(said))], next: step.help)
  }

  /// What is missing, where no goal may be named: whether something comes before the command.
  private static func undone(
    _ step: Step, _ bearings: Bearings, before typed: String
  ) -> String {
    let deeds = step.solution.map { Bearings.deed($0) }
    guard let place = deeds.lastIndex(of: Bearings.deed(typed)),
      deeds[..<place].contains(where: { !bearings.deeds.commands.contains($0) })
    else { return String(worded: "not all that is asked for was done") }
    let verb = typed.split(separator: " ")[0]
    return String(worded: "something has to be done before '\(verb)'")
  }

  /// That what was missing before still is.
  static func still(_ here: ActiveLesson) -> Page {
    Page(
      [
        .blank,
        labelled(
          "NOT YET",
          Line("the same is missing; ") + Line("'check'", .command) + Line(" says what, ")
            + Line("'skip'", .command) + Line(" does it.")),
      ], next: [here.help[0], "check"])
  }

  /// What is there in place of what is asked for.
  private static func difference(_ goal: Goal, _ bearings: Bearings) -> String? {
    switch goal {
    case .look, .deed: return nil
    case .value(let expectation) where expectation.isMet(in: bearings.document):
      return bearings.goals.contains { if case .session = $0 { true } else { false } }
        ? String(worded: "it is so from before, and counts with the session that is asked for")
        : String(worded: "it is so from before: do it anew")
    case .value(let expectation):
      return String(worded: "now: \(GoalWords.found(expectation.found(in: bearings.document)))")
    case .session(let description):
      guard let session = bearings.lastTouched else { return nil }
      let unmet = description.unmet(by: session, in: bearings.document)
      if unmet.isEmpty { return tooEarly(session) }
      var facts: [String] = []
      for condition in unmet {
        let found = bearings.document.find(["sessions", session, condition.path])
        let fact = GoalWords.fact(condition.path, found)
        if !facts.contains(fact) { facts.append(fact) }
      }
      return facts.isEmpty ? nil : "\(session): \(facts.joined(separator: ", "))"
    }
  }

  private static func tooEarly(_ session: String) -> String {
    String(worded: "\(session) was made before all was arranged: make another")
  }

  /// A page that asks for nothing has nothing to check.
  static func reading(_ here: ActiveLesson) -> Page {
    Page(
      [
        .paragraph(
          here.isLastPage
            ? "Nothing is asked for on this page: it is there to be read. Enter ends the lesson."
            : "Nothing is asked for on this page: it is there to be read. Enter turns it.",
          indent: 0)
      ], next: ["turn", "goal"])
  }

  /// Every goal with the value that was found.
  static func checked(
    _ here: ActiveLesson, _ task: Task, _ step: Step, _ document: JSONValue,
    besides: [String: String], broken: [Amends]
  ) -> Page {
    let bearings = Bearings(here, step, document)
    let met = here.record.met[task.id] ?? []
    let expected = step.expect.flatMap { goal in
      rows(goal, isMet: met.contains(goal.text), bearings, here, besides[goal.text])
    }
    // That something stays as it is tells what comes out.
    let kept = step.keep.filter { !isPredicted($0, here) }.map { goal in
      let words = GoalWords.text(bearings.filled(goal))
      return [mark(bearings.holds(goal)), Line("\(words) (and stays so)")]
    }
    var page = Page(
      asked(task, here, listing: false)
        + [.blank, .table(Table(rows: expected + kept, indent: 1))])
    if met.count < step.expect.count, here.record.deeds?.used == 0,
      step.expect.allSatisfy(bearings.holds)
    {
      page.add(
        .paragraph(
          "All of it was so before this page was opened: do it once more here, or 'skip' shows a way.",
          indent: 1))
    }
    page.next = here.isPassed(task) ? ["turn"] : [step.hints.isEmpty ? "goal" : "hint", "skip"]
    if let first = broken.first {
      page.blocks += broken.map { noLongerSo($0, bearings) }
      page.next = [first.command, "skip"]
    }
    return page
  }

  private static func noLongerSo(_ amends: Amends, _ bearings: Bearings) -> Block {
    let goal = bearings.filled(amends.goal)
    return labelled(
      "BUT   ",
      Line("no longer so: \(GoalWords.text(goal)); '\(amends.command)' puts it right"))
  }

  /// A goal, and below it what is there in its place.
  private static func rows(
    _ goal: Goal, isMet: Bool, _ bearings: Bearings, _ here: ActiveLesson, _ besides: String?
  ) -> [[Line]] {
    let filled = bearings.filled(goal)
    let isHidden = !isMet && isPredicted(filled, here)
    let instead = isMet ? nil : isHidden ? besides : difference(filled, bearings)
    let found = instead.map { [[Line(""), Line("  \($0)", .warning)]] } ?? []
    return [[mark(isMet), Line(words(filled, isMet: isMet, here))]] + found
  }
}
