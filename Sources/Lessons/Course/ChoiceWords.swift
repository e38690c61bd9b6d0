/// Choices by what people call them.
enum ChoiceWords {
  /// Which choice the beginning of its words stands for, with or without the article that it begins with.
  ///
  /// - Returns: nil where that is none, or several.
  static func place(begunBy said: String, among choices: [String]) -> Int? {
    let word = plain(said)
    guard word.count > 1 else { return nil }
    let begun = choices.indices.filter { plain(choices[$0]).hasPrefix(word) }
    return begun.count == 1 ? begun[0] : nil
  }

  /// The choice of which one part was said, if it is a part of no other: `expired` for `certificate_expired`.
  static func partly(named word: String, among choices: [String]) -> String? {
    guard word.count > 3 else { return nil }
    let found = choices.filter { choice in
      choice.lowercased().split { "_-".contains($0) }.contains { $0 == word }
    }
    return found.count == 1 ? found[0] : nil
  }

  private static func plain(_ text: String) -> String {
    var words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    let articles = ["a", "an", "the", "der", "die", "das", "ein", "eine"]
    if words.count > 1, articles.contains(String(words[0])) { words.removeFirst() }
    return words.joined()
  }
}

extension Course {
  /// Which choice a letter, a number or the beginning of its words stands for.
  static func place(_ words: String, of choices: [String]) -> Int? {
    let word = words.lowercased().filter { $0.isLetter || $0.isNumber }
    let place = Int(word).map { $0 - 1 } ?? choices.indices.first { letter($0) == word }
    if let place { return choices.indices.contains(place) ? place : nil }
    return ChoiceWords.place(begunBy: words, among: choices)
  }

  static func letter(_ place: Int) -> String {
    String(UnicodeScalar(UInt8(97 + max(0, min(place, 25)))))
  }
}
