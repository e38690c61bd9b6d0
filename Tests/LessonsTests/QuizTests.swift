import Foundation
import Lab
import Testing

@testable import Commands
@testable import Lessons

@Suite("A quiz asks what was learnt, and about one's own sessions") struct QuizTests {
  @Test("Every lesson has at least two questions to draw from, each with a right answer")
  func pool() {
    for lesson in Repository.library.lessons where lesson.id != "tutorial" {
      let count = lesson.quizQuestions.count
      #expect(count >= (lesson.id == "key-update" ? 1 : 2), "\(lesson.id): \(count)")
      for question in lesson.quizQuestions {
        #expect(question.choices.contains { $0.isCorrect })
        #expect(!question.choices.allSatisfy { $0.isCorrect })
      }
    }
  }

  @Test("It judges, says why, counts, and is remembered")
  func lesson() throws {
    var learner = Learner()
    learner.interpreter.surroundings.makeSeed = { 7 }
    #expect(learner.type("quiz toolbox").contains("QUIZ"))
    let quiz = try #require(learner.course?.quiz)
    var right = 0
    for (place, question) in quiz.questions.enumerated() {
      // The second one is answered wrongly.
      let choice = try #require(
        question.choices.firstIndex { $0.isCorrect == (place != 1) })
      let said = learner.type("answer \(Course.letter(choice))")
      #expect(said.contains(place != 1 ? "RIGHT" : "NOT SO"))
      if place != 1 { right += 1 }
      if place == quiz.questions.count - 1 {
        #expect(said.contains("\(right) of \(quiz.questions.count) right"))
      }
    }
    #expect(learner.course?.quiz == nil)
    #expect(
      learner.course?.progress.quizzes == QuizScore(asked: quiz.questions.count, right: right))
    #expect(learner.type("progress").contains("quizzes: \(right) of"))
  }

  @Test(
    "What it asks of a session is what the session did",
    arguments: [
      ("kx=rsa", "decrypted", "Yes"), ("kx=ecdhe version=1.2", "signed", "No"),
      ("version=1.3", "signed", "No"),
    ])
  func sessions(settings: String, role: String, opens: String) throws {
    var learner = Learner()
    learner.type("connect \(settings)")
    let session = try #require(learner.interpreter.lab.session("S1"))
    let all = SessionQuestions(session, in: learner.interpreter.lab).all
    func right(_ start: String) -> String {
      let question = all.first { $0.text.hasPrefix(start) }
      let choices = question?.choices.filter(\.isCorrect) ?? []
      #expect(choices.count == 1)
      return choices.first?.text ?? ""
    }
    #expect(right("What did").contains(role))
    #expect(right("The server's private key").hasPrefix(opens))
    #expect(right("How many") == (settings == "version=1.3" ? "1" : "2"))
    _ = right("Which message came")
    let sealed = right("Which of these")
    #expect(settings == "version=1.3" ? sealed == "Certificate" : sealed == "Finished")
    // Asking leaves no trace.
    #expect(learner.interpreter.lab.attacker.leaks.isEmpty)
    learner.type("quiz sessions")
    learner.type("quiz end")
  }

  @Test("Nothing learnt, nothing made, nothing asked")
  func nothing() {
    var learner = Learner()
    #expect(learner.type("quiz", .failed).contains("nothing to ask"))
    learner.type("quiz sessions", .failed)
    learner.type("quiz nonsense", .failed)
    learner.type("quiz end", .failed)
    learner.type("quiz toolbox")
    #expect(learner.type("answer z", .failed).contains("none of the answers"))
    #expect(learner.course?.quiz?.place == 0)
    // Any other command works meanwhile, and a lesson ends it.
    learner.type("connect")
    learner.type("lesson start toolbox")
    #expect(learner.course?.quiz == nil)
  }
}
