public import Commands
import Screens

/// What a step asks for.
public enum Goal: Hashable, Sendable {
  /// A value of the state document.
  case value(Expectation)
  /// Some session, whichever it is: `any session: kx == rsa`.
  case session(SessionDescription)
  /// Something to have looked at: `looked at: message client_hello`.
  case look(String)
  /// Something to have done, where the lab does not show it: `done: replay application_data`.
  case deed(String)

  /// What stands before something to look at.
  static let looking = "looked at:"
  /// What stands before something to do.
  static let doing = "done:"

  /// - Throws: when it is none, with what would be one.
  public init(_ text: String) throws(CommandError) {
    if let rest = text.rest(after: SessionDescription.opening) {
      self = .session(try SessionDescription(rest))
    } else if let rest = text.rest(after: Self.looking) {
      self = .look(try Self.words(rest, in: text, "look at", "looked at: message client_hello"))
    } else if let rest = text.rest(after: Self.doing) {
      self = .deed(try Self.words(rest, in: text, "do", "done: replay application_data"))
    } else {
      self = .value(try Expectation(text))
    }
  }

  private static func words(
    _ rest: String, in text: String, _ what: String, _ example: String
  ) throws(CommandError) -> String {
    let words = rest.split(separator: " ").joined(separator: " ")
    guard words.isEmpty else { return words }
    throw CommandError("'\(text)' says nothing to \(what)", details: [example])
  }

  /// As it is written; progress remembers it by this.
  public var text: String {
    switch self {
    case .value(let expectation): expectation.text
    case .session(let description): "\(SessionDescription.opening) \(description.text)"
    case .look(let words): "\(Self.looking) \(words)"
    case .deed(let words): "\(Self.doing) \(words)"
    }
  }

  /// Whether the lab shows that it is met.
  var isInLab: Bool {
    switch self {
    case .value, .session: true
    case .look, .deed: false
    }
  }

  /// What it holds against something.
  var conditions: [Expectation] {
    switch self {
    case .value(let expectation): [expectation]
    case .session(let description): description.conditions
    case .look, .deed: []
    }
  }
}

/// A goal that is not so, and what makes it so.
struct Amends {
  var goal: Goal
  var command: String
}

extension String {
  fileprivate func rest(after opening: String) -> String? {
    hasPrefix(opening) ? String(dropFirst(opening.count)) : nil
  }
}
