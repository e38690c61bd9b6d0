import Explanations
import Screens

// Messages: bytes on one side, fields on the other, each with the number by which the script finds the
// other.
extension HTMLPage {
  func message(_ message: AnnotatedMessage, _ html: inout HTML) {
    html.element("p", ["class": "meta"]) { html in
      let count = message.records.count / 2
      variants(&html) { view in
        "\(name(of: message.from, for: view)) to \(name(of: message.to, for: view)) · \(count) bytes · "
      }
      variants(&html, message.protection.rawValue) { secrecy(of: message, for: $0) }
    }
    if let part = message.attacker {
      html.element(
        "p", ["class": "attack", "data-views": views(part.knownTo)], text: "Attack: \(part.words)")
    }
    html.element("div", ["data-views": views(message.readers)]) { html in
      reasonText(message.why, &html)
    }
    if message.records.isEmpty {
      html.element("p", text: said(.page, "within_record"))
    } else {
      bytesAndFields(message.records, message.recordFields, "the record", &html)
    }
    if message.protection != .plaintext || message.inside != nil { inside(of: message, &html) }
    guard !message.learned.isEmpty else { return }
    // Who learned what only those know who look at all of them.
    html.element("div", ["data-views": views([])]) { html in
      html.element("h3", text: "Learned")
      html.element("ul", ["class": "learned"]) { html in
        for line in message.learned { html.element("li", text: line) }
      }
    }
  }

  private func secrecy(of message: AnnotatedMessage, for view: String?) -> String {
    switch message.protection {
    case .plaintext: "PLAINTEXT: anyone reads it"
    case .integrityOnly: said(.page, "integrity_only.unchanged")
    case .encrypted:
      "ENCRYPTED: for "
        + [message.from, message.to].map { name(of: $0, for: view) }.joined(separator: " and ")
        + (view == nil && message.readers.contains("eavesdropper") ? "; opened by who stole" : "")
    }
  }

  private func inside(of message: AnnotatedMessage, _ html: inout HTML) {
    let isProtected = message.protection != .plaintext
    guard let inside = message.inside, let bytes = inside.bytes else {
      return html.element("p", ["class": "warning"], text: said(.page, "inside.left_out"))
    }
    // Without protection everyone on the wire reads it.
    let readers = isProtected ? message.readers.joined(separator: " ") : nil
    html.element("div", ["data-readers": readers.map { $0.isEmpty ? "-" : $0 }]) { html in
      html.element("h3", text: isProtected ? "Inside, \(inside.length) bytes" : "The message")
      if let text = inside.text {
        html.element("pre", text: text)
      } else {
        bytesAndFields(bytes, inside.fields.map { [$0] } ?? [], "inside \(message.title)", &html)
      }
    }
  }

  private func bytesAndFields(
    _ bytes: String, _ fields: [MessageField], _ label: String, _ html: inout HTML
  ) {
    var numbered = Numbering()
    let trees = fields.map { numbered.number($0) }
    html.element("div", ["class": "message"]) { html in
      html.element("p", ["class": "bytes", "role": "group", "aria-label": "bytes of \(label)"]) {
        html in
        let digits = Array(bytes.utf8)
        if trees.isEmpty { html.text(spaced(bytes)) }
        for tree in trees { runs(tree, digits, &html) }
      }
      html.element("ul", ["class": "fields", "aria-label": "fields of \(label)"]) { html in
        for tree in trees { field(tree, isInElement: false, &html) }
      }
    }
  }

  /// The bytes of the innermost fields, in order: together they are all bytes.
  private func runs(_ tree: Numbering.Tree, _ digits: [UInt8], _ html: inout HTML) {
    guard tree.children.isEmpty else {
      for child in tree.children { runs(child, digits, &html) }
      return
    }
    let range = (tree.field.range.lowerBound * 2..<tree.field.range.upperBound * 2)
      .clamped(to: 0..<digits.count)
    guard !range.isEmpty else { return }
    let hex = spaced(String(decoding: digits[range], as: UTF8.self))
    html.element(
      "span",
      [
        "class": "b", "role": "button", "tabindex": "-1", "data-f": String(tree.first),
        "aria-label": "\(tree.field.spokenName), \(hex.prefix(47))",
      ], text: hex)
    html.text(" ")
  }

  private func field(_ tree: Numbering.Tree, isInElement: Bool, _ html: inout HTML) {
    html.element("li") { html in
      guard !tree.children.isEmpty else {
        html.element("button", attributes(tree)) { row(tree.field, &$0) }
        return
      }
      // Long lists and certificates are folded; the records and the message stand open.
      let isElement = tree.children.first?.field.name == "header"
      let isFolded = tree.children.count > 8 && tree.depth > 2 || isElement && !isInElement
      html.element("details", ["open": isFolded ? nil : ""]) { html in
        html.element("summary", attributes(tree)) { row(tree.field, &$0) }
        html.element("ul") { html in
          for child in tree.children { field(child, isInElement: isElement, &html) }
        }
      }
    }
  }

  private func attributes(_ tree: Numbering.Tree) -> KeyValuePairs<StaticString, String?> {
    [
      "class": "f", "data-f": String(tree.first),
      "data-l": tree.last == tree.first ? nil : String(tree.last),
      "data-w": references(tree.field.why),
    ]
  }

  private func row(_ field: MessageField, _ html: inout HTML) {
    html.element("span", ["class": "field"], text: field.spokenName)
    if !field.value.isEmpty { html.text(" \(field.value)") }
    if !field.meaning.isEmpty {
      html.element("span", ["class": "mean"], text: " \(field.meaning)")
    }
    if let note = field.note { html.element("span", ["class": "mean"], text: " (\(note))") }
  }
}

/// Gives the fields of a message numbers, each before those inside it.
struct Numbering {
  struct Tree {
    var field: MessageField
    var depth: Int
    /// Its own number, and the last number inside it.
    var first: Int
    var last: Int
    var children: [Tree]
  }

  private var next = 1

  mutating func number(_ field: MessageField, depth: Int = 0) -> Tree {
    let first = next
    next += 1
    let children = field.children.map { number($0, depth: depth + 1) }
    return Tree(field: field, depth: depth, first: first, last: next - 1, children: children)
  }
}
