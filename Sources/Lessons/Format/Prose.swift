import Explanations
import Platform

/// The part of Markdown that lessons are written in: paragraphs, lists, quotes, tables and code as
/// they are; inside a line `code` and **strong words**.
enum ProseBlock: Hashable, Sendable {
  case paragraph([Inline])
  /// An entry of a list with its mark: `-` or `1.`.
  case item(mark: String, [Inline])
  case quote([Inline])
  /// Lines that stay as they are.
  case code([String])

  enum Inline: Hashable, Sendable {
    case text(String)
    case code(String)
    case strong(String)
  }

  /// Takes prose apart.
  static func blocks(of markdown: String) -> [ProseBlock] {
    var reader = ProseReader()
    for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      reader.read(line)
    }
    reader.flush()
    return reader.blocks
  }
}

/// Puts lines together to blocks.
private struct ProseReader {
  var blocks: [ProseBlock] = []
  private var lines: [Substring] = []
  private var mark = Mark.none
  private var code: [String]?

  private enum Mark: Hashable {
    case none, quote
    case item(String)
  }

  mutating func read(_ line: Substring) {
    if line.hasPrefix("```") {
      if let finished = code {
        blocks.append(.code(finished))
        code = nil
      } else {
        flush()
        code = []
      }
    } else if code != nil {
      code?.append(String(line))
    } else if line.allSatisfy(\.isWhitespace) {
      flush()
    } else if line.hasPrefix("|") || line.hasPrefix("    ") && lines.isEmpty {
      readVerbatim(line)
    } else {
      readText(line)
    }
  }

  private mutating func readVerbatim(_ line: Substring) {
    flush()
    let text = String(line.hasPrefix("|") ? line : line.dropFirst(4))
    if case .code(let before)? = blocks.last {
      blocks[blocks.count - 1] = .code(before + [text])
    } else {
      blocks.append(.code([text]))
    }
  }

  private mutating func readText(_ line: Substring) {
    let text = line.drop { $0 == " " }
    if text.hasPrefix("- ") {
      begin(.item("-"), text.dropFirst(2))
    } else if let dot = text.firstIndex(of: "."), text[..<dot].allSatisfy(\.isNumber),
      dot > text.startIndex, text[dot...].hasPrefix(". ")
    {
      begin(.item(String(text[...dot])), text[dot...].dropFirst(2))
    } else if text.hasPrefix("> ") {
      if mark == .quote {
        lines.append(text.dropFirst(2))
      } else {
        begin(.quote, text.dropFirst(2))
      }
    } else {
      lines.append(text)
    }
  }

  private mutating func begin(_ next: Mark, _ text: Substring) {
    flush()
    mark = next
    lines = [text]
  }

  /// Ends what is open.
  mutating func flush() {
    if let finished = code { blocks.append(.code(finished)) }
    code = nil
    guard !lines.isEmpty else { return }
    let inlines = Self.inlines(of: lines.joined(separator: " "))
    switch mark {
    case .none: blocks.append(.paragraph(inlines))
    case .quote: blocks.append(.quote(inlines))
    case .item(let mark): blocks.append(.item(mark: mark, inlines))
    }
    lines = []
    mark = .none
  }

  private static func inlines(of text: String) -> [ProseBlock.Inline] {
    var found: [ProseBlock.Inline] = []
    var plain = ""
    // A lesson may cite what is history; whoever reads it shall see that.
    var rest = Citation.marked(in: text)[...]
    func take(_ mark: String) -> String? {
      guard rest.hasPrefix(mark) else { return nil }
      let inside = rest.dropFirst(mark.count)
      guard let end = inside.firstRange(of: mark), end.lowerBound > inside.startIndex else {
        return nil
      }
      defer { rest = inside[end.upperBound...] }
      return String(inside[..<end.lowerBound])
    }
    func add(_ inline: ProseBlock.Inline) {
      if !plain.isEmpty { found.append(.text(plain)) }
      plain = ""
      found.append(inline)
    }
    while let character = rest.first {
      if let code = take("`") {
        add(.code(code))
      } else if let strong = take("**") {
        add(.strong(strong))
      } else {
        plain.append(character)
        rest.removeFirst()
      }
    }
    if !plain.isEmpty { found.append(.text(plain)) }
    return found
  }
}
