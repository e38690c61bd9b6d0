import Commands
import Lab
import Platform
import Screens

/// What a lesson shows.
enum LessonScreens {
  /// A page of a lesson: prose, then what to do.
  static func page(_ here: ActiveLesson, arranged: [String] = []) -> Page {
    let page = here.page
    let count = here.lesson.pages.count
    let number = here.record.page + 1
    var blocks: [Block] = [
      .edges(
        left: Line("LESSON \(here.lesson.id)", .heading) + Line("   \(here.lesson.title)"),
        right: Line("page \(number)/\(count) \(bar(number, of: count))")),
      .rule,
    ]
    if page.heading != here.lesson.title {
      blocks += [.line(Line(page.heading, .heading)), .blank]
    }
    blocks += ProseBlock.screen(page.prose)
    for command in arranged {
      blocks.append(.line(Line("arranged for you: ", .faint) + Line(command, .command)))
    }
    if let task = page.task {
      if !page.prose.isEmpty { blocks.append(.blank) }
      blocks += asked(task)
      if here.isPassed(task) { blocks += [.blank, passLine] }
    }
    return Page(blocks, next: hints(here))
  }

  private static func bar(_ number: Int, of count: Int) -> String {
    let full = count == 0 ? 0 : number * 10 / count
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: 10 - full)
      + "]"
  }

  private static func hints(_ here: ActiveLesson) -> [String] {
    guard let task = here.page.task, !here.isPassed(task) else { return ["turn", "play", "goal"] }
    switch task.kind {
    case .step: return ["hint", "check", "play"]
    case .prediction(let prediction): return [choices(of: prediction)]
    case .question(let question): return [choices(of: question), "skip"]
    }
  }

  /// What the task asks for.
  static func asked(_ task: Task) -> [Block] {
    switch task.kind {
    case .step(let step):
      return [.paragraph(Line("DO    ", .heading) + ProseBlock.line(step.goal), indent: 0)]
    case .prediction(let prediction):
      var blocks: [Block] = [
        .paragraph(Line("SAY FIRST  ", .heading) + ProseBlock.line(prediction.question), indent: 0)
      ]
      let rows = prediction.items.map { item in
        [Line(item.words), Line(item.choices.map(Prediction.Item.words).joined(separator: " or "))]
      }
      blocks.append(.table(Table(rows: rows, indent: 6)))
      return blocks
    case .question(let question): return asked(question)
    }
  }

  static func asked(_ question: Question) -> [Block] {
    var blocks: [Block] = [
      .paragraph(Line("ASK   ", .heading) + ProseBlock.line(question.question), indent: 0)
    ]
    if case .choices(let choices) = question.answer {
      let rows = choices.enumerated().map { place, choice in
        [Line("\(Course.letter(place))", .command), ProseBlock.line(choice.text)]
      }
      blocks.append(.table(Table(rows: rows, indent: 6)))
    }
    return blocks
  }

  // MARK: What came of it

  /// Goals after a command.
  static func goals(
    _ here: ActiveLesson, _ step: Step, met: [String], broken: [Expectation]
  ) -> Page {
    var page = Page([.blank])
    page.add(goals(here, step.expect, met: met))
    for goal in broken {
      page.add(
        .paragraph(
          Line("BUT   ", .warning) + Line("no longer so: \(GoalWords.text(goal))"), indent: 0))
    }
    page.next = ["check", "hint"]
    return page
  }

  /// A step is done.
  static func passed(_ step: Step) -> [Block] {
    [.blank] + ProseBlock.screen(step.explain) + [.blank, passLine]
  }

  private static let passLine = Block.line(
    Line("PASS  ", .good) + Line("Enter turns the page; 'play' tries things meanwhile"))

  private static func goals(_ here: ActiveLesson, _ goals: [Expectation], met: [String]) -> Block {
    .table(
      Table(
        rows: goals.enumerated().map { place, goal in
          let isMet = met.contains(goal.text)
          return [
            Line(place == 0 ? "GOAL  " : "", .heading),
            Line(isMet ? "[x]" : "[ ]", isMet ? .good : .plain),
            Line(words(goal, isMet: isMet, here)),
          ]
        }, indent: 0))
  }

  static func answered(_ verdict: Course.Verdict) -> Page {
    var page = Page()
    let word = verdict.isRight ? Line("RIGHT  ", .good) : Line("NOT SO  ", .bad)
    page.add(.paragraph(word + ProseBlock.line(verdict.say), indent: 0))
    if verdict.isRight {
      page.add(Line("       Enter turns the page", .faint))
      page.next = ["turn"]
    } else {
      page.next = ["goal", "skip"]
    }
    return page
  }

  /// The answer to a question that was skipped.
  static func solved(_ question: Question, _ document: JSONValue) -> Page {
    switch question.answer {
    case .choices(let choices):
      let right = choices.enumerated().filter { $0.element.isCorrect }
      return Page(
        right.map { place, choice in
          .paragraph(
            Line("ANSWER \(Course.letter(place))  ", .heading) + ProseBlock.line(choice.say),
            indent: 0)
        }, next: ["turn"])
    case .value(let path):
      let value = document.find(path.split(separator: ".").map(String.init))?.text ?? "nothing"
      return Page([.line(Line("ANSWER  ", .heading) + Line(value))], next: ["turn"])
    }
  }

  /// Every goal with the value that was found.
  static func checked(
    _ here: ActiveLesson, _ task: Task, _ step: Step, _ document: JSONValue
  ) -> Page {
    let met = here.record.met[task.id] ?? []
    func row(_ goal: Expectation, mustStill: Bool) -> [Line] {
      let isMet = goal.isMet(in: document) || (!mustStill && met.contains(goal.text))
      let found = goal.found(in: document).map(\.text) ?? "not there yet"
      return [
        Line(isMet ? "[x]" : "[ ]", isMet ? .good : .plain),
        Line(words(goal, isMet: isMet, here) + (mustStill ? " (and stays so)" : "")),
        Line("now: \(found)"),
      ]
    }
    // That something stays as it is tells what comes out.
    let kept = step.keep.filter { !isPredicted($0, here) }
    let rows =
      step.expect.map { row($0, mustStill: false) } + kept.map { row($0, mustStill: true) }
    var page = Page(asked(task) + [.blank, .table(Table(rows: rows, indent: 1))])
    page.next = here.isPassed(task) ? ["turn"] : ["hint", "skip"]
    return page
  }

  static func finished(_ here: ActiveLesson, next: Lesson?) -> Page {
    let record = here.record
    let tasks = here.lesson.tasks
    let hints = record.hints.values.reduce(0, +)
    let questions = tasks.filter { if case .step = $0.kind { false } else { true } }
    let right = record.rightAtOnce.filter { id in questions.contains { $0.id == id } }.count
    var page = Page([
      .line(Line("DONE  ", .good) + Line(here.lesson.title, .heading)),
      .table(
        Table(
          rows: [
            ["tasks", "\(tasks.count - record.skipped.count) of \(tasks.count) by yourself"],
            ["hints", "\(hints)"], ["answers", "\(right) of \(questions.count) right at once"],
          ], indent: 1)),
      .blank, .line("Your own lab is back."),
    ])
    if let next {
      page.add(.paragraph(Line("Next: \(next.title), \(next.minutes) minutes"), indent: 0))
      page.next = ["lesson start \(next.id)", "progress"]
    } else {
      page.next = ["progress", "lesson list"]
    }
    return page
  }

  // MARK: Lists

  /// All lessons with how far one is.
  static func list(_ course: Course) -> Page {
    let rows = course.library.lessons.map { lesson -> [Line] in
      let state: Line =
        switch course.progress.counted(lesson.id) {
        case .some(let record) where record.finished != nil: Line("done", .good)
        case .some(let record): Line("page \(record.page + 1)/\(lesson.pages.count)", .warning)
        case nil: Line("")
        }
      return [
        Line(lesson.id, .command), Line("\(lesson.minutes) min"), state, Line(lesson.title),
      ]
    }
    guard !rows.isEmpty else {
      return Page(lines: ["no lessons in \(course.library.place)"], next: ["lesson new ID"])
    }
    var page = Page([.line(Line("LESSONS", .heading)), .table(Table(rows: rows))])
    let broken = Set(course.library.findings.compactMap { $0.file.split(separator: "/").first })
      .filter { id in !course.library.lessons.contains { $0.id == id } }
    for id in broken.sorted() {
      page.add(
        Line("can't be used: ", .warning) + Line("\(id)   ") + Line("lesson lint \(id)", .command))
    }
    let next = course.library.lessons.first { !course.progress.isDone($0.id) }
    page.next = [next.map { "lesson start \($0.id)" }, "progress"].compactMap { $0 }
    return page
  }

  static func progress(_ course: Course) -> Page {
    let rows = course.library.lessons.compactMap { lesson -> [Line]? in
      guard let record = course.progress.counted(lesson.id) else { return nil }
      return [
        Line(lesson.id), Line(record.finished == nil ? "begun" : "done"),
        Line("\(record.passed.count)/\(lesson.tasks.count)"),
        Line("\(record.hints.values.reduce(0, +))"), Line("\(record.skipped.count)"),
        Line("\(record.rightAtOnce.count)"),
      ]
    }
    var page = Page()
    let name = course.progress.student.map { "  of \($0)" } ?? ""
    page.add(Line("PROGRESS", .heading) + Line(name))
    if rows.isEmpty {
      page.add("no lesson was begun yet")
    } else {
      page.add(
        .table(
          Table(
            header: ["lesson", "", "tasks", "hints", "skipped", "right at once"], rows: rows)))
    }
    if let score = course.progress.quizzes {
      page.add("quizzes: \(score.right) of \(score.asked) right")
    }
    page.next = course.active == nil ? ["lesson list"] : ["goal", "lesson quit"]
    return page
  }
}
