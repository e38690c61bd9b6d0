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
    let vocabulary = Vocabulary(things)
    var seen: Set<String> = []
    let typed = SearchWords.of(query).filter { seen.insert($0).inserted }.prefix(Self.mostWords)
    let words = typed.map(vocabulary.known)
    if words != Array(typed) { meant = words.joined(separator: " ") }
    found = Self.ranked(words, meant ?? query, vocabulary)
    let quoted = Catalogue.current.errors(in: query).map(\.error.name)
    let errors = things.filter { $0.kind == .explained(.error) && quoted.contains($0.name) }
    found = errors + found.filter { !errors.contains($0) }
  }

  /// Nobody looks for more; a page that is pasted says what it is about early on.
  private static let mostWords = 64

  /// The things that have the words, the best first.
  private static func ranked(
    _ words: [String], _ query: String, _ vocabulary: Vocabulary
  ) -> [Findable] {
    let squeezed = SearchWords.squeezed(query)
    let fits = words.map(vocabulary.fits)
    let weights = fits.map(weight)
    let sum = max(weights.reduce(0, +), 0.001)
    var ranked: [(thing: Findable, score: Double)] = []
    for (place, thing) in vocabulary.things.enumerated() {
      var score = vocabulary.fit(squeezed: squeezed, place)
      var matched = score > 0 ? sum : 0
      for (fits, weight) in zip(fits, weights) {
        score += fits[place] * weight / sum
        if fits[place] > 0 { matched += weight }
      }
      if matched > sum * 0.6 { ranked.append((thing, score * thing.kind.weight)) }
    }
    let best = ranked.map(\.score).max() ?? 0
    // Where something is called so, what only speaks of it by the way is noise.
    return ranked.filter { $0.score * 20 > best }
      .sorted { ($1.score, $0.thing.name) < ($0.score, $1.thing.name) }.map(\.thing)
  }

  /// What a word is worth, from 0 to 1: one that most things have, such as 'the', tells nothing.
  private static func weight(_ fits: [Double]) -> Double {
    let share = Double(fits.count { $0 > 0 }) / Double(max(1, fits.count))
    let rare = (1 - share) * (1 - share)
    return rare * rare
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
          Line(place == 0 ? Wording.text(of: kind.singular) : "", .faint),
          Line(thing.command, .command),
          Line(thing.about),
        ]
      }
    }
  }
}
