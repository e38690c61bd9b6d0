import Commands
import Lab
import Screens

/// Goals in words that a learner reads, in the language that was chosen.
enum GoalWords {
  static func text(_ goal: Goal) -> String {
    switch goal {
    case .value(let expectation): return text(expectation)
    case .session(let description):
      let conditions = description.conditions.map(condition).joined(separator: ", ")
      return worded("a session: \(withoutBraces(conditions))")
    case .look(let words): return worded("looked at: \(withoutBraces(words))")
    case .deed(let words): return worded("done: \(withoutBraces(words))")
    }
  }

  private static func worded(_ words: Wording) -> String { words.text }

  /// A session that is not there yet goes by its name.
  private static func withoutBraces(_ words: String) -> String {
    words.replacing(#/\{([^{}]+)\}/#) { worded("the \($0.1) session") }
  }

  private static func text(_ goal: Expectation) -> String {
    let expected = goal.expected
    switch (goal.path, goal.operation) {
    case ("attacker.leaks", .contains): return worded("the attacker holds \(expected)")
    case ("attacker.read", .contains): return worded("the attacker reads \(expected)")
    case ("attacker.leaks", .equal) where ["[]", "null"].contains(expected):
      return worded("nothing is stolen")
    case ("attacker.mitm", .equal) where expected == "off":
      return worded("nobody stands in between")
    case ("world.clock", .greater):
      let year = 1970 + (Int(expected) ?? 0) / 31_556_952
      return worded("the clock stands after \(year)")
    case ("attacker.mitm", .equal):
      return worded("the attacker stands in between, cert \(expected)")
    case (_, .exists)
    where goal.path.split(separator: ".").count == 2 && goal.path.hasPrefix("sessions."):
      return worded("there is a session \(goal.path.dropFirst(9))")
    default:
      return relation(
        subject(goal.path), goal.operation, value(expected, of: leaf(of: goal.path)))
    }
  }

  private static func relation(
    _ subject: String, _ operation: Expectation.Operator, _ value: String
  ) -> String {
    switch operation {
    case .equal: worded("\(subject) is \(value)")
    case .notEqual: worded("\(subject) is not \(value)")
    case .less: worded("\(subject) is below \(value)")
    case .lessOrEqual: worded("\(subject) is at most \(value)")
    case .greater: worded("\(subject) is above \(value)")
    case .greaterOrEqual: worded("\(subject) is at least \(value)")
    case .contains: worded("\(subject) includes \(value)")
    case .lacks: worded("\(subject) does not include \(value)")
    case .exists: worded("\(subject) is there")
    }
  }

  /// What is so of a session, without its name: `key exchange rsa`.
  static func condition(_ condition: Expectation) -> String {
    let (path, expected) = (condition.path, condition.expected)
    let isNothing = expected == "null"
    switch condition.operation {
    case .equal where isNothing: return FactWords.none(path)
    case .exists,
      .notEqual where isNothing:
      return FactWords.some(path)
    case .equal where path == "steps": return worded("at step \(expected)")
    case .equal: return fact(path, is: expected)
    case .notEqual: return worded("not \(fact(path, is: expected))")
    case .contains where path == "keys_updated_by": return worded("keys updated by \(expected)")
    case .contains: return "\(FactWords.before(path)) \(expected)"
    case .lacks: return worded("\(FactWords.before(path)) without \(expected)")
    case .greater, .greaterOrEqual:
      if path == "steps" { return worded("far enough along") }
      return condition.operation == .greater
        ? worded("\(FactWords.before(path)) above \(expected)")
        : worded("\(FactWords.before(path)) at least \(expected)")
    case .less: return worded("\(FactWords.before(path)) below \(expected)")
    case .lessOrEqual: return worded("\(FactWords.before(path)) at most \(expected)")
    }
  }

  /// What is so of a session in place of what is asked for: `TLS 1.3`, `no alert`.
  static func fact(_ name: String, _ found: JSONValue?) -> String {
    let isNothing = found.map { Self.found($0) == value("null") } ?? true
    return isNothing ? FactWords.none(name) : fact(name, is: Self.found(found))
  }

  private static func fact(_ name: String, is value: String) -> String {
    switch name {
    case "version": return "TLS \(value)"
    case "outcome": return value == "running" ? worded("under way") : value
    case "ticket":
      switch value {
      case "early": return worded("a ticket that allows early data")
      case "resume": return worded("a ticket that allows no early data")
      default: return FactWords.none(name)
      }
    case "noticed_by": return worded("noticed by \(value)")
    case "noticed_means" where value == "silence": return worded("nobody noticed, both wait")
    case "noticed_means" where value == "nothing": return worded("noticed by nobody")
    case "noticed_means": return worded("noticed through \(value)")
    case "keys_updated_by": return worded("keys updated by \(value)")
    default: return "\(FactWords.before(name)) \(Self.value(value, of: name))"
    }
  }

  /// The same of a fact: a recording that is partly so is partly open.
  private static func value(_ word: String, of fact: String) -> String {
    switch (fact, word) {
    case ("vault", "partly"): worded("partly open")
    case ("audio", "partly"): worded("partly readable")
    default: value(word)
    }
  }

  /// A value as a person says it.
  static func value(_ word: String) -> String {
    switch word {
    case "null", "[]", "": worded("nothing")
    case "true": worded("yes")
    case "false": worded("no")
    default: word
    }
  }

  /// The same of what was found.
  static func found(_ value: JSONValue?) -> String {
    switch value {
    case nil: worded("not there yet")
    case .array(let items)?:
      items.isEmpty ? worded("nothing") : items.map(\.text).joined(separator: ", ")
    case .object?: worded("there")
    case let value?: Self.value(value.text)
    }
  }

  /// `sessions.S1.kx` becomes `S1: key exchange`.
  static func subject(_ path: String) -> String {
    let parts = path.split(separator: ".").map(String.init)
    guard let first = parts.first else { return path }
    let rest = parts.dropFirst().joined(separator: ".")
    switch first {
    case "sessions" where parts.count > 2:
      return "\(session(parts[1])): \(FactWords.subject(parts.last ?? ""))"
    case "settings": return worded("setting \(rest)")
    case "cursor" where parts.count > 1: return cursor[parts[1]]?.text ?? path
    case "toolbox" where parts.count > 2:
      return "try \(parts[1]): \(parts[2].replacing("_", with: " "))"
    case "audit": return "audit: " + rest
    default: return path
    }
  }

  private static func session(_ name: String) -> String {
    if name == "last" { return worded("the last session") }
    guard name.hasPrefix("{") else { return name }
    return worded("the \(name.filter { !"{}".contains($0) }) session")
  }

  /// The last word of a path.
  static func leaf(of path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? path
  }

  /// Last words of paths by which one sees how something ended.
  static let outcomes: Set = [
    "outcome", "alert", "alert_by", "vault", "read_by", "noticed_by", "noticed_means", "early_data",
  ]

  private static let cursor: [String: Wording] = [
    "session": "the session you walk in", "step": "the step you are at", "steps": "its steps",
    "next": "whose turn it is",
  ]
}

/// The facts of a session, each as it is said in a sentence of one kind.
enum FactWords {
  /// Before its value: `alert sent by client`.
  static func before(_ name: String) -> String { (words[name] ?? plain(name)).text }

