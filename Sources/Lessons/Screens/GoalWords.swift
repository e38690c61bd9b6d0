import Commands

/// Expectations in words that a learner reads.
enum GoalWords {
  static func text(_ goal: Expectation) -> String {
    switch (goal.path, goal.operation) {
    case ("attacker.leaks", .contains): return "the attacker holds \(goal.expected)"
    case ("attacker.read", .contains): return "the attacker reads \(goal.expected)"
    case ("attacker.mitm", .equal) where goal.expected == "off": return "nobody stands in between"
    case ("attacker.mitm", .equal): return "the attacker stands in between, cert \(goal.expected)"
    case (_, .exists)
    where goal.path.split(separator: ".").count == 2 && goal.path.hasPrefix("sessions."):
      return "there is a session \(goal.path.dropFirst(9))"
    case (_, .exists): return "\(subject(goal.path)) is there"
    default: break
    }
    let expected = goal.expected == "null" ? "nobody" : goal.expected
    return "\(subject(goal.path)) \(verb(goal.operation)) \(expected)"
  }

  /// `sessions.S1.kx` becomes `S1 key exchange`.
  static func subject(_ path: String) -> String {
    let parts = path.split(separator: ".").map(String.init)
    guard let first = parts.first else { return path }
    switch first {
    case "sessions" where parts.count > 2:
      let session = parts[1] == "last" ? "the last session" : parts[1]
      return "\(session): \(leaves[parts[2]] ?? parts[2].replacing("_", with: " "))"
    case "settings": return "setting " + parts.dropFirst().joined(separator: ".")
    case "cursor" where parts.count > 1: return cursor[parts[1]] ?? path
    case "toolbox" where parts.count > 2:
      return "try \(parts[1]): \(parts[2].replacing("_", with: " "))"
    case "audit": return "audit: " + parts.dropFirst().joined(separator: ".")
    default: return path
    }
  }

  /// The last word of a path.
  static func leaf(of path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? path
  }

  /// Last words of paths by which one sees how something ended.
  static let outcomes: Set = [
    "outcome", "alert", "alert_by", "vault", "read_by", "noticed_by", "noticed_means", "early_data",
  ]

  private static let leaves = [
    "kx": "key exchange", "vault": "the recording", "alert_by": "alert sent by",
    "read_by": "read by", "noticed_by": "who noticed", "noticed_means": "what noticed it",
    "resumed_from": "resumed from", "keys_updated": "keys updated", "not_checked": "not checked",
    "server_name": "server name", "round_trips": "round trips",
  ]

  private static let cursor = [
    "session": "the session you walk in", "step": "the step you are at", "steps": "its steps",
    "next": "whose turn it is",
  ]

  private static func verb(_ operation: Expectation.Operator) -> String {
    switch operation {
    case .equal: "is"
    case .notEqual: "is not"
    case .less: "below"
    case .lessOrEqual: "at most"
    case .greater: "above"
    case .greaterOrEqual: "at least"
    case .contains: "includes"
    case .exists: "is there"
    }
  }
}
