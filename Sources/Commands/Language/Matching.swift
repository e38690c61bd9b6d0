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
    /// Another session was named before.
    case secondSession(String, String)
  }
}

extension Form {
  /// Sorts the words after the verb by the parts of this form.
  ///
  /// - Returns: what was typed for each part.
  func match(_ tokens: [Token]) -> Result<[[Token]], Mismatch> {
    var matcher = Matcher(form: self)
    do throws(Mismatch) {
      try matcher.take(tokens)
      return .success(matcher.taken)
    } catch {
      return .failure(error)
    }
  }

  /// How far words that may not be all yet lead through this form.
  struct Progress {
    /// What was typed for each part.
    var taken: [[Token]]
    /// The part that the next word would be.
    var next: Part?
    /// What must follow an option that was typed last.
    var optionValue: WordShape?
  }

  /// - Returns: nil when the words don't fit this form.
  func progress(through tokens: [Token]) -> Progress? {
    var matcher = Matcher(form: self)
    if let last = tokens.last {
      for case .option(last.text, let shape, _) in parts where !last.isQuoted {
        guard (try? matcher.read(Array(tokens.dropLast()))) != nil else { return nil }
        return Progress(taken: matcher.taken, next: nil, optionValue: shape)
      }
    }
    guard (try? matcher.read(tokens)) != nil else { return nil }
    return Progress(taken: matcher.taken, next: matcher.positional.first.map { parts[$0] })
  }
}

/// The way through one form.
private struct Matcher {
  let form: Form
  /// What was typed for each part.
  var taken: [[Token]]
  /// The places of those parts that are still to come, of those that have one.
  var positional: ArraySlice<Int>

  init(form: Form) {
    self.form = form
    taken = Array(repeating: [], count: form.parts.count)
    positional = form.parts.indices.filter { form.parts[$0].isPositional }[...]
  }

  mutating func take(_ tokens: [Token]) throws(Mismatch) {
    try read(tokens)
    for place in positional {
      switch form.parts[place] {
      // A rest that has a word already is content.
      case .rest where !taken[place].isEmpty: continue
      case .fixed, .one, .rest:
        throw Mismatch(place: tokens.count, reason: .missing(form.parts[place].syntax))
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
      if let pair = token.pair, form.takesPairs {
        try take(token, pair, at: index)
      } else {
        try takeWord(token, at: index)
      }
      index += 1
    }
  }

  private mutating func takeWord(_ token: Token, at index: Int) throws(Mismatch) {
    guard let place = positional.first else {
      throw Mismatch(place: index, reason: .unexpected(token, allowed: []))
    }
    switch form.parts[place] {
    case .fixed(let word):
      guard token.text == word else {
        throw Mismatch(place: index, reason: .unexpected(token, allowed: [word]))
      }
    case .one(let shape), .optional(let shape):
      try check(token, shape, at: index)
    case .rest(let shape, _):
      try check(token, shape, at: index)
      taken[place].append(token)
      return
    case .named, .pairs, .flag, .option, .json: break
    }
    taken[place].append(token)
    positional = positional.dropFirst()
  }

  private func check(_ token: Token, _ shape: WordShape, at index: Int) throws(Mismatch) {
    guard shape.accepts(token.text) else {
      throw Mismatch(place: index, reason: .unexpected(token, allowed: shape.allowed))
    }
  }

  private mutating func take(_ token: Token, _ pair: Token.Pair, at index: Int) throws(Mismatch) {
    for (place, part) in form.parts.enumerated() {
      switch part {
      case .named(pair.key, let shape, _):
        // What the pair may be is said of the whole of it.
        guard shape.accepts(pair.value) else {
          let allowed = shape.allowed.map { "\(pair.key)=\($0)" }
          throw Mismatch(place: index, reason: .unexpected(token, allowed: allowed))
        }
        if pair.key == Part.sessionKey, let first = taken[place].first?.pair {
          throw Mismatch(place: index, reason: .secondSession(first.value, pair.value))
        }
      case .pairs: break
      default: continue
      }
      taken[place].append(token)
      return
    }
    throw Mismatch(place: index, reason: .unknownKey(pair, known: form.keys))
  }

  /// - Returns: the index of the word after the option and its value.
  private mutating func takeOption(_ tokens: [Token], at index: Int) throws(Mismatch) -> Int {
    let token = tokens[index]
    guard let place = form.parts.firstIndex(where: { $0.option?.name == token.text }) else {
      throw Mismatch(place: index, reason: .unknownOption(token, known: form.optionNames))
    }
    guard case .option(_, let shape, _) = form.parts[place] else {
      taken[place] = [token]
      return index + 1
    }
    guard index + 1 < tokens.count else {
      throw Mismatch(place: index + 1, reason: .noValue(option: token.text))
    }
    try check(tokens[index + 1], shape, at: index + 1)
    taken[place] = [tokens[index + 1]]
    return index + 2
  }
}
