import Commands
import Lab
import Screens

enum QuizVerbs {
  static func begin(
    _ course: inout Course, _ interpreter: inout Interpreter, _ topic: String?
  ) throws(CommandError) -> Page {
    let pool = try course.pool(topic, interpreter.lab)
    var numbers = SeededNumbers(state: interpreter.surroundings.makeSeed())
    let questions = Array(pool.shuffled(using: &numbers).prefix(Quiz.length))
    course.quiz = Quiz(topic: topic, questions: questions)
    return QuizScreens.question(course.quiz)
  }

  static func end(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    guard let quiz = course.quiz else { throw CommandError("no quiz is on", meant: "quiz") }
    return course.finish(quiz)
  }
}

extension QuizVerbs {
  /// Writes questions for a course system, or for paper.
  ///
  /// - Parameter topic: a lesson, or `sessions`; nil: all lessons, and the sessions that there are.
  static func export(
    _ interpreter: inout Interpreter, _ format: QuizFormat, _ file: String, _ topic: String?,
    _ replacing: Bool
  ) throws(CommandError) -> Page {
    let course = try interpreter.course()
    let questions =
      try topic.map { topic throws(CommandError) in try course.pool(topic, interpreter.lab) }
      ?? course.library.lessons.flatMap(\.quizQuestions) + course.ownQuestions(interpreter.lab)
    if let shown = try interpreter.handOut(
      Array(format.written(questions).utf8), to: file, mode: 0o644, replacing: replacing)
    {
      return shown
    }
    let lessons = Set(questions.map(\.source)).count
    return Page(lines: ["\(file): \(questions.count) questions, from \(lessons) sources"])
  }
}

extension Course {
  static let ownSessions = "sessions"

  /// About the learner's own sessions.
  fileprivate func ownQuestions(_ lab: Lab) -> [QuizQuestion] {
    active == nil ? lab.sessions.flatMap { SessionQuestions($0, in: lab).all } : []
  }

  /// What there is to ask.
  fileprivate func pool(_ topic: String?, _ lab: Lab) throws(CommandError) -> [QuizQuestion] {
    // Inside a lesson its own predictions must stay open.
    let own = ownQuestions(lab)
    guard let topic else {
      let done = library.lessons.filter { progress.isDone($0.id) }
      let pool = done.flatMap(\.quizQuestions) + own
      guard !pool.isEmpty else {
        throw CommandError(
          refusal: active == nil ? "quiz.nothing" : "quiz.nothing.inside",
          meant: active == nil ? "lesson list" : "goal")
      }
      return pool
    }
    if topic == Self.ownSessions {
      guard !own.isEmpty else {
        throw CommandError(
          refusal: active == nil ? "quiz.no-session" : "quiz.inside-a-lesson",
          meant: active == nil ? "connect" : "lesson quit")
      }
      return own
    }
    let pool = try lesson(topic).quizQuestions
    guard !pool.isEmpty else {
      let other = library.lessons.first { !$0.quizQuestions.isEmpty }
      throw CommandError(
        refusal: "quiz.no-questions", ["topic": topic], meant: other.map { "quiz \($0.id)" })
    }
    return pool
  }

  /// Judges the answer to the open question and goes on to the next one.
  mutating func answer(_ words: String, in quiz: Quiz) throws(CommandError) -> Page {
    guard let open = quiz.current else { return finish(quiz) }
    let verdict = try judge(
      words, Question(question: open.text, answer: .choices(open.choices)), .null)
    var quiz = quiz
    quiz.place += 1
    if verdict.isRight { quiz.right += 1 }
    var page = QuizScreens.judged(verdict, open)
    page.add(.blank)
    guard quiz.current != nil else {
      let end = finish(quiz)
      return Page(page.blocks + end.blocks, next: end.next)
    }
    self.quiz = quiz
    let next = QuizScreens.question(quiz)
    return Page(page.blocks + next.blocks, next: next.next)
  }

  fileprivate mutating func finish(_ quiz: Quiz) -> Page {
    self.quiz = nil
    if quiz.place > 0 {
      keep { progress in
        var score = progress.quizzes ?? QuizScore()
        score.asked += quiz.place
        score.right += quiz.right
        progress.quizzes = score
      }
    }
    return QuizScreens.finished(quiz, progress.quizzes)
  }
}
