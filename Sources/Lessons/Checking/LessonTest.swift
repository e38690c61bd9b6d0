import Commands
import Lab
import Platform
import Screens

/// Plays a lesson or a challenge through, by the same commands that a learner types.
struct LessonTest {
  let lesson: Lesson
  let library: Library
  let table: CommandTable

  /// What went wrong.
  var findings: [Finding] {
    let lab = Self.beginning(lesson.preset, seed: lesson.seed)
    // Every student has values of their own: the solutions must do in another world, too.
    let other = Self.beginning(lesson.preset, seed: lesson.seed &+ 1)
    var reached: [LessonPlayer] = []
    let straight = solutions(lab, &reached)
    guard straight.isEmpty else { return straight + interrupted(lab) }
    var ignored: [LessonPlayer] = []
    return solutions(other, &ignored) + solutions(lab, isShifted: true, &ignored) + astray(lab)
      + reached.indices.flatMap { skipping(page: $0, reached[$0]) } + interrupted(lab)
  }

  /// A lab at its beginning, but with its keys made: that takes a while, and every player would do it anew.
  static func beginning(_ preset: World.Preset, seed: UInt64) -> Lab {
    var lab = Lab(preset: preset, seed: seed)
    _ = try? lab.connect([("kx", "rsa")])
    _ = try? lab.connect([("version", "1.3")])
    lab.reset()
    return lab
  }

  private func finding(_ task: Task?, _ what: String, _ instead: String = "") -> Finding {
    Finding(file: lesson.file, line: task?.line, what, instead: instead)
  }

  private func player(_ lab: Lab, store: LessonStore? = nil) -> LessonPlayer {
    LessonPlayer(lesson, of: library, table, in: lab, store: store)
  }

  // MARK: The straight way

  /// The start state fails, the solution passes, and experiments leave nothing behind.
  ///
  /// - Parameters:
  ///   - isShifted: whether two sessions are made first, so that all others have other numbers.
  ///   - reached: gets the player as it came to each page.
  private func solutions(
    _ lab: Lab, isShifted: Bool = false, _ reached: inout [LessonPlayer]
  ) -> [Finding] {
    var player = player(lab)
    var findings: [Finding] = []
    var reveals: [String: String] = [:]
    if let error = player.begin() { return [finding(nil, "can't be begun: \(error)")] }
    if isShifted { for _ in 0..<2 { _ = player.type("connect version=1.2 kx=dhe") } }
    let manner = isShifted ? "with other session numbers: " : ""
    for page in lesson.pages {
      reached.append(player)
      if let task = page.task {
        if !isShifted { findings += before(task, &player) }
        if case .prediction(let prediction)? = player.task?.kind {
          let truth = player.course?.truth(of: prediction, player.learner) ?? []
          reveals[task.id] = truth.joined(separator: " ")
          findings += impossible(truth, of: prediction, task)
          findings += failing(prediction.reveal, task, player.learner)
        }
        if let problem = player.solve(task) {
          return findings + [finding(task, manner + problem)]
        }
        if !isShifted { findings += overPar(task, player) }
      }
      if let error = player.type("turn") {
        return findings + [finding(page.task, "\(manner)the page can't be turned: \(error.what)")]
      }
    }
    if player.course?.active != nil { findings.append(finding(nil, "the lesson does not end")) }
    return findings + otherwise(reveals, player)
  }

  /// What must be so before a step is done.
  private func before(_ task: Task, _ player: inout LessonPlayer) -> [Finding] {
    guard case .step(let step) = task.kind, let here = player.course?.active else { return [] }
    let bearings = Bearings(here, step, player.learner.document(for: here))
    let isMet = (step.expect + step.keep).allSatisfy { goal in
      if case .value = goal { bearings.holds(goal) } else { bearings.isMet(goal) }
    }
    return playing(task, &player)
      + (isMet ? [finding(task, "the goals are met before anything is done", "ask for more")] : [])
  }

  private func overPar(_ task: Task, _ player: LessonPlayer) -> [Finding] {
    guard case .step(let step) = task.kind, let par = step.par,
      let used = player.course?.active?.record.used?[task.id], used > par
    else { return [] }
    return [finding(task, "the solution takes \(used) commands, and par is \(par)", "say so")]
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
      let command = lesson.sessions.filled(command, in: copy.sessionDocument)
      if let error = copy.executeConfined(command).error {
        return [finding(task, "the reveal fails at '\(command)': \(error.what)")]
      }
    }
    return []
  }

  /// A step must show what the reveal shows, or a right prediction would be judged wrong.
  private func otherwise(_ reveals: [String: String], _ player: LessonPlayer) -> [Finding] {
    let truths = player.truths
    return lesson.tasks.compactMap { task in
      guard let revealed = reveals[task.id], truths[task.id] != revealed else { return nil }
      return finding(
        task, "the steps show '\(truths[task.id] ?? "nothing")', and the reveal '\(revealed)'",
        "let the reveal do what the next step does")
    }
  }

  private func playing(_ task: Task, _ player: inout LessonPlayer) -> [Finding] {
    let before = player.state
    for command in ["play", "connect", "play end"] { _ = player.type(command) }
    return player.state == before ? [] : [finding(task, "'play end' does not restore")]
  }

  // MARK: Other ways

  /// With something near to it before each command it can still be done, without beginning anew.
  private func astray(_ lab: Lab) -> [Finding] {
    var player = player(lab)
    _ = player.begin()
    for page in lesson.pages {
      if let task = page.task, let problem = player.solve(task, isAstray: true) {
        return [finding(task, problem, "let the goal say which session, and not its number")]
      }
      if let error = player.type("turn") {
        return [finding(page.task, "after a wrong turn: \(error.what)")]
      }
    }
    return []
  }

  /// Skipping one step leaves the rest solvable.
  ///
  /// - Parameter reached: the player as it came to the page.
  private func skipping(page place: Int, _ reached: LessonPlayer) -> [Finding] {
    guard let skipped = lesson.pages[place].task, skipped.isStep else { return [] }
    var player = reached
    for page in lesson.pages[place...] {
      if let task = page.task {
        if task == skipped {
          if let error = player.type("skip") {
            return [finding(task, "can't be skipped: \(error.what)")]
          }
        } else if let problem = player.solve(task) {
          return [finding(task, "after '\(skipped.id)' was skipped, \(problem)")]
        }
      }
      if let error = player.type("turn") {
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
    var player = player(lab, store: store)
    _ = player.begin()
    for page in lesson.pages {
      if let task = page.task { _ = player.solve(task) }
      let before = player.state
      guard let place = player.course?.labFile, case .file(let file) = place else { break }
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try SavedLab.write(player.learner.lab, to: file)
      } catch {
        return [finding(page.task, "the lab can't be kept: \(error)")]
      }
      player = self.player(lab, store: store)
      _ = player.type("lesson resume \(lesson.id)")
      if player.state != before {
        return [finding(page.task, "after a pause at '\(page.heading)' the state is another one")]
      }
      _ = player.type("turn")
    }
    return []
  }
}
