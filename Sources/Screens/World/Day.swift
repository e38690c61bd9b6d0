/// A date in UTC: `2026-01-01`.
struct Day {
  let text: String

  init(_ seconds: Int64) {
    text = Self.date(days: Int((Double(seconds) / 86_400).rounded(.down)))
    exactText = text + " " + Self.clock(seconds) + " UTC"
  }

  /// To the second, as `2026-11-30 23:00:00 UTC`.
  let exactText: String

  /// The day alone where it is its first second.
  var momentText: String { exactText.hasSuffix(" 00:00:00 UTC") ? text : exactText }

  /// As exact as one needs it to tell it from another moment.
  func text(near other: Int64) -> String { Day(other).text == text ? exactText : text }

  /// A day of the Gregorian calendar, also before there was one: certificates reckon so. The year
  /// begins in March here, so that the day that some years lack is its last.
  private static func date(days: Int) -> String {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    func digits(_ number: Int, _ width: Int) -> String {
      let text = String(abs(number))
      return (number < 0 ? "-" : "")
        + String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return [digits(year, 4), digits(month < 10 ? month + 3 : month - 9, 2), digits(day, 2)]
      .joined(separator: "-")
  }

  private static func clock(_ seconds: Int64) -> String {
    let ofDay = (seconds % 86_400 + 86_400) % 86_400
    return [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map { ($0 < 10 ? "0" : "") + String($0) }
      .joined(separator: ":")
  }
}
