/// What may follow a verb.
public enum Part: Sendable {
  /// This very word.
  case word(String)
  /// One word of a kind.
  case one(String, ArgumentKind)
  /// One word of a kind, or nothing.
  case optional(String, ArgumentKind)
  /// All words that are left, at least one; as text they are put together with blanks.
  case rest(String, ArgumentKind)
  /// Any number of `key=value`.
  case pairs(PairKind)
  /// A switch: `--json`.
  case flag(String, meaning: String)
  /// A switch with a word after it: `--as tree`.
  case option(String, String, ArgumentKind, meaning: String)

  static let json = Part.flag("--json", meaning: "for other programs")
  static let ofSession = Part.pairs(.named([("session", .session)]))

  var syntax: String {
    switch self {
    case .word(let word): word
    case .one(let label, let kind): kind.syntax ?? label
    case .optional(let label, let kind): "[\(kind.syntax ?? label)]"
    case .rest(let label, _): label
    case .pairs(.settings): "[key=value ...]"
    case .pairs(.settingsAnd(let names)):
      (names.map { "[\($0.key)=\($0.kind.syntax ?? $0.key.uppercased())]" } + ["[key=value ...]"])
        .joined(separator: " ")
    case .pairs(.named(let names)):
      names.map { "[\($0.key)=\($0.kind.syntax ?? $0.key.uppercased())]" }.joined(separator: " ")
    case .pairs(.predictions): "SESSION=open|sealed ..."
    case .flag(let name, _): "[\(name)]"
    case .option(let name, let label, let kind, _): "[\(name) \(kind.syntax ?? label)]"
    }
  }
}

extension Form {
  /// Its switches and what each does; what every form for other programs has is not told each time.
  var switches: [(name: String, meaning: String)] {
    parts.compactMap { part in
      switch part {
      case .flag("--json", _): nil
      case .flag(let name, let meaning): (name, meaning)
      case .option(_, _, _, let meaning): (part.syntax.filter { !"[]".contains($0) }, meaning)
      default: nil
      }
    }
  }
}

/// What stands before and after the `=`.
public enum PairKind: Sendable {
  /// Settings for one session: their keys, and the short words for the most used ones.
  case settings
  /// The same, and some more.
  case settingsAnd([(key: String, kind: ArgumentKind)])
  case named([(key: String, kind: ArgumentKind)])
  /// A session and what is thought of its recording.
  case predictions
}

/// What a word can be. Those that depend on the lab are checked when the command runs.
public enum ArgumentKind: Hashable, Sendable {
  case choice([String])
  case number
  case session
  case settingKey
  /// A setting that has not its default value.
  case changedSetting
  /// A value of the setting that was named before.
  case settingValue
  /// Something that can be stolen.
  case loot
  /// Something that the attacker holds.
  case leak
  /// A message of the session, by number or name.
  case message
  /// Something to stop at.
  case breakpoint
  /// Something that is stopped at now.
  case setBreakpoint
  case field
  /// A computed value of the session.
  case value
  /// What `why` explains: a session or a value.
  case thing
  /// What `diff` compares: a session, one of its connections, or a message of it.
  case comparand
  /// An authority by its word.
  case authority
  /// A certificate by its name.
  case certificate
  case statePath
  case file
  case text
  /// `HOST:PORT` of a program outside.
  case address
  /// A verb or a group of verbs.
  case topic
  /// Something that has an explanation.
  case explainable

  /// The choices themselves, where there are few.
  var syntax: String? {
    if case .choice(let words) = self { words.joined(separator: "|") } else { nil }
  }

  /// Whether a word can be of this kind, whatever the lab is like.
  func accepts(_ token: Token) -> Bool {
    switch self {
    case .choice(let words): words.contains(token.text)
    case .number: (Int(token.text) ?? 0) > 0
    case .address: token.text.contains(":")
    default: true
    }
  }
}
