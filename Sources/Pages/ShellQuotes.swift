/// Where in a line a shell is: within quotes, or behind a backslash (POSIX, Shell Command Language §2.2).
struct ShellQuotes {
  /// The mark that ends what is quoted; nil: nothing is.
  private(set) var mark: Character?
  /// Whether the next character stands for itself.
  private(set) var isEscaped = false

  /// The same behind a piece of the line.
  func behind(_ text: String) -> ShellQuotes {
    var state = self
    for character in text { state.read(character) }
    return state
  }

  private mutating func read(_ character: Character) {
    if isEscaped {
      isEscaped = false
    } else if character == "\\", mark != "'" {
      isEscaped = true
    } else if character == mark {
      mark = nil
    } else if mark == nil, character == "'" || character == "\"" {
      mark = character
    }
  }
}
