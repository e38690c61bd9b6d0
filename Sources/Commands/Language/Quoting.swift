extension String {
  /// The text as one word of a line, whatever is in it: nothing in it ends the word or the command.
  public var asOneWord: String {
    guard isEmpty || contains(where: { $0.isWhitespace || ";#'\"\\".contains($0) }) else {
      return self
    }
    var word = "\""
    for character in self {
      switch character {
      case "\"", "\\": word += "\\\(character)"
      case "\n", "\r\n": word += "\\n"
      case "\r": word += "\\r"
      case "\t": word += "\\t"
      default: word.append(character)
      }
    }
    return word + "\""
  }
}
