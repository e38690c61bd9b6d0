import Explanations
import Screens

/// A session as Markdown.
struct MarkdownTranscript {
  let session: AnnotatedSession

  init(_ session: AnnotatedSession) { self.session = session }

  var text: String {
    var markdown = Markdown()
    head(&markdown)
    for chapter in session.chapters where ["result", "ladder"].contains(chapter.id) {
      self.chapter(chapter, &markdown)
    }
    markdown.heading(2, String(worded: "Step by step"))
    for step in session.steps { self.step(step, &markdown) }
    for chapter in session.chapters where !["result", "ladder"].contains(chapter.id) {
      self.chapter(chapter, &markdown)
    }
    glossary(&markdown)
    return markdown.source
  }

  private func head(_ markdown: inout Markdown) {
    let summary = session.session
    markdown.heading(1, "\(summary.id): \(summary.title)")
    markdown.paragraph(
      "\(Transcript.made(session)) \(session.redacted ? Transcript.leftOut : Transcript.secretsInside)"
    )
    if let outcome = summary.outcome {
      markdown.item(raw: String(worded: "outcome: **\(Markdown.escaped(outcome))**"))
    }
    if let alert = summary.alert { markdown.item(raw: "alert: \(Markdown.escaped(alert))") }
    if let suite = summary.suite { markdown.item(raw: "suite: \(Markdown.code(suite))") }
    if let vault = summary.vault {
      markdown.item(raw: String(worded: "recording: \(Markdown.escaped(vault))"))
    }
    if !summary.notChecked.isEmpty {
      markdown.item(
        raw: String(
          worded:
            "**not checked**: \(Markdown.escaped(summary.notChecked.joined(separator: ", ")))"))
    }
    let own = session.settings.filter { !$0.isDefault }
    for setting in own {
      markdown.item(raw: "setting: \(Markdown.code("\(setting.key) = \(setting.value)"))")
    }
    markdown.line("")
  }

  // MARK: Steps

  private func step(_ step: AnnotatedStep, _ markdown: inout Markdown) {
    let title = "\(step.number). \(step.text)"
    let message = step.message.flatMap { number in
      session.messages.first { $0.number == number }
    }
    let isSent = step.kind == "sent"
    let new = session.values.filter { step.values.contains($0.id) && first(of: $0) == step.number }
    guard isSent || !new.isEmpty || step.check != nil || step.signature != nil else {
      return markdown.paragraph(raw: "**\(step.number)** \(Markdown.escaped(step.text))")
    }
    markdown.heading(3, title)
    reasons(step.why, &markdown)
    if isSent, let message { self.message(message, &markdown) }
    if step.check != nil { blocks(step.detail, &markdown) }
    if let signature = step.signature {
      markdown.paragraph(
        raw: "\(Markdown.escaped(signature.scheme)): \(Markdown.code(signature.bytes))")
      if let command = signature.command { markdown.code(command, "sh") }
    }
    for value in new { self.value(value, &markdown) }
  }

  /// The step at which an end first had a value.
  private func first(of value: AnnotatedValue) -> Int? {
    value.knownFrom.filter { $0.key != "eavesdropper" }.values.min()
  }

  private func reasons(_ keys: [String], _ markdown: inout Markdown) {
    for key in keys {
      guard let reason = session.explanations[key] else { continue }
      markdown.paragraph(
        raw: "\(Markdown.escaped(reason.text)) (\(Markdown.escaped(reason.source)))")
    }
  }

  private func message(_ message: AnnotatedMessage, _ markdown: inout Markdown) {
    let secrecy =
      switch message.protection {
      case .plaintext: String(worded: "plaintext: anyone reads it")
      case .integrityOnly: String(worded: "integrity only: anyone reads it")
      case .encrypted: String(worded: "encrypted")
      }
    markdown.paragraph(
      raw:
        "\(message.from) → \(message.to), \(Screens.bytes(message.records.count / 2)), **\(secrecy)**"
    )
    if let part = message.attacker {
      markdown.item(raw: String(worded: "attack: **\(Markdown.escaped(part.words))**"))
      markdown.line("")
    }
    if !message.recordFields.isEmpty {
      markdown.folded(String(worded: "bytes and fields of \(message.title)")) { markdown in
        fields(message.recordFields, of: message.records, &markdown)
      }
    }
    if let inside = message.inside {
      self.inside(inside, of: message, &markdown)
    } else if message.protection != .plaintext {
      markdown.paragraph(said(.page, "inside.left_out"))
    }
    for line in message.learned {
      markdown.item(raw: String(worded: "learned: \(Markdown.escaped(line))"))
    }
    if !message.learned.isEmpty { markdown.line("") }
  }

  private func inside(
    _ inside: AnnotatedMessage.Inside, of message: AnnotatedMessage, _ markdown: inout Markdown
  ) {
    guard let bytes = inside.bytes else { return }
    markdown.folded(String(worded: "inside \(message.title), \(inside.length) bytes")) { markdown in
      if let text = inside.text {
        markdown.code(text)
      } else if let tree = inside.fields {
        fields([tree], of: bytes, &markdown)
      } else {
        markdown.code(bytes)
      }
    }
  }

