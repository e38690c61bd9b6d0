import Explanations
import Lab
import Screens

/// A length of time as people write it: `30d`, `2 hours`, `10y`.
struct TimeSpan: Hashable, Sendable {
  /// Above 0.
  var seconds: Int64

  private static let units: [(words: [String], seconds: Int64)] = [
    (["s", "sec", "second"], 1), (["min", "m", "minute"], 60), (["h", "hour"], 3600),
    (["d", "day"], 86_400), (["w", "week"], 7 * 86_400), (["mo", "month"], 30 * 86_400),
    (["y", "year"], 365 * 86_400),
  ]

  /// - Throws: what is wrong with it.
  init(_ text: String) throws(CommandError) {
    let typed = text
    let text = text.lowercased().filter { $0 != " " }
    guard !text.hasPrefix("-") else { throw CommandError(refusal: "time.back", meant: "undo") }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let word = String(text.dropFirst(digits.count))
    guard !digits.isEmpty, !word.isEmpty || Int64(digits) != 0 else {
      throw CommandError(refusal: "time.bad", ["word": typed], meant: "wait 30d")
    }
    guard
      let unit = Self.units.first(where: { unit in
        unit.words.contains(word) || unit.words.contains { $0 + "s" == word }
      })
    else {
      throw CommandError(
        refusal: word.isEmpty ? "time.no-unit" : "time.bad", ["word": typed],
        meant: word.isEmpty ? "wait \(digits)d" : "wait 30d")
    }
    // More digits than fit are more time than the calendar has.
    let (seconds, isTooLong) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: unit.seconds)
    guard !isTooLong else { throw CommandError(refusal: "time.beyond") }
    guard seconds > 0 else { throw CommandError(refusal: "time.none", meant: "wait 30d") }
    self.seconds = seconds
  }

  /// In its largest unit: `30 days`.
  var words: String {
    let names: [(name: String, seconds: Int64)] = [
      ("year", 365 * 86_400), ("day", 86_400), ("hour", 3600), ("minute", 60),
    ]
    let unit = names.first { seconds % $0.seconds == 0 } ?? ("second", 1)
    let count = seconds / unit.seconds
    // Each number has a form of its own in other languages: both are words by themselves.
    return Wording.text(of: "{1} \(unit.name)\(count == 1 ? "" : "s")")
      .replacing("{1}", with: "\(count)")
  }
}

extension Word where Value == String {
  /// A length of time; the command reads it, for it may have a blank inside.
  static var timeSpan: Word {
    let choices = ["2h", "30d", "1y"].map { Choice($0, said(.choice, "time.\($0)")) }
    return .named("TIME", choices: choices) { _ in choices.map { Candidate($0.word, $0.meaning) } }
  }
}
