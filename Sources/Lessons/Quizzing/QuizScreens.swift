import Screens

enum QuizScreens {
  static func question(_ quiz: Quiz?) -> Page {
    guard let quiz, let open = quiz.current else { return Page() }
    let asked = Question(question: open.text, answer: .choices(open.choices))
    return Page(
      [
        .edges(
          left: Line("QUIZ  ", .heading) + Line(open.source),
          right: Line("\(quiz.place + 1)/\(quiz.questions.count)"))
      ] + LessonScreens.asked(asked), next: [LessonScreens.choices(of: asked), "quiz end"])
  }

  static func judged(_ verdict: Course.Verdict, _ question: QuizQuestion) -> Page {
    var page = Page()
    let word = verdict.isRight ? Line("RIGHT  ", .good) : Line("NOT SO  ", .bad)
    page.add(.paragraph(word + ProseBlock.line(verdict.say), indent: 0))
    if !verdict.isRight, let right = question.choices.first(where: \.isCorrect),
      right.say != verdict.say
    {
      page.add(
        .paragraph(
          Line("Right is \(verdict.truth): ", .heading) + ProseBlock.line(right.text) + Line(" ")
            + ProseBlock.line(right.say), indent: 0))
    }
    return page
  }

  static func finished(_ quiz: Quiz, _ score: QuizScore?) -> Page {
    let result =
      quiz.place == 0 ? Line("nothing was answered") : Line("\(quiz.right) of \(quiz.place) right")
    var page = Page([.line(Line("QUIZ  ", .heading) + result)])
    if let score, score.asked > quiz.place {
      page.add("all quizzes together: \(score.right) of \(score.asked)")
    }
    page.next = [quiz.topic.map { "quiz \($0)" } ?? "quiz", "progress"]
    return page
  }
}
