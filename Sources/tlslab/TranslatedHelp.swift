import Explanations
import Pages

/// The argument parser's help and complaints in the language that was chosen. The library has its own words in
/// English alone: its text is taken with each paragraph in one line, looked up piece by piece, and wrapped.
struct TranslatedHelp {
  /// How wide the library is to make a line, so that it breaks none.
  static let unbroken = 1_000_000
  /// Where the library puts what an option means.
  private static let column = 26
  let width: Int

  /// - Parameter text: of the library, laid out without breaks.
  func callAsFunction(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { row(String($0)) }
      .joined(separator: "\n")
  }

  private func row(_ line: String) -> String {
    if let hint = line.wholeMatch(of: #/Help:  (\S+)  (.*)/#) {
      let label = "\(Wording.text(of: "Help")):  \(hint.1)  "
      return label + wrapped(translated(hint.2), label.count, label.count)
    }
    if let entry = line.wholeMatch(of: #/(  \S.*?)(  +)(\S.*)/#) {
      let label = String(entry.1 + entry.2)
      return label + wrapped(translated(entry.3), label.count, Self.column)
    }
    let indent = line.prefix { $0 == " " }.count
    let words = line.dropFirst(indent)
    // A heading, and what follows it in the same line.
    if let headed = words.wholeMatch(of: #/([A-Za-z]+):( *)(.*)/#),
      Wording.text(of: String(headed.1)) != headed.1
    {
      let heading = "\(Wording.text(of: String(headed.1))):\(headed.2)"
      return heading + wrapped(translated(headed.3), heading.count, 0)
    }
    return String(repeating: " ", count: indent) + wrapped(translated(words), indent, indent)
  }

  /// A sentence as it stands, or with numbers for what is quoted in it.
  private func translated(_ words: Substring) -> String {
    if let end = words.firstMatch(of: #/ \((default|values): ([^()]*)\)$/#) {
      let pattern = Wording.text(of: "(\(end.1): {1})").replacing("{1}", with: String(end.2))
      return translated(words[..<end.range.lowerBound]) + " " + pattern
    }
    let whole = Wording.text(of: String(words))
    if whole != words { return whole }
    let quoted = words.matches(of: #/'([^']*)'/#).map { String($0.1) }
    var number = 0
    let pattern = String(words).replacing(#/'[^']*'/#) { _ in
      number += 1
      return "'{\(number)}'"
    }
    return quoted.enumerated().reduce(Wording.text(of: pattern)) {
      $0.replacing("{\($1.offset + 1)}", with: $1.element)
    }
  }

  /// - Parameters:
  ///   - start: where the first line begins.
  ///   - indent: where the others do.
  private func wrapped(_ text: String, _ start: Int, _ indent: Int) -> String {
    var (lines, column) = ("", start)
    for word in text.split(separator: " ") {
      if column > start || !lines.isEmpty, column + 1 + word.count > width {
        lines += "\n" + String(repeating: " ", count: indent)
        column = indent
      } else if !lines.isEmpty {
        lines += " "
        column += 1
      }
      lines += word
      column += word.count
    }
    return lines
  }
}
