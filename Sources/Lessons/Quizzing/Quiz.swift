/// Questions asked one after the other, outside the pages of a lesson.
struct Quiz: Sendable {
  /// What `quiz` was asked about; nil: everything that was learnt.
  var topic: String?
  var questions: [QuizQuestion]
  /// The question that is open, counted from 0.
  var place = 0
  var right = 0

  static let length = 6

  var current: QuizQuestion? { questions.indices.contains(place) ? questions[place] : nil }
}

/// One of them, with where it comes from.
struct QuizQuestion: Hashable, Sendable {
  /// `forward-secrecy`, or `your S1`.
  var source: String
  var text: String
  var choices: [Question.Choice]
}

extension Lesson {
  /// What a quiz may ask: what was written for quizzes, and the questions of pages that do not
  /// speak of a session that the learner would have to have before them.
  var quizQuestions: [QuizQuestion] {
    let asked = tasks.compactMap { task -> Question? in
      guard case .question(let question) = task.kind,
        question.question.firstMatch(of: /\bS[0-9]|\{/) == nil
      else { return nil }
      return question
    }
    return (quiz + asked).compactMap { question in
      guard case .choices(let choices) = question.answer else { return nil }
      return QuizQuestion(source: id, text: question.question, choices: choices)
    }
  }
}
