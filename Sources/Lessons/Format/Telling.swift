import Lab

// A page as one learner reads it: sessions by their numbers, options in an order of their own.
extension LessonPage {
  /// - Parameter seed: settles the order of options, so that their place tells nothing.
  func told(_ names: SessionNames, in document: JSONValue, seed: UInt64) -> LessonPage {
    var page = self
    let telling = Telling(names: names, document: document)
    page.prose = telling.say(prose)
    guard let task else { return page }
    var numbers = SeededNumbers(state: seed ^ task.id.steadyHash)
    switch task.kind {
    case .step(let step): page.task?.kind = .step(telling.step(step))
    case .prediction(var prediction):
      prediction.question = telling.say(prediction.question)
      prediction.items = prediction.items.map { telling.item($0, seed: numbers.state) }
      page.task?.kind = .prediction(prediction)
    case .question(var question):
      question.question = telling.say(question.question)
      question.answer = telling.answer(question.answer, &numbers)
      page.task?.kind = .question(question)
    }
    return page
  }
}

/// Puts sessions in place of their names.
private struct Telling {
  let names: SessionNames
  let document: JSONValue

  func say(_ text: String) -> String { names.told(text, in: document) }

  func fill(_ text: String) -> String { names.filled(text, in: document) }

  func step(_ step: Step) -> Step {
    var step = step
    step.goal = say(step.goal)
    step.hints = step.hints.map(say)
    // Its commands are filled one by one, when each is carried out: one may make what the next one names.
    step.explain = say(step.explain)
    step.whenWrong = step.whenWrong.map { Step.Remark(typed: fill($0.typed), say: say($0.say)) }
    return step
  }

  /// Items with the same options have them in the same order; numbers stay in theirs.
  func item(_ item: Prediction.Item, seed: UInt64) -> Prediction.Item {
    var item = item
    item.path = fill(item.path)
    if item.choices.allSatisfy({ Double($0) != nil }) {
      item.choices.sort { (Double($0) ?? 0) < (Double($1) ?? 0) }
    } else {
      var numbers = SeededNumbers(state: seed)
      item.choices.shuffle(using: &numbers)
    }
    return item
  }

  func answer(_ answer: Question.Answer, _ numbers: inout SeededNumbers) -> Question.Answer {
    switch answer {
    case .value(let path): return .value(path: fill(path))
    case .choices(let choices):
      let told = choices.map { choice in
        var choice = choice
        choice.text = say(choice.text)
        choice.say = say(choice.say)
        return choice
      }
      return .choices(told.shuffled(using: &numbers))
    }
  }
}
