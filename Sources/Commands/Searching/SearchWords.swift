/// Words as they are compared: without case, and in the singular.
enum SearchWords {
  /// The words of a text. Whatever is neither letter nor digit parts them.
  static func of(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(singular)
  }

  /// A name without anything between its words: `unknown_ca`, `unknown ca` and `UnknownCA` are one.
  static func squeezed(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  private static func singular(_ word: Substring) -> String {
    guard word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss") else { return String(word) }
    return word.hasSuffix("ies") ? word.dropLast(3) + "y" : String(word.dropLast())
  }
}
