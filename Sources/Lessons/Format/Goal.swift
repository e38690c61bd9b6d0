public import Commands

/// What a step asks for.
public enum Goal: Hashable, Sendable {
  /// A value of the state document.
  case value(Expectation)
  /// Some session, whichever it is: `any session: kx == rsa`.
  case session(SessionDescription)
  /// Something to have looked at: `looked at: message client_hello`.
  case look(String)

  /// What stands before something to look at.
  static let looking = "looked at:"

  /// - Throws: when it is none, with what would be one.
  public init(_ text: String) throws(CommandError) {
    if let rest = text.rest(after: SessionDescription.opening) {
      self = .session(try SessionDescription(rest))
    } else if let rest = text.rest(after: Self.looking) {
      let words = rest.split(separator: " ").joined(separator: " ")
      guard !words.isEmpty else {
        throw CommandError(
          "'\(text)' says nothing to look at", details: ["looked at: message client_hello"])
      }
      self = .look(words)
    } else {
      self = .value(try Expectation(text))
    }
  }

  /// As it is written; progress remembers it by this.
  public var text: String {
    switch self {
    case .value(let expectation): expectation.text
    case .session(let description): "\(SessionDescription.opening) \(description.text)"
    case .look(let words): "\(Self.looking) \(words)"
    }
  }

  /// What it holds against something.
  var conditions: [Expectation] {
    switch self {
    case .value(let expectation): [expectation]
    case .session(let description): description.conditions
    case .look: []
    }
  }
}

extension String {
  fileprivate func rest(after opening: String) -> String? {
    hasPrefix(opening) ? String(dropFirst(opening.count)) : nil
  }
}
