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

/// A thing that can be found, taken apart into words.
struct SearchedThing {
  let thing: Findable
  /// The words of its name, of its keywords, of the line on it, and of all the rest.
  let name, keywords, about, text: [String]
  /// Name and keywords without anything between their words.
  let names: [String]

  init(_ thing: Findable) {
    self.thing = thing
    name = SearchWords.of(thing.name)
    keywords = thing.keywords.flatMap(SearchWords.of)
    about = SearchWords.of(thing.about)
    text = SearchWords.of(thing.text)
    names = ([thing.name] + thing.keywords).map(SearchWords.squeezed)
  }

  /// How well a word fits; 0 where it does not.
  func fit(_ word: String) -> Double {
    // A text may speak of something by the way; a name is what the thing is.
    let places = [(name, 10.0), (keywords, 8), (about, 4), (text, 1)]
    return places.map { words, weight in weight * Self.fit(word, in: words) }.max() ?? 0
  }

  /// How well a whole query fits one of the names; 0 where it does not.
  func fit(squeezed query: String) -> Double {
    guard query.count > 1 else { return 0 }
    if names[0] == query { return 40 }
    if names.contains(query) { return 30 }
    return query.count > 3 && names.contains { $0.hasPrefix(query) } ? 10 : 0
  }

  private static func fit(_ word: String, in words: [String]) -> Double {
    var best = 0.0
    for candidate in words {
      if candidate == word { return 1 }
      if word.count > 2, candidate.hasPrefix(word) { best = max(best, 0.7) }
      if word.count > 3, candidate.contains(word) { best = max(best, 0.4) }
    }
    return best
  }
}
