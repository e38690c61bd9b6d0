import Screens

/// One way to go on with the word that is being typed.
public struct Completion: Sendable, Hashable {
  /// The whole word, of which the user has typed the beginning: `compromise`, `kx=rsa`.
  public var insert: String
  /// What it is, in a few words.
  public var description: String

  public init(insert: String, description: String) {
    self.insert = insert
    self.description = description
  }
}

/// What Tab does to the line: a decision alone, made without a terminal.
enum TabDecision: Equatable {
  case insert(String)
  case list([Completion])
  case nothing

  /// Decides by the text before the cursor.
  ///
  /// - Parameters:
  ///   - candidates: those that don't go on from the typed word are left out.
  ///   - next: the character at the cursor; one space is enough.
  ///   - again: whether this is the second Tab in a row.
  init(before: String, next: Character?, candidates: [Completion], again: Bool) {
    let word = Self.word(endingIn: before)
    let fitting = candidates.filter { $0.insert.hasPrefix(word) }
    guard let first = fitting.first else {
      self = .nothing
      return
    }
    let shared = fitting.dropFirst().reduce(first.insert) { shared, candidate in
      String(zip(shared, candidate.insert).prefix { $0 == $1 }.map(\.0))
    }
    var addition = String(shared.dropFirst(word.count))
    if fitting.count == 1 && next != " " && !Self.goesOn(first.insert) { addition += " " }
    if !addition.isEmpty {
      self = .insert(addition)
    } else if fitting.count > 1 && again {
      self = .list(fitting)
    } else {
      self = .nothing
    }
  }

  /// The word being typed: what follows the last space or the last `;` outside quotes.
  private static func word(endingIn text: String) -> Substring {
    var begin = text.startIndex
    var quote: Character?
    var before: Character?
    for place in text.indices {
      let character = text[place]
      if let open = quote {
        // What stands behind a backslash closes nothing.
        if character == open, before != "\\" { quote = nil }
        before = before == "\\" ? nil : character
        continue
      }
      let isApostrophe = character == "'" && before?.isLetter == true
      if character == "\"" || character == "'", !isApostrophe { quote = character }
      if character.isWhitespace || character == ";" { begin = text.index(after: place) }
      before = character
    }
    return text[begin...]
  }

  /// Whether a word is only the beginning of what is to be typed: `kx=`, `server.`, `lessons/`.
  private static func goesOn(_ word: String) -> Bool {
    word.last.map { "=./".contains($0) } ?? true
  }
}

extension Completion {
  /// The candidates in rows that fit a terminal, each with its description.
  static func rows(_ candidates: [Completion], width: Int, height: Int) -> [String] {
    let shown = candidates.prefix(max(1, height - 3))
    let column = shown.map(\.insert.columns).max() ?? 0
    var rows = shown.map { candidate in
      let padding = String(repeating: " ", count: column - candidate.insert.columns)
      let row = " \(candidate.insert)\(padding)  \(candidate.description)"
      return row.fitting(max(1, width - 1))
    }
    if shown.count < candidates.count { rows.append(" ... \(candidates.count - shown.count) more") }
    return rows
  }
}
