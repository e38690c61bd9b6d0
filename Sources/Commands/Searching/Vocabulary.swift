import Lab

/// The words of the things that can be found, each held against what is looked for once, however many things
/// have it.
struct Vocabulary {
  /// Where a word stands: in the name of a thing, its keywords, the line on it, or all the rest.
  private struct Place {
    let thing: Int
    let weight: Double
  }

  /// How much a word counts by where it stands: a text may speak of something by the way; a name is what the
  /// thing is.
  private static let weights = (name: 10.0, keywords: 8.0, about: 4.0, text: 1.0)

  private var places: [String: [Place]] = [:]
  /// The words by which things are called, and of the lines on them.
  private var called: Set<String> = []
  let things: [Findable]
  /// Names and keywords of each thing, without anything between their words.
  private let names: [[String]]

  init(_ things: [Findable]) {
    self.things = things
    names = things.map { ([$0.name] + $0.keywords).map(SearchWords.squeezed) }
    for (place, thing) in things.enumerated() {
      let name = SearchWords.of(thing.name)
      let keywords = thing.keywords.flatMap(SearchWords.of)
      let about = SearchWords.of(thing.about)
      called.formUnion(name + keywords + about)
      // The best place first: of the later ones the same word is worth less.
      var noted: Set<String> = []
      for (words, weight) in [
        (name, Self.weights.name), (keywords, Self.weights.keywords), (about, Self.weights.about),
        (SearchWords.of(thing.text), Self.weights.text),
      ] {
        for word in words where noted.insert(word).inserted {
          places[word, default: []].append(Place(thing: place, weight: weight))
        }
      }
    }
  }

  /// How well a word fits each of the things; 0 where it does not.
  func fits(of word: String) -> [Double] {
    var best = [Double](repeating: 0, count: things.count)
    for (candidate, places) in places {
      let fit = Self.fit(word, candidate)
      guard fit > 0 else { continue }
      for place in places { best[place.thing] = max(best[place.thing], fit * place.weight) }
    }
    return best
  }

  /// How well a whole query fits one of the names of a thing; 0 where it does not.
  func fit(squeezed query: String, _ thing: Int) -> Double {
    guard query.count > 1 else { return 0 }
    let names = names[thing]
    if names[0] == query { return 40 }
    if names.contains(query) { return 30 }
    return query.count > 3 && names.contains { $0.hasPrefix(query) } ? 10 : 0
  }

  /// A word as it is; the nearest one that something is called by, where nothing has it.
  func known(_ word: String) -> String {
    guard word.count > 3, !places.keys.contains(where: { Self.fit(word, $0) > 0 }) else {
      return word
    }
    let names = called.filter { $0.count > 3 }.sorted()
    // In a short word one letter makes another word.
    return nearest(to: word, among: names, limit: 1, reach: word.count > 5 ? 2 : 1).first ?? word
  }

  private static func fit(_ word: String, _ candidate: String) -> Double {
    if candidate == word { return 1 }
    let count = word.utf8.count
    if count > 2, candidate.utf8.starts(with: word.utf8) { return 0.7 }
    return count > 3 && candidate.utf8.contains(word.utf8) ? 0.4 : 0
  }
}

extension String.UTF8View {
  /// Whether the bytes stand somewhere in these.
  fileprivate func contains(_ part: String.UTF8View) -> Bool {
    var rest = self[...]
    while rest.count >= part.count {
      if rest.starts(with: part) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
