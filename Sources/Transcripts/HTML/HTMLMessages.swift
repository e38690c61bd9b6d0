import Explanations
import Screens

// Messages: what is said around their fields.
extension HTMLPage {
  func message(_ message: AnnotatedMessage, _ html: inout HTML) {
    html.element("p", ["class": "meta"]) { html in
      let count = message.records.count / 2
      variants(&html) { view in
        "\(ends(of: message, for: view)) · \(Screens.bytes(count)) · "
      }
      styledVariants(&html) { (style(of: message, for: $0), secrecy(of: message, for: $0)) }
    }
    if let part = message.attacker {
      html.element(
        "p", ["class": "attack", "data-views": views(thefts.with(part.knownTo))],
        text: "Attack: \(part.words)")
    }
    html.element("div", ["data-views": views(thefts.readers(of: message))]) { html in
      reasonText(message.why, in: message.step, &html)
    }
    if message.records.isEmpty {
      html.element("p", text: said(.page, "within_record"))
    } else {
      fields(message.recordFields, of: message.records, String(worded: "the record"), &html)
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

  /// The colour of what is said of the protection: green is only what no attacker reads.
  private func style(of message: AnnotatedMessage, for view: String?) -> String {
    let isTaken = knowsAttack(on: message, view) && message.attacker?.access != nil
    guard message.protection == .encrypted, isTaken || thefts.opens(message, for: view) else {
      return message.protection.rawValue
    }
    return message.attacker?.access == "own" ? "faint" : "bad"
  }

  private func secrecy(of message: AnnotatedMessage, for view: String?) -> String {
    switch message.protection {
    case .plaintext: String(worded: "PLAINTEXT: anyone reads it")
    case .integrityOnly: said(.page, "integrity_only.unchanged")
    case .encrypted:
      String(worded: "ENCRYPTED: for ")
        + [message.from, message.to].map { name(of: $0, for: view) }
        .joined(separator: String(worded: " and "))
        + (view == nil && message.readers.contains("eavesdropper")
          ? String(worded: "; opened by who stole") : "")
    }
  }

  private func inside(of message: AnnotatedMessage, _ html: inout HTML) {
    let isProtected = message.protection != .plaintext
    guard let inside = message.inside, let bytes = inside.bytes else {
      return html.element("p", ["class": "warning"], text: said(.page, "inside.left_out"))
    }
    // Without protection everyone on the wire reads it.
    let readers = isProtected ? thefts.readers(of: message).joined(separator: " ") : nil
    html.element("div", ["data-readers": readers.map { $0.isEmpty ? "-" : $0 }]) { html in
      html.element("h3", text: isProtected ? "Inside, \(inside.length) bytes" : "The message")
      if let text = inside.text {
        html.element("pre", text: text)
      } else {
        fields(
          inside.fields.map { [$0] } ?? [], of: bytes, String(worded: "inside \(message.title)"),
          &html)
      }
    }
  }
}
