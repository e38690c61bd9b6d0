import Lab

/// Where and why the words did not fit a form.
struct Mismatch: Error {
  /// How many words fitted.
  var place: Int
  var reason: Reason

  enum Reason {
    case missing(String)
    /// The word at `place` is none of these.
    case unexpected(Token, allowed: [String])
    case unknownOption(Token, known: [String])
    case noValue(option: String)
    case unknownKey(Token.Pair, known: [String])
  }
}

extension Form {
  /// Sorts the words after the verb by the parts of this form.
  func match(_ tokens: [Token]) -> Result<Arguments, Mismatch> {
    var matcher = Matcher(form: self)
    do throws(Mismatch) {
      try matcher.take(tokens)
      return .success(matcher.arguments)
    } catch {
      return .failure(error)
    }
  }
}

extension Form {
  /// How far words that may not be all yet lead through this form.
  struct Progress {
    var arguments: Arguments
    /// The part that the next word would be.
    var next: Part?
    /// What must follow an option that was typed last.
    var optionValue: ArgumentKind?
  }

  /// - Returns: nil when the words don't fit this form.
  func progress(through tokens: [Token]) -> Progress? {
    var matcher = Matcher(form: self)
    if let last = tokens.last {
      for case .option(last.text, _, let kind, _) in parts where !last.isQuoted {
        guard (try? matcher.read(Array(tokens.dropLast()))) != nil else { return nil }
        return Progress(arguments: matcher.arguments, next: nil, optionValue: kind)
      }
    }
    guard (try? matcher.read(tokens)) != nil else { return nil }
    return Progress(arguments: matcher.arguments, next: matcher.positional.first)
  }
}

/// The way through one form.
private struct Matcher {
  let form: Form
  var arguments = Arguments()
  var positional: ArraySlice<Part>

  init(form: Form) {
    self.form = form
    positional = form.parts.filter { $0.isPositional }[...]
  }

  mutating func take(_ tokens: [Token]) throws(Mismatch) {
    try read(tokens)
    for part in positional {
      switch part {
      case .word(let word): throw Mismatch(place: tokens.count, reason: .missing(word))
      case .one, .rest:
        // A rest that has a word already is content.
        if case .rest(let label, _) = part, arguments.words[label] != nil { continue }
        throw Mismatch(place: tokens.count, reason: .missing(part.syntax))
      default: continue
      }
    }
  }

  /// Takes words, whether or not they are all.
  mutating func read(_ tokens: [Token]) throws(Mismatch) {
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      if !token.isQuoted, token.text.hasPrefix("--"), !form.isText {
        index = try takeOption(tokens, at: index)
        continue
      }
      if let pair = token.pair, let kind = form.pairKind {
        try take(pair, of: kind, at: index)
      } else {
        try takeWord(token, at: index)
      }
      index += 1
    }
  }

  private mutating func takeWord(_ token: Token, at index: Int) throws(Mismatch) {
    guard let part = positional.first else {
      throw Mismatch(place: index, reason: .unexpected(token, allowed: []))
    }
    switch part {
    case .word(let word):
      guard token.text == word else {
        throw Mismatch(place: index, reason: .unexpected(token, allowed: [word]))
      }
      arguments.fixed.append(word)
      positional = positional.dropFirst()
    case .one(let label, let kind), .optional(let label, let kind), .rest(let label, let kind):
      guard kind.accepts(token) else {
        var allowed: [String] = []
        if case .choice(let words) = kind { allowed = words }
        throw Mismatch(place: index, reason: .unexpected(token, allowed: allowed))
      }
      arguments.words[label, default: []].append(token.text)
      if case .rest = part { return }
      positional = positional.dropFirst()
    case .pairs, .flag, .option: break
    }
  }

  private mutating func take(
    _ pair: Token.Pair, of kind: PairKind, at index: Int
  ) throws(Mismatch) {
    if case .named(let names) = kind {
      guard let name = names.first(where: { $0.key == pair.key }) else {
        throw Mismatch(place: index, reason: .unknownKey(pair, known: names.map(\.key)))
      }
      let value = Token(pair.value)
      guard name.kind.accepts(value) else {
        var allowed: [String] = []
        if case .choice(let words) = name.kind { allowed = words }
        throw Mismatch(place: index, reason: .unexpected(value, allowed: allowed))
      }
    }
    arguments.pairs.append(pair)
  }

  /// - Returns: the index of the word after the option and its value.
  private mutating func takeOption(_ tokens: [Token], at index: Int) throws(Mismatch) -> Int {
    let token = tokens[index]
    for part in form.parts {
      if case .flag(token.text, _) = part {
        arguments.flags.insert(token.text)
        return index + 1
      }
      guard case .option(token.text, let label, let kind, _) = part else { continue }
      guard index + 1 < tokens.count else {
        throw Mismatch(place: index + 1, reason: .noValue(option: token.text))
      }
      guard kind.accepts(tokens[index + 1]) else {
        var allowed: [String] = []
        if case .choice(let words) = kind { allowed = words }
        throw Mismatch(
          place: index + 1, reason: .unexpected(tokens[index + 1], allowed: allowed))
      }
      arguments.words[label] = [tokens[index + 1].text]
      return index + 2
    }
    throw Mismatch(place: index, reason: .unknownOption(token, known: form.optionNames))
  }
}

extension Part {
  var isPositional: Bool {
    switch self {
    case .word, .one, .optional, .rest: true
    case .pairs, .flag, .option: false
    }
  }
}

extension Form {
  var optionNames: [String] {
    parts.compactMap { part in
      switch part {
      case .flag(let name, _), .option(let name, _, _, _): name
      default: nil
      }
    }
  }

  var pairKind: PairKind? {
    for case .pairs(let kind) in parts { return kind }
    return nil
  }

  /// Whether it ends in free text, in which `--` has no meaning.
  var isText: Bool {
    parts.contains { if case .rest(_, .text) = $0 { true } else { false } }
  }
}
