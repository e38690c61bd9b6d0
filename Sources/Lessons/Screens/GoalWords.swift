import Commands
import Lab

/// Goals in words that a learner reads.
enum GoalWords {
  static func text(_ goal: Goal) -> String {
    switch goal {
    case .value(let expectation): text(expectation)
    case .session(let description):
      "a session: " + description.conditions.map(condition).joined(separator: ", ")
    case .look(let words): "looked at: \(withoutBraces(words))"
    case .deed(let words): "done: \(withoutBraces(words))"
    }
  }

  /// A session that is not there yet goes by its name.
  private static func withoutBraces(_ words: String) -> String {
    words.replacing(#/\{([^{}]+)\}/#) { "the \($0.1) session" }
  }

  private static func text(_ goal: Expectation) -> String {
    switch (goal.path, goal.operation) {
    case ("attacker.leaks", .contains): return "the attacker holds \(goal.expected)"
    case ("attacker.read", .contains): return "the attacker reads \(goal.expected)"
    case ("attacker.leaks", .equal) where ["[]", "null"].contains(goal.expected):
      return "nothing is stolen"
    case ("attacker.mitm", .equal) where goal.expected == "off": return "nobody stands in between"
    case ("attacker.mitm", .equal): return "the attacker stands in between, cert \(goal.expected)"
    case (_, .exists)
    where goal.path.split(separator: ".").count == 2 && goal.path.hasPrefix("sessions."):
      return "there is a session \(goal.path.dropFirst(9))"
    case (_, .exists): return "\(subject(goal.path)) is there"
    default: return "\(subject(goal.path)) \(verb(goal.operation)) \(value(goal.expected))"
    }
  }

  /// What is so of a session, without its name: `key exchange rsa`.
  static func condition(_ condition: Expectation) -> String {
    let fact = leaves[condition.path] ?? condition.path.replacing("_", with: " ")
    switch (condition.path, condition.operation) {
    case ("version", .equal): return "TLS \(condition.expected)"
    case ("outcome", .equal): return outcome(condition.expected)
    case ("outcome", .notEqual): return "not \(outcome(condition.expected))"
    case ("alert", .exists): return "with an alert"
    case ("noticed_by", .equal) where condition.expected != "null":
      return "noticed by \(condition.expected)"
    case ("noticed_means", .equal): return "noticed through \(condition.expected)"
    case ("resumed_from", .exists): return "resumed"
    case ("replay_of", .equal) where condition.expected == "null": return "not a replay"
    case ("noticed_by", .equal) where condition.expected == "null": return "noticed by nobody"
    case ("keys_updated_by", .contains): return "keys updated by \(condition.expected)"
    case ("ticket", .equal): return ticket(condition.expected)
    case (_, .equal) where condition.expected == "null": return "no \(fact)"
    case ("replay_of", .exists): return "a replay"
    case ("steps", .greaterOrEqual), ("steps", .greater): return "far enough along"
    case (_, .exists): return "with \(fact)"
    case (_, .equal): return "\(fact) \(value(condition.expected))"
    case (_, .contains): return "\(fact) \(condition.expected)"
    default: return "\(fact) \(verb(condition.operation).dropFirst(3)) \(value(condition.expected))"
    }
  }

  private static func ticket(_ word: String) -> String {
    switch word {
    case "early": "a ticket that allows early data"
    case "resume": "a ticket that allows no early data"
    default: "no ticket"
    }
  }

  private static func outcome(_ word: String) -> String {
    word == "running" ? "under way" : word
  }

  /// A value as a person says it.
  static func value(_ word: String) -> String {
    switch word {
    case "null", "[]", "": "nothing"
    case "true": "yes"
    case "false": "no"
    default: word
    }
  }

  /// The same of what was found.
  static func found(_ value: JSONValue?) -> String {
    switch value {
    case nil: "not there yet"
    case .array(let items)?:
      items.isEmpty ? "nothing" : items.map(\.text).joined(separator: ", ")
    case .object?: "there"
    case let value?: Self.value(value.text)
    }
  }

  /// `sessions.S1.kx` becomes `S1: key exchange`.
  static func subject(_ path: String) -> String {
    let parts = path.split(separator: ".").map(String.init)
    guard let first = parts.first else { return path }
    switch first {
    case "sessions" where parts.count > 2:
      return "\(session(parts[1])): \(fact(parts.last ?? ""))"
    case "settings": return "setting " + parts.dropFirst().joined(separator: ".")
    case "cursor" where parts.count > 1: return cursor[parts[1]] ?? path
    case "toolbox" where parts.count > 2:
      return "try \(parts[1]): \(parts[2].replacing("_", with: " "))"
    case "audit": return "audit: " + parts.dropFirst().joined(separator: ".")
    default: return path
    }
  }

  private static func session(_ name: String) -> String {
    if name == "last" { return "the last session" }
    guard name.hasPrefix("{") else { return name }
    return "the \(name.filter { !"{}".contains($0) }) session"
  }

  static func fact(_ name: String) -> String {
    leaves[name] ?? name.replacing("_", with: " ")
  }

  /// What is so of a session in place of what is asked for: `TLS 1.3`, `no alert`.
  static func fact(_ name: String, _ found: JSONValue?) -> String {
    let isNothing = found.map { Self.found($0) == value("null") } ?? true
    switch name {
    case "resumed_from" where isNothing: return "no session before it"
    case "version" where isNothing: return "no version agreed on"
    case "noticed_by" where isNothing, "noticed_means" where isNothing: return "noticed by nobody"
    case "keys_updated_by" where isNothing: return "no keys updated"
    case "keys_updated_by": return "keys updated by \(Self.found(found))"
    case "ticket": return ticket(Self.found(found))
    case "replay_of" where isNothing: return "not a replay"
    case "read_by" where isNothing: return "read by nobody"
    case _ where isNothing: return "no \(fact(name))"
    case "version": return "TLS \(Self.found(found))"
    case "outcome": return outcome(Self.found(found))
    case "noticed_by": return "noticed by \(Self.found(found))"
    case "noticed_means": return "noticed through \(Self.found(found))"
    default: return "\(fact(name)) \(Self.found(found))"
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
    "server_name": "server name", "round_trips": "round trips", "replay_of": "a replay of",
    "replay_to": "replayed to",
  ]

  private static let cursor = [
    "session": "the session you walk in", "step": "the step you are at", "steps": "its steps",
    "next": "whose turn it is",
  ]

  private static func verb(_ operation: Expectation.Operator) -> String {
    switch operation {
    case .equal: "is"
    case .notEqual: "is not"
    case .less: "is below"
    case .lessOrEqual: "is at most"
    case .greater: "is above"
    case .greaterOrEqual: "is at least"
    case .contains: "includes"
    case .exists: "is there"
    }
  }
}
