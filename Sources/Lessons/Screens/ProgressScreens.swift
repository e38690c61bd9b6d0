import Commands
import Screens

// The map of the lessons: what needs what, what is done, and how well.
extension LessonScreens {
  static func progress(_ course: Course) -> Page {
    let lessons = course.library.lessons
    let done = lessons.filter { course.progress.isDone($0.id) }.count
    let name = course.progress.student.map { " of \($0)" } ?? ""
    var page = Page()
    page.add(
      Line("PROGRESS", .heading) + Line("\(name)   \(done) of \(lessons.count) lessons done"))
    page.add(.table(Table(rows: rows(course))))
    let mastered = course.library.challenges.filter { course.progress.isDone($0.id) }.count
    if !course.library.challenges.isEmpty {
      page.add(
        Line("challenges: \(mastered) of \(course.library.challenges.count) done   ")
          + Line("challenge list", .command))
    }
    if let score = course.progress.quizzes {
      page.add("quizzes: \(score.right) of \(score.asked) right")
    }
    if let last = last(course) {
      let words = row(last, 0, course)
      page.add(
        words[0] + Line(" last: ") + words[1] + Line("  ") + words[2])
    }
    page.next = course.active == nil ? next(course) : ["goal", "lesson quit"]
    return page
  }

  /// The lesson that was begun last: of a long map one remembers that.
  private static func last(_ course: Course) -> Lesson? {
    course.library.lessons.filter { course.progress.counted($0.id) != nil }
      .max { begun($0, course) < begun($1, course) }
  }

  private static func begun(_ lesson: Lesson, _ course: Course) -> Int {
    course.progress.lessons[lesson.id]?.started ?? 0
  }

  private static func next(_ course: Course) -> [String] {
    let open = course.library.lessons.first {
      !course.progress.isDone($0.id) && isReady($0, course)
    }
    return [open.map { "lesson start \($0.id)" }, "lesson list"].compactMap { $0 }
  }

  private static func isReady(_ lesson: Lesson, _ course: Course) -> Bool {
    lesson.needs.allSatisfy(course.progress.isDone)
  }

  /// Each lesson below the last of those that it needs.
  private static func rows(_ course: Course) -> [[Line]] {
    let lessons = course.library.lessons
    func branch(_ parent: String?, _ depth: Int) -> [[Line]] {
      // Lessons that need each other are findings, and not drawn for ever.
      guard depth < 12 else { return [] }
      return lessons.filter { $0.needs.last == parent }.flatMap { lesson in
        [row(lesson, depth, course)] + branch(lesson.id, depth + 1)
      }
    }
    return branch(nil, 0)
  }

  private static func row(_ lesson: Lesson, _ depth: Int, _ course: Course) -> [Line] {
    let name = Line(String(repeating: "  ", count: depth)) + Line(lesson.id)
    guard let record = course.progress.counted(lesson.id) else {
      let missing = lesson.needs.filter { !course.progress.isDone($0) }
      return missing.isEmpty
        ? [Line("[ ]"), name, Line("ready", .good) + Line(", \(lesson.minutes) min")]
        : [Line("[ ]"), name, Line("after \(missing.joined(separator: ", "))", .faint)]
    }
    guard record.finished != nil else {
      let page = Line(", page \(record.page + 1)/\(lesson.pages.count)")
      return [Line("[>]", .warning), name, Line("begun", .warning) + page]
    }
    return [Line("[x]", .good), name, Line("done", .good) + Line(", \(howWell(record, lesson))")]
  }

  /// `9/9 alone, 2 hints, 3/4 at once`.
  private static func howWell(_ record: LessonRecord, _ lesson: Lesson) -> String {
    let tasks = lesson.required
    let alone = tasks.count { record.isAlone($0.id) }
    let hints = record.hints.values.reduce(0, +)
    var words = ["\(alone)/\(tasks.count) alone"]
    if hints > 0 { words.append(hints == 1 ? "1 hint" : "\(hints) hints") }
    let asked = tasks.filter { !$0.isStep }.count
    if asked > 0 { words.append("\(record.rightAtOnce.count)/\(asked) right at once") }
    if record.used?.isEmpty == false { words.append("bonus") }
    return words.joined(separator: ", ")
  }
}
