extension Citation {
  /// A running text in which each citation of a document that is no longer in force says so:
  /// `RFC 5246 §7.3` becomes `RFC 5246 §7.3, obsoleted by RFC 9846`.
  public static func marked(in text: String, by table: DocumentTable = .known) -> String {
    // Most texts cite nothing.
    guard text.contains("RFC ") else { return text }
    let section = #"(?:§|section |appendix )?[A-F]?(?:\.?[0-9]+)+"#
    guard let place = try? Regex("(RFC [0-9]+)(?: \(section)(?:(?:,| and) §\(section))*)?") else {
      return text
    }
    return text.replacing(place) { match in
      let whole = text[match.range]
      let document = whole.prefix {
        $0 == "R" || $0 == "F" || $0 == "C" || $0 == " " || $0.isNumber
      }
      let name = document.split(separator: " ").prefix(2).joined(separator: " ")
      return whole + mark(name, table)
    }
  }
}
