import Commands
import Lab

/// What goals are held against: the lab as it is, and what was done on the page.
struct Bearings {
  let document: JSONValue
  let names: SessionNames
  let deeds: Deeds
  /// What the solution does: who does that again has done it, though the lab was so before.
  let solution: Set<String>
  /// The commands of the solution, in their order.
  let way: [String]
  /// All that the step asks for.
  let goals: [Goal]

  init(_ here: ActiveLesson, _ step: Step, _ document: JSONValue) {
    self.document = document
    goals = step.expect
    let names = here.lesson.sessions
    self.names = names
    deeds = here.record.deeds ?? Deeds(task: "")
    way = step.solution.map { names.filled($0, in: document) }
    solution = Set(way.map(Self.deed))
  }

  /// Whether a goal is met by something that was done on this page.
  func isMet(_ goal: Goal) -> Bool {
    if case .look(let words) = goal {
      return names.fillings(of: words, in: document).contains { wanted in
        deeds.looks.contains { $0 == wanted || $0.hasPrefix("\(wanted) ") }
      }
    }
    switch filled(goal) {
    case .look: return false
    case .deed(let words):
      return deeds.commands.contains { $0 == words || $0.hasPrefix("\(words) ") }
    case .session(let description): return !touched(description).isEmpty
    case .value(let expectation):
      return expectation.isMet(in: document)
        && (!deeds.standing.contains(goal.text) || isDoneAgain(expectation)
          || isPutToUse(expectation))
    }
  }

  /// Whether what was arranged before has served its purpose: a session came about with it that the step asks for.
  private func isPutToUse(_ goal: Expectation) -> Bool {
    guard goal.path.hasPrefix("settings.") || goal.path == "attacker.mitm" else { return false }
    return goals.contains { goal in
      if case .session(let description) = filled(goal) {
        !touched(description).isEmpty
      } else {
        false
      }
    }
  }

  /// Whether what a goal is about was done once more, though the lab was so before.
  private func isDoneAgain(_ goal: Expectation) -> Bool {
    let related = solution.filter { deed in
      deed.split(separator: " ").contains { goal.text.contains($0) }
    }
    return related.isEmpty
      ? solution.isSubset(of: deeds.commands) : !related.isDisjoint(with: deeds.commands)
  }

  /// Whether the lab is so, whoever brought it about.
  func holds(_ goal: Goal) -> Bool {
    switch filled(goal) {
    case .look, .deed: isMet(goal)
    case .session(let description): !description.sessions(in: document).isEmpty
    case .value(let expectation): expectation.isMet(in: document)
    }
  }

  func filled(_ goal: Goal) -> Goal { names.filled(goal, in: document) }

  /// The session with which a step was done: the newest that one of its goals asks for.
  func subject(of goals: [Goal]) -> String? {
    let wanted = goals.flatMap { goal -> [String] in
      if case .session(let description) = filled(goal) { touched(description) } else { [] }
    }
    return SessionDescription.names(in: document).first(where: wanted.contains)
  }

  /// The newest session that something was done with on this page.
  var lastTouched: String? {
    SessionDescription.names(in: document).first { isTouched($0, since: deeds.before) }
  }

  /// Whether of the session that something was done with nothing is missing but a count that has begun.
  func isHalfWay(to goal: Goal) -> Bool {
    guard case .session(let description) = filled(goal), let name = lastTouched else {
      return false
    }
    let unmet = description.unmet(by: name, in: document)
    return !unmet.isEmpty
      && unmet.allSatisfy { condition in
        guard [.greaterOrEqual, .greater].contains(condition.operation),
          case .number(let count)? = document.find(["sessions", name, condition.path])
        else { return false }
        return count > 0
      }
  }

  /// The session that was made before all was arranged for it, where it has all that a goal asks for.
  func madeTooEarly(for goal: Goal) -> String? {
    guard case .session(let description) = filled(goal), let name = lastTouched,
      description.unmet(by: name, in: document).isEmpty
    else { return nil }
    return name
  }

  private func touched(_ description: SessionDescription) -> [String] {
    description.sessions(in: document).filter(isTouched)
  }

  /// Since the page was opened, and since all was arranged that its sessions are to show.
  private func isTouched(_ session: String) -> Bool {
    isTouched(session, since: deeds.since ?? deeds.before)
  }

  private func isTouched(_ session: String, since before: [String: String]) -> Bool {
    Self.hash(of: session, in: document) != before[session]
  }

  // MARK: What is compared

  /// The verb of a command with the word behind it, where that says of what: pairs only say how.
  static func deed(_ command: String) -> String {
    let words = command.split(separator: " ", maxSplits: 2).prefix(2)
    return words.filter { $0 == words.first || !$0.contains("=") }.joined(separator: " ")
  }

  static func hash(of session: String, in document: JSONValue) -> String? {
    document.find(["sessions", session]).map {
      String($0.json(pretty: false).steadyHash, radix: 16)
    }
  }

  /// The same of all sessions.
  static func hashes(in document: JSONValue) -> [String: String] {
    var hashes: [String: String] = [:]
    for name in SessionDescription.names(in: document) {
      hashes[name] = hash(of: name, in: document)
    }
    return hashes
  }
}
