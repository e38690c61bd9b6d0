import Testing

// What stands in quotes.
extension SourceFile {
  /// The texts in quotes, those put together with `+` as one. What is filled in stands as `_`.
  var texts: [String] {
    var reader = TextReader(Array(lines.joined(separator: "\n").utf8))
    return reader.texts()
  }
}

/// Reads Swift as far as it takes to know what is a text and what is a comment.
private struct TextReader {
  private let source: [UInt8]
  private var place = 0

  init(_ source: [UInt8]) { self.source = source }

  mutating func texts() -> [String] {
    var found: [String] = []
    var goesOn = false
    while place < source.count {
      if starts("//") {
        skip { $0 == UInt8(ascii: "\n") }
      } else if starts("\"") {
        let (text, inner) = text()
        if goesOn, let last = found.popLast() {
          found.append(last + text)
        } else {
          found.append(text)
        }
        // What is filled in stands before, so that what follows can join the text itself.
        found.insert(contentsOf: inner, at: found.count - 1)
        goesOn = joinsNext()
      } else {
        place += 1
      }
    }
    return found
  }

  /// One text from its first quote on, and those that stand in what is filled in.
  private mutating func text() -> (text: String, inner: [String]) {
    let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
    place += quotes.count
    var text: [UInt8] = []
    var inner: [String] = []
    while place < source.count, !starts(quotes) {
      if starts("\\(") {
        text.append(UInt8(ascii: "_"))
        inner += filled()
      } else if source[place] == UInt8(ascii: "\\") {
        place += 1
        if starts("\n") { place += 1 } else { take(into: &text) }
      } else {
        take(into: &text)
      }
    }
    place += quotes.count
    return (String(decoding: text, as: UTF8.self), inner)
  }

  /// Passes over what is filled in, up to its last bracket.
  private mutating func filled() -> [String] {
    var found: [String] = []
    var depth = 0
    repeat {
      if starts("\"") {
        let (text, inner) = text()
        found += inner + [text]
        continue
      }
      depth += starts("(") ? 1 : starts(")") ? -1 : 0
      place += 1
    } while place < source.count && (depth > 0 || source[place - 1] == UInt8(ascii: "\\"))
    return found
  }

  /// Whether a `+` and another text follow.
  private mutating func joinsNext() -> Bool {
    let start = place
    skip { !Self.blanks.contains($0) }
    if starts("+") {
      place += 1
      skip { !Self.blanks.contains($0) }
      if starts("\"") { return true }
    }
    place = start
    return false
  }

  private func starts(_ text: String) -> Bool { source[place...].starts(with: text.utf8) }

  private static let blanks = Array(" \t\n".utf8)

  private mutating func take(into text: inout [UInt8]) {
    if place < source.count { text.append(source[place]) }
    place += 1
  }

  private mutating func skip(until ends: (UInt8) -> Bool) {
    while place < source.count, !ends(source[place]) { place += 1 }
  }
}

@Suite("What stands in quotes is found")
struct SourceTextTests {
  @Test func texts() {
    let text = #"""
      // "no text"
      let a = "one" + f("two") // "nor this"
      let b = "three \(c ? "inner" : d(1)) four"
        + " five // six"
      let e = "\"quoted\" \\" + g
      let h = """
        seven \
        eight
        """
      """#
    let file = SourceFile(
      target: "a", path: "a.swift",
      text: text)
    #expect(
      file.texts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        == ["one", "two", "inner", "three _ four five // six", "\"quoted\" \\", "seven eight"])
  }
}
