import Commands
import Lab
import Screens

// What 'undo' takes back is met no more, though its page was done: the pages behind it speak of it. What other
// commands change stays done: a learner may try things.
extension Course {
  /// Looks, after a command that changed the lab, whether what the last step asked for is still so.
  ///
  /// - Returns: what there is to say; nil where that is nothing.
  mutating func reconsider(_ typed: TypedCommand, _ interpreter: Interpreter) -> Page? {
    let before = active?.record
    restore(interpreter)
    let said = takeBack(typed, interpreter)
    if active?.record != before { keep() }
    return said
  }

  private mutating func takeBack(_ typed: TypedCommand, _ interpreter: Interpreter) -> Page? {
    guard let here = active, let (place, task, step) = here.done else { return nil }
    let bearings = Bearings(here, step, interpreter.stateDocument(alongAll: step.statePaths))
    let held = step.held(bearings)
    let lost = (here.record.held?[task.id] ?? []).filter { !held.contains($0) }
    active?.record.held = [task.id: held]
    guard typed.isUndo, !lost.isEmpty else { return nil }
    active?.record.met[task.id]?.removeAll(where: lost.contains)
    if !here.isTakenBack(task) {
      active?.record.takenBack = (here.record.takenBack ?? []) + [task.id]
    }
    guard place == here.record.page, let open = active else {
      return task.isOptional ? nil : LessonScreens.takenBack(page: place)
    }
    return LessonScreens.goals(
      open, step, bearings, met: open.record.met[task.id] ?? [], broken: [])
  }

  /// Pages before this one on which all is as it was again, by 'redo' or by other commands.
  private mutating func restore(_ interpreter: Interpreter) {
    guard let here = active else { return }
    for page in here.lesson.pages.prefix(here.record.page) {
      guard let task = page.task, here.isTakenBack(task), case .step(let step) = task.kind else {
        continue
      }
      let bearings = Bearings(here, step, interpreter.stateDocument(alongAll: step.statePaths))
      let held = step.held(bearings) + (here.record.met[task.id] ?? [])
      guard step.expect.allSatisfy({ held.contains($0.text) }) else { continue }
      active?.record.met[task.id] = step.expect.map(\.text)
      active?.record.takenBack?.removeAll { $0 == task.id }
    }
  }
}

extension ActiveLesson {
  /// Whether a step was done, and what it asked for was taken back.
  func isTakenBack(_ task: Task) -> Bool { record.takenBack?.contains(task.id) == true }

  /// The last page before this one that is open again, counted from 0.
  var reopened: Int? {
    lesson.pages.prefix(record.page).lastIndex { page in
      page.task.map { isTakenBack($0) && !$0.isOptional } ?? false
    }
  }

  /// The step that was done last, as long as nothing was done for a later one.
  fileprivate var done: (place: Int, task: Task, step: Step)? {
    for place in lesson.pages.indices.prefix(record.page + 1).reversed() {
      guard let task = lesson.pages[place].task, case .step(let step) = task.kind else { continue }
      if record.passed.contains(task.id) { return (place, task, step) }
      if place == record.page {
        guard record.deeds?.used ?? 0 == 0 else { return nil }
      } else if !task.isOptional {
        return nil
      }
    }
    return nil
  }
}

extension Step {
  /// Which of its goals the lab shows to be so.
  fileprivate func held(_ bearings: Bearings) -> [String] {
    expect.filter { $0.isInLab && bearings.holds($0) }.map(\.text)
  }

  /// So much of the state shows that.
  fileprivate var statePaths: [String] {
    let paths = expect.compactMap { goal -> String? in
      if case .value(let expectation) = goal { expectation.path } else { nil }
    }
    return ["sessions"] + paths.filter { !$0.hasPrefix("sessions.") }
  }
}

extension LessonScreens {
  /// That a page before the one that is open asks for something again.
  static func takenBack(page place: Int) -> Page {
    Page(
      [.blank, .paragraph(Line(reopened(place).text), indent: 1)],
      next: ["redo", "page \(place + 1)"])
  }

  /// The same in words.
  static func reopened(_ place: Int) -> Wording {
    "page \(place + 1) is open again: what it asked for was taken back"
  }
}
