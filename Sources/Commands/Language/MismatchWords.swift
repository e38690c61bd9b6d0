import Lab
import Screens

extension Command {
  /// The form that fits, and what was typed for each of its parts.
  func match(_ tokens: [Token]) throws(CommandError) -> (form: Form, taken: [[Token]]) {
    var mismatches: [Mismatch] = []
    for form in forms {
      switch form.match(tokens) {
      case .success(let taken): return (form, taken)
      case .failure(let mismatch): mismatches.append(mismatch)
      }
    }
    let alone = tokens.indices.filter { tokens[$0].isSession }
    if let first = alone.first,
      let form = forms.lazy.compactMap({ form in
        let named = Self.namingSessions(tokens, at: [first])
        return (try? form.match(named).get()).map { (form: form, taken: $0) }
      }).first
    {
      return form
    }
    if mismatches.contains(where: \.isOfSession),
      let error = sessionsTwice(in: Self.namingSessions(tokens, at: alone))
    {
      throw error
    }
    throw error(of: mismatches, tokens)
  }

  /// The same words with `session=` before those at some places.
  private static func namingSessions(_ tokens: [Token], at places: [Int]) -> [Token] {
    var named = tokens
    for place in places {
      let name = tokens[place].text
      named[place] = Token("session=\(name)", pair: Token.Pair(key: Part.sessionKey, value: name))
    }
    return named
  }

  /// What to say where two sessions are named for one: which of them was meant can't be known.
  private func sessionsTwice(in tokens: [Token]) -> CommandError? {
    for form in forms {
      guard case .failure(let mismatch) = form.match(tokens),
        case .secondSession(let first, let second) = mismatch.reason
      else { continue }
      return CommandError(
        "two sessions are named, '\(first)' and '\(second)'", details: ["name one of them"])
    }
    return nil
  }

  /// What to say when no form fits: about the place up to which the best ones did.
  private func error(of mismatches: [Mismatch], _ tokens: [Token]) -> CommandError {
    let furthest = mismatches.map(\.place).max() ?? 0
    let best = zip(forms, mismatches).filter { $0.1.place == furthest }
    let said = ([name] + tokens.prefix(furthest).map(\.asOneWord)).joined(separator: " ")
    var error = CommandError(words(for: best.map(\.1.reason), said))
    if best.count <= 3 {
      error.details = [
        String(worded: "usage: ") + best.map { $0.0.syntax(of: name) }.joined(separator: "\n")
      ]
      .flatMap { $0.split(separator: "\n") }.enumerated()
      .map { $0 == 0 ? String($1) : "       \($1)" }
    } else {
      error.details = [String(worded: "'help \(name)' lists what there is")]
    }
    let rest = tokens.dropFirst(furthest + 1).map { " \($0.asOneWord)" }.joined()
    error.meant = suggestion(for: best.map(\.1.reason), said).map { $0 + rest }
    return error
  }

  private func words(for reasons: [Mismatch.Reason], _ said: String) -> String {
    for reason in reasons {
      switch reason {
      case .unexpected(let token, let allowed):
        // Other forms that only miss something say less than a word that is wrong.
        return allowed.isEmpty
          ? String(worded: "'\(said)' takes no '\(token.text)'")
          : String(worded: "'\(said)' has no '\(token.text)'")
      case .unknownOption(let token, _):
        return String(worded: "'\(said)' has no option '\(token.text)'")
      case .noValue(let option): return String(worded: "\(option) needs a word after it")
      case .unknownKey(let pair, let known):
        return String(worded: "'\(said)' knows no '\(pair.key)=' but ")
          + known.map { "\($0)=" }.joined(separator: " ")
      case .missing, .secondSession: continue
      }
    }
    var missing: [String] = []
    for case .missing(let what) in reasons where !missing.contains(what) { missing.append(what) }
    return String(
      worded: "'\(said)' needs \(missing.joined(separator: String(worded: " or ")))")
  }

  private func suggestion(for reasons: [Mismatch.Reason], _ said: String) -> String? {
    var typed: String?
    var value = ""
    var known: [String] = []
    for reason in reasons {
      switch reason {
      case .unexpected(let token, let allowed):
        typed = token.text
        known += allowed
      case .unknownOption(let token, let names):
        typed = token.text
        known += names
      case .unknownKey(let pair, let names):
        typed = pair.key
        value = "=\(pair.value.asOneWord)"
        known += names
      case .missing, .noValue, .secondSession: continue
      }
    }
    // 'certificate' is near to no word, and begins with one.
    guard let typed,
      let word = likely(typed, among: known)
        ?? known.first(where: { $0.count > 3 && typed.hasPrefix($0) })
    else { return nil }
    return "\(said) \(word)\(value)"
  }
}

extension Token {
  /// Whether it is the name of a session that stands alone.
  fileprivate var isSession: Bool {
    !isQuoted && text.wholeMatch(of: /[sS][1-9][0-9]{0,5}/) != nil
  }
}

extension Mismatch {
  /// Whether a session is named where none is expected, or none any more.
  fileprivate var isOfSession: Bool {
    switch reason {
    case .secondSession: true
    case .unexpected(let token, _): token.isSession
    case .missing, .unknownOption, .noValue, .unknownKey: false
    }
  }
}
