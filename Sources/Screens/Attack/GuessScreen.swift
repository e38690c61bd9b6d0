import Applications
import Explanations
public import Lab

extension Screens {
  /// What came of words that were tried.
  ///
  /// - Parameter count: how many words there were.
  public static func guessed(_ guesses: [Guess], of count: Int) -> Page {
    guard !guesses.isEmpty else {
      return Page(
        lines: [said(.ability, "guess.nothing")],
        next: ["compromise server.key", "connect psk=phone-17:letmein kx=psk"])
    }
    let found = guesses.count { $0.found != nil }
    let counts = [
      "words": plural(count, "word"), "found": String(found), "all": String(guesses.count),
    ]
    var blocks: [Block] = [
      .line(Line("GUESS  ", .heading) + Line(said(.ability, "guess.result", counts))), .rule,
    ]
    let rows = guesses.map { guess in
      [
        Line(guess.session, .heading), Line(guess.what),
        guess.found.map { Line($0, .bad) } ?? Line("-", .good),
        Line(
          said(
            .ability, guess.found == nil ? "guess.none" : "guess.found",
            ["tries": plural(guess.tries, "word")])),
      ]
    }
    blocks.append(.table(Table(rows: rows)))
    if found > 0 { blocks += [.blank, .paragraph(Line(said(.ability, "guess.why")), indent: 1)] }
    return Page(blocks, next: ["vault", "cascade \(guesses[0].session)"])
  }
}

extension Guess {
  fileprivate var what: String {
    switch target {
    case .digest(let credentials):
      said(.ability, "guess.digest", ["name": credentials.username, "realm": credentials.realm])
    case .sharedKey(let identity): said(.ability, "guess.psk", ["name": identity])
    }
  }
}