  private func fields(
    _ fields: [MessageField], of bytes: String, _ markdown: inout Markdown
  ) {
    var rows: [[String]] = []
    let digits = Array(bytes.utf8)
    func add(_ field: MessageField, _ depth: Int) {
      let range = (field.range.lowerBound * 2..<field.range.upperBound * 2)
        .clamped(to: 0..<digits.count)
      // What is taken apart below is not printed twice.
      let shown = field.children.isEmpty ? String(decoding: digits[range], as: UTF8.self) : ""
      let words = [field.value, field.meaning].filter { !$0.isEmpty }.joined(separator: ": ")
      rows.append([
        String(field.range.lowerBound), Markdown.code(shown, inTable: true),
        String(repeating: "&nbsp;&nbsp;", count: depth)
          + Markdown.code(field.spokenName, inTable: true),
        Markdown.escaped(words), links(field.why),
      ])
      for inner in field.children { add(inner, depth + 1) }
    }
    for field in fields { add(field, 0) }
    markdown.table(
      header: ["at", "bytes", "field", "says", "why"].map(Wording.text(of:)), rows: rows)
  }

  private func links(_ keys: [String]) -> String {
    keys.filter { session.explanations[$0] != nil }
      .map { "[\(Markdown.escaped(name($0)))](#\(anchor($0)))" }.joined(separator: ", ")
  }

  // MARK: Values

  private func value(_ value: AnnotatedValue, _ markdown: inout Markdown) {
    let secrecy = String(worded: value.isSecret ? "**secret**" : "public")
    markdown.paragraph(
      raw:
        "\(Markdown.code(value.name)), \(Markdown.escaped(value.noun)), \(Screens.bytes(value.length)), \(secrecy):"
    )
    markdown.code(value.bytes ?? String(worded: "left out"))
    if let derivation = value.derivation {
      markdown.paragraph(
        raw: "\(Markdown.escaped(derivation.words)) \(Markdown.code(derivation.formula))")
      if let command = derivation.command { markdown.code(command, "sh") }
      if let words = derivation.withoutCommand { markdown.paragraph(words) }
      for file in derivation.files { markdown.paragraph(file) }
    }
    let parts = value.why.compactMap { session.explanations[$0]?.text } + [value.source ?? ""]
    let words = parts.filter { !$0.isEmpty }.joined(separator: " ")
    if !words.isEmpty { markdown.paragraph(words) }
  }

  // MARK: Chapters and glossary

  private func chapter(_ chapter: Chapter, _ markdown: inout Markdown) {
    markdown.heading(2, chapter.title)
    blocks(chapter.blocks, &markdown)
  }

  private func blocks(_ blocks: [ChapterBlock], _ markdown: inout Markdown) {
    var drawing = ""
    for block in blocks {
      let text = (block.text ?? []).map(\.text).joined()
      if block.kind == .drawing {
        drawing += text + "\n"
        continue
      }
      if !drawing.isEmpty { markdown.code(drawing) }
      drawing = ""
      switch block.kind {
      case .line, .paragraph: markdown.paragraph(text.trimmedBlanks)
      case .verbatim: markdown.code(text, "sh")
      case .table: table(block, &markdown)
      case .drawing, .rule, .blank: break
      }
    }
    if !drawing.isEmpty { markdown.code(drawing) }
  }

  private func table(_ block: ChapterBlock, _ markdown: inout Markdown) {
    let rows = (block.rows ?? []).map { $0.map(cell) }
    let columns = ([block.header?.count ?? 0] + rows.map(\.count)).max() ?? 0
    guard columns > 0 else { return }
    let header = block.header?.map(cell) ?? Array(repeating: " ", count: columns)
    markdown.table(
      header: header + Array(repeating: " ", count: columns - header.count),
      rows: rows.map { $0 + Array(repeating: " ", count: columns - $0.count) })
  }

  private func cell(_ spans: [ChapterSpan]) -> String {
    Markdown.escaped(spans.map(\.text).joined().trimmedBlanks)
  }

  private func glossary(_ markdown: inout Markdown) {
    guard !session.explanations.isEmpty else { return }
    markdown.heading(2, String(worded: "Explanations"))
    for key in session.explanations.keys.sorted() {
      guard let reason = session.explanations[key] else { continue }
      markdown.item(
        raw: "<a id=\"\(anchor(key))\"></a>**\(Markdown.escaped(name(key)))**:"
          + " \(Markdown.escaped(reason.text)) (\(Markdown.escaped(reason.source)))")
    }
  }

  /// The name of an explanation without its kind and version.
  private func name(_ key: String) -> String {
    let name = key.split(separator: "/", maxSplits: 1).last ?? ""
    return name.split(separator: "@").first.map(String.init) ?? key
  }

  private func anchor(_ key: String) -> String {
    "why-" + String(key.map { $0.isLetter || $0.isNumber ? $0 : "-" }).lowercased()
  }
}

extension String {
  fileprivate var trimmedBlanks: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
