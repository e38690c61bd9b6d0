package import Commands
import Lab
import Screens

extension Form {
  /// A form that changes the lessons; the interpreter has none meanwhile.
  init<each Value>(
    words: String = "", _ parameters: repeat Parameter<each Value>, meaning: String,
    course run:
      @escaping @Sendable (inout Course, inout Interpreter, repeat each Value)
      throws(CommandError) -> Page
  ) {
    self.init(words: words, repeat each parameters, meaning: meaning) {
      (interpreter: inout Interpreter, values: repeat each Value) throws(CommandError) -> Page in
      try interpreter.withCourse { course, interpreter throws(CommandError) in
        try run(&course, &interpreter, repeat each values)
      }
    }
  }
}

extension Word where Value == String {
  /// A lesson by its name.
  static var lesson: Word { named("ID") { lessons(in: $0) } }

  /// A lesson, or the learner's own sessions.
  static var quizTopic: Word {
    named("TOPIC", choices: [Choice(Course.ownSessions, "those that you made")]) {
      [Candidate(Course.ownSessions, "those that you made")] + lessons(in: $0)
    }
  }

  private static func lessons(in typed: Unfinished) -> [Candidate] {
    let course = typed.interpreter.companion as? Course
    return course?.library.lessons.map { Candidate($0.id, $0.title) } ?? []
  }

  /// A session of the lab; the verb itself says why one is not there.
  static var madeSession: Word {
    named("SESSION") { $0.interpreter.lab.sessions.map { Candidate($0.id, "") } }
  }

  /// A challenge by its name.
  static var challenge: Word {
    named("ID") { typed in
      let course = typed.interpreter.companion as? Course
      return course?.library.challenges.map { Candidate($0.id, $0.title) } ?? []
    }
  }

  /// A demonstration by its name.
  package static var demonstration: Word {
    named("ID") { typed in
      let course = typed.interpreter.companion as? Course
      return course?.library.demonstrations.map { Candidate($0, "") } ?? []
    }
  }
}