  /// As that of which something is said: `who sent the alert is client`.
  static func subject(_ name: String) -> String {
    (subjects[name] ?? words[name] ?? plain(name)).text
  }

  /// Where there is none: `no alert`.
  static func none(_ name: String) -> String {
    (nothings[name] ?? "no \(before(name))").text
  }

  /// Where there is one, whichever: `with an alert`.
  static func some(_ name: String) -> String {
    (somethings[name] ?? "with \(before(name))").text
  }

  /// A fact that has no other words than its name's.
  private static func plain(_ name: String) -> Wording {
    Wording(stringLiteral: name.replacing("_", with: " "))
  }

  private static let words: [String: Wording] = [
    "kx": "key exchange", "vault": "the recording", "alert_by": "alert sent by",
    "read_by": "read by", "noticed_by": "who noticed", "noticed_means": "what noticed it",
    "resumed_from": "resumed from", "keys_updated": "number of key updates",
    "handshakes": "number of handshakes",
    "keys_updated_by": "keys updated by", "not_checked": "not checked",
    "server_name": "server name", "round_trips": "round trips", "replay_of": "a replay of",
    "replay_to": "replayed to", "opened_by": "opened by", "early_data": "early data",
  ]

  private static let subjects: [String: Wording] = [
    "alert_by": "who sent the alert", "read_by": "who reads it",
    "keys_updated_by": "who updated keys",
    "resumed_from": "the session that it resumes", "replay_of": "the session that it replays",
    "replay_to": "to whom it is replayed", "opened_by": "what opens it",
    "not_checked": "what was not checked", "verified": "what was verified",
  ]

  private static let nothings: [String: Wording] = [
    "version": "no version agreed on", "vault": "no recording", "alert_by": "nobody sent an alert",
    "read_by": "read by nobody", "noticed_by": "noticed by nobody",
    "noticed_means": "noticed by nobody", "resumed_from": "no session before it",
    "keys_updated": "no keys updated", "keys_updated_by": "no keys updated",
    "not_checked": "everything checked", "verified": "nothing verified",
    "replay_of": "not a replay", "replay_to": "not a replay", "ticket": "no ticket",
    "opened_by": "opened by nothing",
  ]

  private static let somethings: [String: Wording] = [
    "alert": "with an alert", "alert_by": "with an alert", "vault": "with a recording",
    "read_by": "read by somebody", "noticed_by": "noticed by somebody",
    "noticed_means": "noticed by somebody", "resumed_from": "resumed", "replay_of": "a replay",
    "replay_to": "a replay", "keys_updated": "with keys updated",
    "keys_updated_by": "with keys updated", "ticket": "with a ticket",
    "not_checked": "with something not checked", "verified": "with something verified",
    "opened_by": "opened by something",
  ]
}
