import Commands
import Lab
import Screens

/// What a lesson calls sessions whose numbers it can't know: `{old}` is the newest session that is as the
/// lesson says of `old`, `{old 2}` the one before it, `{old.resumed_from}` what a fact of it says, and
/// `{session such that kx == rsa}` one without a name.
public struct SessionNames: Hashable, Sendable {
  var descriptions: [String: SessionDescription] = [:]

  static let suchThat = "session such that "

  /// How far a name may lead to others.
  private static let depth = 4

  /// A text with sessions in place of their names. A name for which there is no session stays.
  func filled(_ text: String, in document: JSONValue) -> String {
    replacing(in: text) { value(of: $0, in: document, Self.depth) }
  }

  /// The same of a sentence: a session that is not there goes by its name.
  func told(_ text: String, in document: JSONValue) -> String {
    replacing(in: text) { name in
      value(of: name, in: document, Self.depth) ?? words(for: name)
    }
  }

  /// Goals and what is predicted, with sessions in place of their names.
  func filled(_ goal: Goal, in document: JSONValue) -> Goal {
    switch goal {
    case .value(var expectation):
      expectation.path = filled(expectation.path, in: document)
      expectation.expected = filled(expectation.expected, in: document)
      return .value(expectation)
    case .session(let description): return .session(filled(description, in: document, Self.depth))
    case .look(let words): return .look(filled(words, in: document))
    case .deed(let words): return .deed(filled(words, in: document))
    }
  }

  /// A text with every session that goes by a name in the name's place, the newest first: who was to look at one
  /// has done so with any of them.
  func fillings(of text: String, in document: JSONValue) -> [String] {
    guard let place = text.firstMatch(of: Self.braces) else { return [text] }
    let name = String(place.1)
    let sessions: [String]
    if let description = descriptions[name] {
      sessions = filled(description, in: document, Self.depth).sessions(in: document)
    } else {
      sessions = [value(of: name, in: document, Self.depth)].compactMap { $0 }
    }
    return sessions.prefix(Self.most).flatMap { session in
      var rest = text
      rest.replaceSubrange(place.range, with: session)
      return fillings(of: rest, in: document)
    }
  }

  /// More sessions than somebody makes on one page.
  private static let most = 64

  /// A command as it would be with some session in every place.
  static func sample(_ text: String) -> String { text.replacing(braces) { _ in "S1" } }

  /// The names in a text for which the lesson has no description.
  func unknown(in text: String) -> [String] {
    text.matches(of: Self.braces).map { String($0.1) }.filter { place in
      if let such = place.rest(after: Self.suchThat) {
        return (try? SessionDescription(such)) == nil
      }
      return descriptions[name(in: place)] == nil
    }
  }

  /// Names that lead to themselves.
  var circular: [String] {
    descriptions.keys.filter { leads(from: $0, to: $0, Self.depth) }.sorted()
  }

  // MARK: Places in a text

  private static var braces: Regex<(Substring, Substring)> { /\{([^{}]+)\}/ }

  private func replacing(in text: String, _ value: (String) -> String?) -> String {
    guard text.contains("{") else { return text }
    return text.replacing(Self.braces) { place in value(String(place.1)) ?? String(place.0) }
  }

  private func name(in place: String) -> String {
    String(place.prefix { $0 != "." && $0 != " " })
  }

  /// Which of several sessions is meant, counted from the newest.
  private func age(in place: String) -> Int {
    let digits = place.drop { $0 != " " }.dropFirst().prefix { $0.isNumber }
    return max(0, (Int(digits) ?? 1) - 1)
  }

  private func words(for place: String) -> String? {
    if let such = place.rest(after: Self.suchThat) {
      let conditions = (try? SessionDescription(such))?.conditions.map(GoalWords.condition)
      return String(worded: "the session with \(conditions?.joined(separator: ", ") ?? such)")
    }
    let name = name(in: place)
    guard descriptions[name] != nil else { return nil }
    return age(in: place) == 0
      ? String(worded: "the \(name) session") : String(worded: "an earlier \(name) session")
  }

  private func value(of place: String, in document: JSONValue, _ depth: Int) -> String? {
    if let such = place.rest(after: Self.suchThat) {
      guard let description = try? SessionDescription(such) else { return nil }
      return filled(description, in: document, depth).sessions(in: document).first
    }
    let name = name(in: place)
    guard depth > 0, let description = descriptions[name] else { return nil }
    let sessions = filled(description, in: document, depth).sessions(in: document)
    guard let session = sessions.dropFirst(age(in: place)).first else { return nil }
    let fact = place.drop { $0 != "." }.dropFirst()
    if fact.isEmpty { return session }
    let value = document.find(["sessions", session, String(fact)])
    return value == .null ? nil : value?.text
  }

  private func filled(
    _ description: SessionDescription, in document: JSONValue, _ depth: Int
  ) -> SessionDescription {
    var copy = description
    for place in copy.conditions.indices {
      let expected = copy.conditions[place].expected
      copy.conditions[place].expected = replacing(in: expected) {
        value(of: $0, in: document, depth - 1)
      }
    }
    return copy
  }

  private func leads(from name: String, to goal: String, _ depth: Int) -> Bool {
    guard depth > 0, let description = descriptions[name] else { return false }
    let next = description.conditions.flatMap { $0.expected.matches(of: Self.braces) }
      .map { self.name(in: String($0.1)) }
    return next.contains { $0 == goal || leads(from: $0, to: goal, depth - 1) }
  }
}

extension String {
  fileprivate func rest(after opening: String) -> String? {
    hasPrefix(opening) ? String(dropFirst(opening.count)) : nil
  }
}
