import Commands
import Lab
import Screens

/// Goals in words that a learner reads.
enum GoalWords {
  static func text(_ goal: Goal) -> String {
    switch goal {
    case .value(let expectation): text(expectation)
    case .session(let description):
      String(worded: "a session: ") + description.conditions.map(condition).joined(separator: ", ")
    case .look(let words): String(worded: "looked at: \(withoutBraces(words))")
    case .deed(let words): String(worded: "done: \(withoutBraces(words))")
    }
  }

  /// A session that is not there yet goes by its name.
  private static func withoutBraces(_ words: String) -> String {
    words.replacing(#/\{([^{}]+)\}/#) { String(worded: "the \($0.1) session") }
  }

  private static func text(_ goal: Expectation) -> String {
    switch (goal.path, goal.operation) {
    case ("attacker.leaks", .contains): return String(worded: "the attacker holds \(goal.expected)")
    case ("attacker.read", .contains): return String(worded: "the attacker reads \(goal.expected)")
    case ("attacker.leaks", .equal) where ["[]", "null"].contains(goal.expected):
      return String(worded: "nothing is stolen")
    case ("attacker.mitm", .equal) where goal.expected == "off":
      return String(worded: "nobody stands in between")
    case ("attacker.mitm", .equal):
      return String(worded: "the attacker stands in between, cert \(goal.expected)")
    case (_, .exists)
    where goal.path.split(separator: ".").count == 2 && goal.path.hasPrefix("sessions."):
      return String(worded: "there is a session \(goal.path.dropFirst(9))")
    case (_, .exists): return String(worded: "\(subject(goal.path)) is there")
    default: return "\(subject(goal.path)) \(verb(goal.operation)) \(value(goal.expected))"
    }
  }

  /// What is so of a session, without its name: `key exchange rsa`.
  static func condition(_ condition: Expectation) -> String {
    let fact = fact(condition.path)
    switch (condition.path, condition.operation) {
    case ("version", .equal): return "TLS \(condition.expected)"
    case ("outcome", .equal): return outcome(condition.expected)
    case ("outcome", .notEqual): return String(worded: "not \(outcome(condition.expected))")
    case ("alert", .exists): return String(worded: "with an alert")
    case ("noticed_by", .equal) where condition.expected != "null":
      return String(worded: "noticed by \(condition.expected)")
    case ("noticed_means", .equal): return String(worded: "noticed through \(condition.expected)")
    case ("resumed_from", .exists): return String(worded: "resumed")
    case ("replay_of", .equal) where condition.expected == "null":
      return String(worded: "not a replay")
    case ("noticed_by", .equal) where condition.expected == "null":
      return String(worded: "noticed by nobody")
    case ("keys_updated_by", .contains):
      return String(worded: "keys updated by \(condition.expected)")
    case ("ticket", .equal): return ticket(condition.expected)
    case (_, .equal) where condition.expected == "null": return String(worded: "no \(fact)")
    case ("replay_of", .exists): return String(worded: "a replay")
    case ("steps", .greaterOrEqual), ("steps", .greater): return String(worded: "far enough along")
    case (_, .exists): return String(worded: "with \(fact)")
    case (_, .equal): return "\(fact) \(value(condition.expected))"
    case (_, .contains): return "\(fact) \(condition.expected)"
    default:
      let comparison = verb(condition.operation).drop { $0 != " " }.dropFirst()
      return "\(fact) \(comparison) \(value(condition.expected))"
    }
  }

  private static func ticket(_ word: String) -> String {
    switch word {
    case "early": String(worded: "a ticket that allows early data")
    case "resume": String(worded: "a ticket that allows no early data")
    default: String(worded: "no ticket")
    }
  }

  private static func outcome(_ word: String) -> String {
    word == "running" ? String(worded: "under way") : word
  }

  /// A value as a person says it.
  static func value(_ word: String) -> String {
    switch word {
    case "null", "[]", "": String(worded: "nothing")
    case "true": String(worded: "yes")
    case "false": String(worded: "no")
    default: word
    }
  }

  /// The same of what was found.
  static func found(_ value: JSONValue?) -> String {
    switch value {
    case nil: String(worded: "not there yet")
    case .array(let items)?:
      items.isEmpty ? String(worded: "nothing") : items.map(\.text).joined(separator: ", ")
    case .object?: String(worded: "there")
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
    case "settings": return String(worded: "setting ") + parts.dropFirst().joined(separator: ".")
    case "cursor" where parts.count > 1: return cursor[parts[1]].map(Wording.text(of:)) ?? path
    case "toolbox" where parts.count > 2:
      return String(worded: "try \(parts[1]): \(parts[2].replacing("_", with: " "))")
    case "audit": return "audit: " + parts.dropFirst().joined(separator: ".")
    default: return path
    }
  }

  private static func session(_ name: String) -> String {
    if name == "last" { return String(worded: "the last session") }
    guard name.hasPrefix("{") else { return name }
    return String(worded: "the \(name.filter { !"{}".contains($0) }) session")
  }

  static func fact(_ name: String) -> String {
    leaves[name].map(Wording.text(of:)) ?? name.replacing("_", with: " ")
  }

  /// What is so of a session in place of what is asked for: `TLS 1.3`, `no alert`.
  static func fact(_ name: String, _ found: JSONValue?) -> String {
    let isNothing = found.map { Self.found($0) == value("null") } ?? true
    switch name {
    case "resumed_from" where isNothing: return String(worded: "no session before it")
    case "version" where isNothing: return String(worded: "no version agreed on")
    case "noticed_by" where isNothing, "noticed_means" where isNothing:
      return String(worded: "noticed by nobody")
    case "keys_updated_by" where isNothing: return String(worded: "no keys updated")
    case "keys_updated_by": return String(worded: "keys updated by \(Self.found(found))")
    case "ticket": return ticket(Self.found(found))
    case "replay_of" where isNothing: return String(worded: "not a replay")
    case "read_by" where isNothing: return String(worded: "read by nobody")
    case _ where isNothing: return String(worded: "no \(fact(name))")
    case "version": return "TLS \(Self.found(found))"
    case "outcome": return outcome(Self.found(found))
    case "noticed_by": return String(worded: "noticed by \(Self.found(found))")
    case "noticed_means": return String(worded: "noticed through \(Self.found(found))")
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
    case .equal: String(worded: "is")
    case .notEqual: String(worded: "is not")
    case .less: String(worded: "is below")
    case .lessOrEqual: String(worded: "is at most")
    case .greater: String(worded: "is above")
    case .greaterOrEqual: String(worded: "is at least")
    case .contains: String(worded: "includes")
    case .exists: String(worded: "is there")
    }
  }
}
