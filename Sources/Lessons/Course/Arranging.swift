import Commands
import Lab

// Sessions count from when all is arranged for them: one that was made before does not show what comes of it.
extension Course {
  /// Notes what is arranged by now, after a command. What a session met before that is open again.
  mutating func noteArrangements(_ step: Step, of task: Task, _ document: JSONValue) {
    guard let here = active, var deeds = here.record.deeds else { return }
    let bearings = Bearings(here, step, document)
    let arranged = bearings.arranged
    if arranged.contains(where: { !(deeds.arranged ?? deeds.standing).contains($0) }) {
      deeds.since = deeds.latest ?? deeds.before
      let sessions = step.expect.filter { if case .session = $0 { true } else { false } }
      active?.record.met[task.id]?.removeAll { met in sessions.contains { $0.text == met } }
    }
    deeds.arranged = arranged
    deeds.latest = Bearings.hashes(in: document)
    active?.record.deeds = deeds
  }
}

extension Bearings {
  /// Goals that the solution reaches before it makes its last session, as far as they are so.
  var arranged: [String] {
    guard let last = way.lastIndex(where: Self.makesSession) else { return [] }
    let before = way[..<last]
    return goals.filter { goal in
      switch filled(goal) {
      case .look, .session: return false
      case .deed(let words):
        // Whose eyes look makes no session another one.
        return !words.hasPrefix("view") && before.contains { Self.deed($0).hasPrefix(words) }
          && isMet(goal)
      case .value(let expectation):
        return before.contains { !Self.makesSession($0) } && Self.isArrangement(expectation)
          && expectation.isMet(in: document)
      }
    }.map(\.text)
  }

  private static func isArrangement(_ goal: Expectation) -> Bool {
    goal.path.hasPrefix("settings.") || goal.path.hasPrefix("audit.")
      || ["attacker.mitm", "attacker.strip"].contains(goal.path)
  }

  /// Whether a command makes a session, or goes on with one.
  private static func makesSession(_ command: String) -> Bool {
    let words = command.split(separator: " ").prefix(2).map(String.init)
    guard let verb = words.first else { return false }
    return verbs.contains(verb) || words == ["replay", "flight"]
  }

  private static let verbs: Set = [
    "connect", "walk", "next", "step", "finish", "continue", "send", "send-file", "update-keys",
    "renegotiate", "request-certificate", "hang-up", "close",
  ]

  // MARK: On the way

  /// Whether a command arranges something for a session that the solution makes: it can't be the end of it.
  func arranges(_ command: String) -> Bool {
    guard way.contains(where: Self.makesSession) else { return false }
    return command.split(separator: " ").first.map { Self.arranging.contains(String($0)) } ?? false
  }

  private static let arranging: Set = [
    "set", "unset", "tamper", "drop", "replay", "truncate", "reorder", "cert", "mitm", "strip",
  ]

  enum Way { case exact, near }

  /// How a command leads on the way of the solution, before its end.
  ///
  /// - Parameter command: with its verb spelled out.
  /// - Returns: nil where it does not.
  func way(by command: String) -> Way? {
    guard let last = way.last else { return nil }
    let before = way.dropLast()
    if before.contains(where: { Self.isSame($0, command) }) { return .exact }
    // A setting is set by itself, or behind the verb that makes the session.
    let typed = command.split(separator: " ").map(String.init)
    if typed.count == 3, typed[0] == "set",
      way.contains(where: { Self.has($0, typed[1], typed[2]) })
    {
      return .exact
    }
    let deed = Self.deed(command)
    return Self.deed(last) != deed && before.contains { Self.deed($0) == deed } ? .near : nil
  }

  /// Whether a command has a pair that sets this setting so.
  private static func has(_ own: String, _ key: String, _ value: String) -> Bool {
    let pairs = words(own).pairs.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    return SettingCatalogue.spelledOut(
      pairs.filter { $0.count == 2 }.map { (key: $0[0], value: $0[1]) }
    ).contains { $0.key == key && $0.value == value }
  }

  /// Whether two commands say the same, with pairs in any order; one may say less of how.
  private static func isSame(_ own: String, _ typed: String) -> Bool {
    let (all, said) = (words(own), words(typed))
    guard all.plain == said.plain else { return false }
    if all.pairs == said.pairs { return true }
    return !said.pairs.isEmpty && said.pairs.isSubset(of: all.pairs)
  }

  private static func words(_ command: String) -> (plain: [String], pairs: Set<String>) {
    let words = command.split(separator: " ").map(String.init)
    return (words.filter { !$0.contains("=") }, Set(words.filter { $0.contains("=") }))
  }
}
