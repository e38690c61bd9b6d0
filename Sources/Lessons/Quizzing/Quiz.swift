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

/// How quizzes went, all together.
public struct QuizScore: Hashable, Sendable, Codable {
  public var asked = 0
  public var right = 0
}

extension Lesson {
  /// What a quiz may ask: what was written for quizzes, and the questions of pages that do not
  /// speak of a session that the learner would have to have before them.
  var quizQuestions: [QuizQuestion] {
    let asked = tasks.compactMap { task -> Question? in
      guard case .question(let question) = task.kind,
        question.question.firstMatch(of: /\bS[0-9]/) == nil
      else { return nil }
      return question
    }
    return (quiz + asked).compactMap { question in
      guard case .choices(let choices) = question.answer else { return nil }
      return QuizQuestion(source: id, text: question.question, choices: choices)
    }
  }
}

/// Random numbers from a seed, so that a quiz can be asked again (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
