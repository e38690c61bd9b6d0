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
        left: Line(
          "\(here.lesson.isChallenge ? "CHALLENGE" : "LESSON") \(here.lesson.id)", .heading)
          + Line("   \(here.lesson.title)", .faint),
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
      blocks += asked(task, here)
      if here.isPassed(task) { blocks += [.blank, passLine(here)] }
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
    case .step(let step): return step.help + ["play"]
    case .prediction(let prediction): return [choices(of: prediction)]
    case .question(let question): return [choices(of: question), "skip"]
    }
  }

  /// What the task asks for.
  static func asked(_ task: Task, _ here: ActiveLesson, listing: Bool = true) -> [Block] {
    switch task.kind {
    case .step(let step) where step.par != nil:
      return challenged(step, task, here, listing: listing)
    case .step(let step):
      return [.paragraph(Line("DO    ", .heading) + ProseBlock.line(step.goal), indent: 0)]
    case .prediction(let prediction):
      var blocks: [Block] = [
        .paragraph(Line("SAY FIRST  ", .heading) + ProseBlock.line(prediction.question), indent: 0)
      ]
      let or = " \(String(worded: "or")) "
      let rows = prediction.items.map { item in
        [Line(item.words), Line(item.choices.map(Prediction.Item.words).joined(separator: or))]
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

  /// A step is done.
  ///
  /// - Parameter used: how many commands changed the lab.
  static func passed(_ here: ActiveLesson, _ step: Step, _ used: Int?) -> [Block] {
    [.blank, passLine(here)]
      + (step.par.map { [.line(Line("      \(commands(used ?? 0)); par is \($0)"))] } ?? [])
  }

  /// What it shows.
  static func explained(_ step: Step) -> [Block] { [.blank] + ProseBlock.screen(step.explain) }

  static func commands(_ count: Int) -> String {
    count == 1 ? String(worded: "1 command") : String(worded: "\(count) commands")
  }

  private static func passLine(_ here: ActiveLesson) -> Block {
    .line(
      Line("PASS  ", .good)
        + (here.isLastPage
          ? Line("Enter ends the lesson; 'play' tries things meanwhile")
          : Line("Enter turns the page; 'play' tries things meanwhile")))
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
      let value =
        document.find(path.split(separator: ".").map(String.init))?.text
        ?? String(worded: "nothing")
      return Page([.line(Line("ANSWER  ", .heading) + Line(value))], next: ["turn"])
    }
  }

  /// - Parameter ends: what of the learner's lab the lessons to come open or explain.
  static func finished(_ here: ActiveLesson, ends: String?, next: Lesson?) -> Page {
    let record = here.record
    let tasks = here.lesson.required
    let alone = tasks.count { record.isAlone($0.id) }
    let hints = record.hints.values.reduce(0, +)
    let questions = tasks.filter { if case .step = $0.kind { false } else { true } }
    let right = record.rightAtOnce.filter { id in questions.contains { $0.id == id } }.count
    var rows: [[Line]] = [
      ["tasks", "\(alone) of \(tasks.count) by yourself"],
      ["hints", "\(hints)"], ["answers", "\(right) of \(questions.count) right at once"],
    ]
    rows += bonuses(here).map { [Line("bonus"), Line($0)] }
    var page = Page([
      .line(Line("DONE  ", .good) + Line(here.lesson.title, .heading)),
      .table(Table(rows: rows, indent: 1)), .blank,
    ])
    if let ends { page.blocks += ProseBlock.screen(ends) + [.blank] }
    page.add("Your own lab is back.")
    if let next {
      page.add(.paragraph(Line("Next: \(next.title), \(next.minutes) minutes"), indent: 0))
      page.next = ["lesson start \(next.id)", "progress"]
    } else {
      page.next = ["progress", "challenge list"]
    }
    return page
  }

  private static func bonuses(_ here: ActiveLesson) -> [String] {
    here.lesson.tasks.compactMap { task in
      guard task.isOptional, case .step(let step) = task.kind, let par = step.par else {
        return nil
      }
      guard let used = here.record.used?[task.id] else { return "left out" }
      return "\(commands(used)); par is \(par)"
    }
  }

  /// What one types in a lesson, below all that there is: on a small screen it is what one sees.
  static func helped(_ here: ActiveLesson) -> Page {
    let words = [
      ("goal", "this page again"), ("hint", "a nudge, then the answer"),
      ("check", "what is missing"), ("skip", "does the step for you"),
      ("undo", "takes the last command back"), ("page back", "the page before"),
      ("play", "experiments that leave the lesson as it is"),
      ("lesson quit", "back to your own lab"),
    ]
    let rows = words.map { [Line($0.0, .command), Line($0.1)] }
    let teaches = here.lesson.teaches
    var page = Page([
      .blank, .line(Line("IN THIS LESSON", .heading)), .table(Table(rows: rows, indent: 2)),
    ])
    if !teaches.isEmpty {
      page.add(.paragraph(Line("commands: \(teaches.joined(separator: ", "))"), indent: 2))
    }
    page.next = teaches.prefix(2).map { "help \($0)" } + ["goal"]
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
}
