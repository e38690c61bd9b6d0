import Lab

/// One way to go on with the word that is being typed.
public struct Candidate: Hashable, Sendable {
  /// The whole word: `compromise`, `kx=rsa`.
  public var insert: String
  /// What it is, in a few words.
  public var description: String

  public init(_ insert: String, _ description: String) {
    self.insert = insert
    self.description = description
  }
}

extension Interpreter {
  /// What can stand where a line ends: verbs, the fixed words of their forms, and what the lab
  /// holds now. Nothing is carried out.
  public func candidates(after line: String) -> [Candidate] {
    let tokens = Tokenizer.unfinishedCommand(in: line)
    guard let word = tokens.last, !word.isQuoted else { return [] }
    guard tokens.count > 1 else { return verbs(for: word.text) }
    guard let (command, typed) = try? table.find(tokens) else { return [] }
    var found: [Candidate] = []
    for form in command.forms where lab.currentSession != nil || !form.needsSession {
      for candidate in candidates(in: form, after: Array(typed.dropLast()), word)
      where !found.contains(where: { $0.insert == candidate.insert }) {
        found.append(candidate)
      }
    }
    return found.filter { $0.insert.hasPrefix(word.text) }
  }

  /// The verbs that could do something now, and aliases once one is being typed.
  private func verbs(for word: String) -> [Candidate] {
    let possible = table.commands.filter { $0.isPossible(self) }
    let names = possible.map { Candidate($0.name, $0.summary) }
    let aliases = possible.flatMap { command in
      command.aliases.filter { $0.count > 2 }.map { Candidate($0, command.summary) }
    }
    return (word.isEmpty ? names : names + aliases).filter { $0.insert.hasPrefix(word) }
  }

  private func candidates(in form: Form, after tokens: [Token], _ word: Token) -> [Candidate] {
    guard let progress = form.progress(through: tokens) else { return [] }
    let typed = progress.arguments
    if let kind = progress.optionValue { return values(of: kind, typed, word.text) }
    if let pair = word.pair, let kind = form.pairKind {
      return values(of: kind, key: pair.key, typed, pair.value).map {
        Candidate("\(pair.key)=\($0.insert)", $0.description)
      }
    }
    if word.text.hasPrefix("-") { return form.options }
    var found: [Candidate] = []
    switch progress.next {
    case .word(let fixed): return [Candidate(fixed, form.meaning)]
    case .one(_, let kind): return values(of: kind, typed, word.text)
    case .optional(_, let kind), .rest(_, let kind): found = values(of: kind, typed, word.text)
    default: break
    }
    if let kind = form.pairKind { found += keys(of: kind, typed, word.text) }
    return found
  }

  /// - Parameter word: settings by their full names only come up once one is being typed.
  private func keys(of kind: PairKind, _ typed: Arguments, _ word: String) -> [Candidate] {
    let used = Set(typed.pairs.map(\.key))
    let all: [Candidate] =
      switch kind {
      case .settingsAnd(let names):
        names.map { Candidate("\($0.key)=", $0.kind.syntax ?? "") }
          + keys(of: .settings, typed, word)
      case .settings:
        SettingCatalogue.shorthands.sorted { $0.key < $1.key }.map { key, full in
          let summary = full.first?.summary ?? ""
          return Candidate(
            "\(key)=", full.count == 1 ? summary : full.map(\.key).joined(separator: " and "))
        }
          + SettingCatalogue.all.filter { !$0.key.hasPrefix("ui.") && !word.isEmpty }.map {
            Candidate("\($0.key)=", $0.summary)
          }
      case .named(let names):
        names.map { Candidate("\($0.key)=", $0.kind.syntax ?? "") }
      case .predictions:
        lab.sessions.map { Candidate("\($0.id)=", summary(of: $0)) }
      }
    return all.filter { !used.contains(String($0.insert.dropLast())) }
  }

  private func values(
    of kind: PairKind, key: String, _ typed: Arguments, _ word: String
  ) -> [Candidate] {
    switch kind {
    case .settingsAnd(let names):
      let name = names.first { $0.key == key }
      return name.map { values(of: $0.kind, typed, word) }
        ?? values(of: .settings, key: key, typed, word)
    case .settings:
      return settingValues(of: SettingCatalogue.shorthands[key]?.first?.key ?? key, word)
    case .named(let names):
      guard let name = names.first(where: { $0.key == key }) else { return [] }
      return values(of: name.kind, typed, word)
    case .predictions:
      return [Candidate("open", "it will be readable"), Candidate("sealed", "it will stay closed")]
    }
  }
}

extension Form {
  /// The switches of this form.
  fileprivate var options: [Candidate] {
    parts.compactMap { part in
      switch part {
      case .flag(let name, let meaning), .option(let name, _, _, let meaning):
        Candidate(name, meaning)
      default: nil
      }
    }
  }
}
