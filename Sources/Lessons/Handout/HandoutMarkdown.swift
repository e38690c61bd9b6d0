import Transcripts

extension Handout {
  /// As Markdown that reads on any forge.
  var markdown: String {
    var markdown = Markdown()
    for part in parts {
      switch part {
      case .heading(let level, let text): markdown.heading(level, text)
      case .prose(let text): markdown.paragraph(raw: text)
      case .labelled(let label, let text): markdown.paragraph(raw: "**\(label)** \(text)")
      case .boxes(let lines):
        for line in lines { markdown.item(raw: "[ ] \(line.isEmpty ? "______" : line)") }
        markdown.line("")
      case .choose(let what, let choices):
        let boxes = choices.map { "[ ] \($0)" }.joined(separator: " ")
        markdown.paragraph(raw: "\(what): \(boxes)")
      case .screen(let text): markdown.code(text)
      case .room(let what): markdown.paragraph(raw: "\(what): ________________")
      case .newSheet: markdown.paragraph(raw: "---")
      }
    }
    return markdown.source
  }
}
