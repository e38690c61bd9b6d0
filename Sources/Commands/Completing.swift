import Lab

/// One way to go on with the word that is being typed.
public struct Candidate: Hashable, Sendable {
  /// The whole word: `compromise`, `kx=rsa`.
  public var insert: String
  /// What it is, in a few words.
  public var description: String
  /// Whether it is the name of a file, which goes into quotes where it has blanks.
  var isFile = false

  public init(_ insert: String, _ description: String) {
    self.insert = insert
    self.description = description
  }
}

extension Candidate {
  /// The name of a file as it goes on behind what was typed: in quotes, where it has blanks, or where they were
  /// begun. Those of a folder are closed before its `/`, behind which the name goes on.
  fileprivate func quoted(
    behind unfinished: Tokenizer.UnfinishedCommand, _ word: String
  ) -> Candidate {
    var candidate = self
    var rest = insert.dropFirst(word.count)
    let slash = rest.hasSuffix("/") ? "/" : ""
    rest = rest.dropLast(slash.count)
    let needsQuotes = !rest.isEmpty && String(rest).asOneWord != rest
    guard let quote = unfinished.openQuote ?? (needsQuotes ? "\"" : nil) else {
      candidate.insert = unfinished.typed + rest + slash
      return candidate
    }
    let opening = unfinished.openQuote == nil ? String(quote) : ""
    let inside = rest.replacing("\\", with: "\\\\").replacing("\(quote)", with: "\\\(quote)")
    candidate.insert = "\(unfinished.typed)\(opening)\(inside)\(quote)\(slash)"
    return candidate
  }
}

extension Interpreter {
  /// What can stand where a line ends: verbs, the fixed words of their forms, and what the lab
  /// holds now. Nothing is carried out.
  public func candidates(after line: String) -> [Candidate] {
    let unfinished = Tokenizer.unfinishedCommand(in: line)
    let tokens = unfinished.tokens
    guard let word = tokens.last else { return [] }
    guard tokens.count > 1 else { return word.isQuoted ? [] : verbs(for: word.text) }
    guard let (command, typed) = try? table.find(tokens) else { return [] }
    var found: [Candidate] = []
    for form in command.forms where lab.currentSession != nil || !form.needsSession {
      for candidate in candidates(in: form, after: Array(typed.dropLast()), word)
      where !found.contains(where: { $0.insert == candidate.insert }) {
        found.append(candidate)
      }
    }
    return found.filter {
      $0.insert.hasPrefix(word.text) && ($0.isFile || !word.isQuoted)
    }.map { $0.isFile ? $0.quoted(behind: unfinished, word.text) : $0 }
  }

  /// The verbs that could do something now, and aliases once one is being typed.
  private func verbs(for word: String) -> [Candidate] {
    let possible = table.commands.filter { $0.isPossible(self) }
    let names = possible.map { Candidate($0.name, $0.summary) }
    let aliases = possible.flatMap { command in
      command.aliases.filter { $0.count > 2 }.map { Candidate($0, command.summary) }
    }
    let own = self.aliases.texts.sorted { $0.key < $1.key }.map { Candidate($0.key, $0.value) }
    return (word.isEmpty ? names : names + aliases + own).filter { $0.insert.hasPrefix(word) }
  }

  private func candidates(in form: Form, after tokens: [Token], _ word: Token) -> [Candidate] {
    guard let progress = form.progress(through: tokens) else { return [] }
    var typed = Unfinished(interpreter: self, form: form, taken: progress.taken, word: word.text)
    if let shape = progress.optionValue { return shape.candidates(typed) }
    if let pair = word.pair, form.takesPairs {
      typed.word = pair.value
      return form.values(of: pair.key, typed).map { value in
        var candidate = value
        candidate.insert = "\(pair.key)=\(value.insert)"
        return candidate
      }
    }
    if word.text.hasPrefix("-") {
      return form.parts.compactMap(\.option).map { Candidate($0.name, $0.meaning) }
    }
    switch progress.next {
    case .fixed(let fixed): return [Candidate(fixed, form.meaning)]
    case .one(let shape): return shape.candidates(typed)
    case .optional(let shape), .rest(let shape, _):
      return shape.candidates(typed) + form.keys(typed)
    default: return form.keys(typed)
    }
  }
}

extension Form {
  /// The keys that were not typed yet, each with its `=`.
  fileprivate func keys(_ typed: Unfinished) -> [Candidate] {
    let used = Set(typed.taken.joined().compactMap { $0.pair.map { "\($0.key)=" } })
    return parts.flatMap { part -> [Candidate] in
      switch part {
      case .named(let key, let shape, let meaning):
        [Candidate("\(key)=", meaning.isEmpty ? shape.alternatives ?? "" : meaning)]
      case .pairs(let shape): shape.keys(typed)
      default: []
      }
    }.filter { !used.contains($0.insert) }
  }

  fileprivate func values(of key: String, _ typed: Unfinished) -> [Candidate] {
    for case .named(key, let shape, _) in parts { return shape.candidates(typed) }
    return pairs?.values(typed, key) ?? []
  }
}

/// A command in which a word is being typed.
package struct Unfinished: Sendable {
  package let interpreter: Interpreter
  let form: Form
  /// What was typed before, for each part of the form.
  let taken: [[Token]]
  /// The word so far.
  package internal(set) var word: String

  /// What was typed where the form has this word.
  func earlier<Value>(_ word: Word<Value>) -> String? {
    for (part, tokens) in zip(form.parts, taken) {
      if case .one(let shape) = part, shape.label == word.shape.label { return tokens.last?.text }
    }
    return nil
  }

  /// The session that was named, or else the current one.
  var session: Session? {
    var name: String?
    for (part, tokens) in zip(form.parts, taken) {
      if case .named(Part.sessionKey, _, _) = part { name = tokens.last?.pair?.value }
    }
    return try? interpreter.session(named: name)
  }
}
