import Screens
import Transcripts

extension Handout {
  /// As Markdown that reads on any forge. What an author wrote is taken apart and written anew, so that it holds no
  /// more than the prose of lessons knows: no HTML, no links.
  var markdown: String {
    var markdown = Markdown()
    for part in parts { add(part, &markdown) }
    return markdown.source
  }

  private func add(_ part: Part, _ markdown: inout Markdown) {
    switch part {
    case .heading(let level, let text): markdown.heading(level, text)
    case .prose(let text): add(ProseBlock.blocks(of: text), &markdown)
    case .labelled(let label, let text):
      var blocks = ProseBlock.blocks(of: text)
      var words = "**\(Markdown.escaped(label))**"
      if case .paragraph(let inlines)? = blocks.first {
        words += " " + source(inlines)
        blocks.removeFirst()
      }
      markdown.paragraph(raw: words)
      add(blocks, &markdown)
    case .boxes(let lines):
      for line in lines { markdown.item(raw: "[ ] \(line.isEmpty ? "______" : source(of: line))") }
      markdown.line("")
    case .choose(let what, let choices):
      let boxes = choices.map { "[ ] \(Markdown.escaped($0))" }.joined(separator: " ")
      markdown.paragraph(raw: "\(Markdown.escaped(what)): \(boxes)")
    case .screen(let text): markdown.code(text)
    case .room(let what): markdown.paragraph(raw: "\(Markdown.escaped(what)): ________________")
    case .newSheet: markdown.paragraph(raw: "---")
    }
  }

  private func add(_ blocks: [ProseBlock], _ markdown: inout Markdown) {
    for (place, block) in blocks.enumerated() {
      switch block {
      case .paragraph(let inlines): markdown.paragraph(raw: source(inlines))
      case .quote(let inlines): markdown.paragraph(raw: "> " + source(inlines))
      case .item(let mark, let inlines):
        markdown.line("\(mark) " + source(inlines))
        let isLast = !blocks.indices.contains(place + 1) || !blocks[place + 1].isItem
        if isLast { markdown.line("") }
      case .code(let lines): markdown.code(lines.joined(separator: "\n"))
      }
    }
  }

  /// What stands behind a box, in one line.
  private func source(of line: String) -> String {
    ProseBlock.blocks(of: line).map { block in
      switch block {
      case .paragraph(let inlines), .quote(let inlines): source(inlines)
      case .item(let mark, let inlines): "\(mark) " + source(inlines)
      case .code(let lines): Markdown.code(lines.joined(separator: " "))
      }
    }.joined(separator: " ")
  }

  private func source(_ inlines: [ProseBlock.Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): Markdown.escaped(text)
      case .code(let text): Markdown.code(text)
      case .strong(let text): "**\(Markdown.escaped(text))**"
      }
    }.joined()
  }
}
