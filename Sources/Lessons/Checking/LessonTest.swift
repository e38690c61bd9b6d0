import Commands
import Lab
import Platform

/// Plays a lesson through, by the same commands that a learner types.
struct LessonTest {
  let lesson: Lesson
  let library: Library
  let table: CommandTable

  /// What went wrong.
  var findings: [Finding] {
    let lab = Lab(preset: lesson.preset, seed: lesson.seed)
    // Every student has values of their own: the solutions must do in another world, too.
    let other = Lab(preset: lesson.preset, seed: lesson.seed &+ 1)
    let straight = solutions(lab)
    return straight + (straight.isEmpty ? solutions(other) : [])
      + lesson.tasks.filter(\.isStep).flatMap { skipping($0, lab) }
      + interrupted(lab)
  }

  private func finding(_ task: Task?, _ what: String, _ instead: String = "") -> Finding {
    Finding(file: "\(lesson.id)/lesson.md", line: task?.line, what, instead: instead)
  }

  private func learner(_ lab: Lab, store: LessonStore? = nil) -> Interpreter {
    var interpreter = Interpreter(Lab(seed: 1), table: table)
    var course = Course(library: library, store: store)
    course.worlds[lesson.id] = lab
    interpreter.companion = course
    return interpreter
  }

  // MARK: The straight way

  /// The start state fails, the solution passes, and experiments leave nothing behind.
  private func solutions(_ lab: Lab) -> [Finding] {
    var learner = learner(lab)
    var findings: [Finding] = []
    var reveals: [String: String] = [:]
    if let error = learner.execute("lesson start \(lesson.id)").error {
      return [finding(nil, "can't be begun: \(error.what)")]
    }
    for page in lesson.pages {
      if let task = page.task {
        if case .step(let step) = task.kind {
          let document = learner.stateDocument
          if (step.expect + step.keep).allSatisfy({ $0.isMet(in: document) }) {
            findings.append(
              finding(task, "the goals are met before anything is done", "ask for more"))
          }
          findings += playing(task, &learner)
        }
        if case .prediction(let prediction) = task.kind {
          let truth = (learner.companion as? Course)?.truth(of: prediction, learner) ?? []
          reveals[task.id] = truth.joined(separator: " ")
          findings += impossible(truth, of: prediction, task)
          findings += failing(prediction.reveal, task, learner)
        }
        if let problem = solve(task, &learner) { return findings + [finding(task, problem)] }
      }
      if let error = learner.execute("turn").error {
        return findings + [finding(page.task, "the page can't be turned: \(error.what)")]
      }
    }
    if (learner.companion as? Course)?.active != nil {
      findings.append(finding(nil, "the lesson does not end"))
    }
    return findings + otherwise(reveals, learner)
  }

  /// - Returns: what went wrong.
  private func solve(_ task: Task, _ learner: inout Interpreter) -> String? {
    switch task.kind {
    case .step(let step):
      for command in step.solution {
        if let error = learner.executeConfined(command).error {
          return "the solution fails at '\(command)': \(error.what)"
        }
      }
      guard passed(task, learner) else {
        let document = learner.stateDocument
        let missing = (step.expect + step.keep).filter { !$0.isMet(in: document) }.map {
          "\($0.text) (found \($0.found(in: document)?.text ?? "nothing"))"
        }
        return "the solution does not reach the goal: \(missing.joined(separator: ", "))"
      }
    case .prediction(let prediction):
      let words = prediction.items.map { $0.choices[0] }.joined(separator: " ")
      if let error = learner.execute("answer \(words)").error { return error.what }
    case .question(let question):
      let answer: String
      switch question.answer {
      case .choices(let choices):
        answer = Course.letter(choices.firstIndex(where: \.isCorrect) ?? 0)
      case .value(let path):
        guard
          let value = learner.stateDocument.find(path.split(separator: ".").map(String.init)),
          value != .null
        else { return "the answer '\(path)' is not in the state" }
        answer = value.text
      }
      if let error = learner.execute("answer \(answer)").error { return error.what }
      if !passed(task, learner) { return "the right answer is not taken" }
    }
    return nil
  }

  private func passed(_ task: Task, _ learner: Interpreter) -> Bool {
    (learner.companion as? Course)?.active?.isPassed(task) == true
  }

  /// The truth must be one of the choices, or nobody could be right.
  private func impossible(
    _ truth: [String], of prediction: Prediction, _ task: Task
  ) -> [Finding] {
    zip(prediction.items, truth).compactMap { item, truth in
      item.choices.contains(truth)
        ? nil
        : finding(task, "'\(item.path)' comes out as '\(truth)', which is no choice", "add it")
    }
  }

  /// What fails shows nothing: then something else would be taken for what came out.
  private func failing(_ reveal: [String], _ task: Task, _ learner: Interpreter) -> [Finding] {
    var copy = learner
    copy.companion = nil
    for command in reveal {
      if let error = copy.executeConfined(command).error {
        return [finding(task, "the reveal fails at '\(command)': \(error.what)")]
      }
    }
    return []
  }

  /// A step must show what the reveal shows, or a right prediction would be judged wrong.
  private func otherwise(_ reveals: [String: String], _ learner: Interpreter) -> [Finding] {
    let truths = (learner.companion as? Course)?.progress.lessons[lesson.id]?.truths ?? [:]
    return lesson.tasks.compactMap { task in
      guard let revealed = reveals[task.id], truths[task.id] != revealed else { return nil }
      return finding(
        task, "the steps show '\(truths[task.id] ?? "nothing")', and the reveal '\(revealed)'",
        "let the reveal do what the next step does")
    }
  }

  private func playing(_ task: Task, _ learner: inout Interpreter) -> [Finding] {
    let before = learner.stateDocument
    for command in ["play", "connect", "play end"] { _ = learner.execute(command) }
    return learner.stateDocument == before ? [] : [finding(task, "'play end' does not restore")]
  }

  // MARK: Other ways

  /// Skipping one step leaves the rest solvable.
  private func skipping(_ skipped: Task, _ lab: Lab) -> [Finding] {
    var learner = learner(lab)
    _ = learner.execute("lesson start \(lesson.id)")
    for page in lesson.pages {
      if let task = page.task {
        if task == skipped {
          if case .step(let step) = task.kind {
            for _ in step.hints { _ = learner.execute("hint") }
          }
          if let error = learner.execute("skip").error {
            return [finding(task, "can't be skipped: \(error.what)")]
          }
        } else if let problem = solve(task, &learner) {
          return [finding(task, "after '\(skipped.id)' was skipped, \(problem)")]
        }
      }
      if let error = learner.execute("turn").error {
        return [finding(page.task, "after '\(skipped.id)' was skipped: \(error.what)")]
      }
    }
    return []
  }

  /// Stopping at any page and coming back gives the same state.
  private func interrupted(_ lab: Lab) -> [Finding] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-lesson-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = LessonStore(folder: folder)
    var learner = learner(lab, store: store)
    _ = learner.execute("lesson start \(lesson.id)")
    for page in lesson.pages {
      if let task = page.task { _ = solve(task, &learner) }
      let before = learner.stateDocument
      guard let place = (learner.companion as? Course)?.labFile, case .file(let file) = place else {
        break
      }
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try SavedLab.write(learner.lab, to: file)
      } catch {
        return [finding(page.task, "the lab can't be kept: \(error)")]
      }
      learner = self.learner(lab, store: store)
      _ = learner.execute("lesson resume")
      if learner.stateDocument != before {
        return [finding(page.task, "after a pause at '\(page.heading)' the state is another one")]
      }
      _ = learner.execute("turn")
    }
    return []
  }
}
