import Explanations
import Lab
import Screens

/// What there is on a few words, the best first.
struct Search {
  /// What was looked for, where a word that nothing has was taken for another one.
  private(set) var meant: String?
  private(set) var found: [Findable] = []

  /// - Parameter query: words, in whatever case and form; or an error of another program.
  init(_ query: String, among things: [Findable]) {
    let searched = things.map(SearchedThing.init)
    var seen: Set<String> = []
    let typed = SearchWords.of(query).filter { seen.insert($0).inserted }.prefix(Self.mostWords)
    let words = typed.map { Self.known($0, among: searched) }
    if words != Array(typed) { meant = words.joined(separator: " ") }
    found = Self.ranked(words, meant ?? query, searched).map(\.thing)
    let quoted = Catalogue.current.errors(in: query).map(\.error.name)
    let errors = things.filter { $0.kind == .explained(.error) && quoted.contains($0.name) }
    found = errors + found.filter { !errors.contains($0) }
  }

  /// Nobody looks for more; a page that is pasted says what it is about early on.
  private static let mostWords = 64

  /// The things that have the words, the best first.
  private static func ranked(
    _ words: [String], _ query: String, _ things: [SearchedThing]
  ) -> [SearchedThing] {
    let squeezed = SearchWords.squeezed(query)
    let weights = words.map { weight(of: $0, among: things) }
    let sum = max(weights.reduce(0, +), 0.001)
    var ranked: [(thing: SearchedThing, score: Double)] = []
    for thing in things {
      var matched = 0.0
      var score = thing.fit(squeezed: squeezed)
      if score > 0 { matched = sum }
      for (word, weight) in zip(words, weights) {
        let fit = thing.fit(word)
        score += fit * weight / sum
        if fit > 0 { matched += weight }
      }
      if matched > sum * 0.6 { ranked.append((thing, score * thing.thing.kind.weight)) }
    }
    let best = ranked.map(\.score).max() ?? 0
    // Where something is called so, what only speaks of it by the way is noise.
    return ranked.filter { $0.score * 20 > best }
      .sorted { ($1.score, $0.thing.thing.name) < ($0.score, $1.thing.thing.name) }.map(\.thing)
  }

  /// What a word is worth, from 0 to 1: one that most things have, such as 'the', tells nothing.
  private static func weight(of word: String, among things: [SearchedThing]) -> Double {
    let share = Double(things.count { $0.fit(word) > 0 }) / Double(max(1, things.count))
    let rare = (1 - share) * (1 - share)
    return rare * rare
  }

  /// A word as it is; the nearest one that something is called by, where nothing has it.
  private static func known(_ word: String, among things: [SearchedThing]) -> String {
    guard word.count > 3, !things.contains(where: { $0.fit(word) > 0 }) else { return word }
    let names = Set(things.flatMap { $0.name + $0.keywords + $0.about }).filter { $0.count > 3 }
    // In a short word one letter makes another word.
    return nearest(to: word, among: names.sorted(), limit: 1, reach: word.count > 5 ? 2 : 1).first
      ?? word
  }
}

extension Search {
  /// How many are shown, and how many of one kind.
  private static let limit = (all: 12, ofOneKind: 4)

  /// The best, by what they are; nil where nothing was found.
  ///
  /// - Parameter heading: what to say before, one line.
  func page(_ heading: String? = nil) -> Page? {
    guard !found.isEmpty else { return nil }
    var shown: [Findable] = []
    for thing in found where shown.count < Self.limit.all {
      if shown.count(where: { $0.kind == thing.kind }) < Self.limit.ofOneKind {
        shown.append(thing)
      }
    }
    var page = Page()
    if let heading { page.add(Line(heading)) }
    if let meant { page.add(Line("what there is on ") + Line(meant, .command)) }
    page.add(.table(Table(rows: rows(shown))))
    if found.count > shown.count {
      page.add(Line(" \(found.count - shown.count) more; a further word narrows them down", .faint))
    }
    page.next = shown.first.map { [$0.command] } ?? []
    return page
  }

  private func rows(_ things: [Findable]) -> [[Line]] {
    var kinds: [Findable.Kind] = []
    for thing in things where !kinds.contains(thing.kind) { kinds.append(thing.kind) }
    return kinds.flatMap { kind in
      things.filter { $0.kind == kind }.enumerated().map { place, thing in
        [
          Line(place == 0 ? kind.singular : "", .faint), Line(thing.command, .command),
          Line(thing.about),
        ]
      }
    }
  }
}
