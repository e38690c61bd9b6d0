import Screens

/// A piece of Markdown in the making, as every forge renders it (CommonMark, and tables). Text can't become
/// markup: it is escaped here, and nowhere else.
package struct Markdown {
  package private(set) var source = ""

  package init() {}

  /// A heading of level 1 to 6.
  package mutating func heading(_ level: Int, _ text: String) {
    line(String(repeating: "#", count: level) + " " + Self.escaped(text))
    line("")
  }

  /// A paragraph of text.
  package mutating func paragraph(_ text: String) { paragraph(raw: Self.escaped(text)) }

  /// A paragraph that is Markdown already.
  package mutating func paragraph(raw: String) {
    line(raw)
    line("")
  }

  /// An item of a list.
  package mutating func item(raw: String) { line("- " + raw) }

  /// Text as it stands. The fence is longer than any inside.
  package mutating func code(_ text: String, _ language: String = "text") {
    // Before its end is looked at: a carriage return and its line feed are one character.
    let text = text.withVisibleControls
    var fence = "```"
    while text.contains(fence) { fence += "`" }
    line(fence + language)
    line(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    line(fence)
    line("")
  }

  /// A table; cells are Markdown already.
  package mutating func table(header: [String], rows: [[String]]) {
    line("| " + header.joined(separator: " | ") + " |")
    line("|" + String(repeating: "---|", count: header.count))
    for row in rows { line("| " + row.joined(separator: " | ") + " |") }
    line("")
  }

  /// Something that one opens to read.
  package mutating func folded(_ title: String, _ content: (inout Markdown) -> Void) {
    line("<details><summary>\(Self.escaped(title))</summary>")
    line("")
    content(&self)
    line("</details>")
    line("")
  }

  /// A line, or several, that are Markdown already; no control gets into it by any way.
  package mutating func line(_ text: String) { source += text.withVisibleControls + "\n" }

  /// Text with everything escaped that Markdown, or the HTML in it, would take for markup.
  package static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.withVisibleControls.unicodeScalars {
      switch scalar {
      case "\n": escaped += " "
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!": escaped += "\\\(scalar)"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A short text with characters of one width, as it is.
  ///
  /// - Parameter isCell: whether it stands in a row of a table.
  package static func code(_ text: String, inTable isCell: Bool = false) -> String {
    var text = text.withVisibleControls.replacing("\n", with: " ")
    guard !text.isEmpty else { return "" }
    // A code span takes no escapes: it ends at a run of backticks as long as that which began it, and a blank that
    // both of its ends have is not part of it (CommonMark, 6.1).
    let ticks = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let isBlank = text.allSatisfy { $0 == " " }
    let ends = [text.first, text.last]
    if ends.contains("`") || ends == [" ", " "] && !isBlank { text = " \(text) " }
    // A cell does, before the span is looked at.
    return ticks + (isCell ? text.replacing("|", with: "\\|") : text) + ticks
  }

  private static func longestRun(of mark: Character, in text: String) -> Int {
    var (longest, length) = (0, 0)
    for character in text {
      length = character == mark ? length + 1 : 0
      longest = max(longest, length)
    }
    return longest
  }
}
