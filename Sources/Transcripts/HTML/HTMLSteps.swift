import Explanations
import Screens

// Steps: what was done, and the values that came up.
extension HTMLPage {
  func article(_ step: AnnotatedStep, _ html: inout HTML) {
    html.element(
      "article",
      [
        "class": "step", "id": "s-\(step.number)", "tabindex": "-1",
        "aria-labelledby": "t-\(step.number)",
      ]
    ) { html in
      html.element("h2", ["id": "t-\(step.number)"]) { html in
        html.element("span", ["class": "number"], text: "\(step.number) ")
        let message = message(of: step)
        variants(&html, "title") { title(of: step, message, for: $0) }
      }
      if step.kind == "sent", let message = message(of: step) {
        html.element("div", ["data-readers": message.witnesses.joined(separator: " ")]) { html in
          self.message(message, &html)
        }
      } else {
        html.element("div", ["data-readers": step.party]) { html in inside(step, &html) }
      }
      guard step.kind == "sent" else { return }
      for value in valuesOfStep[step.number] ?? [] {
        html.element("div", ["data-readers": holders(of: value).joined(separator: " ")]) { html in
          self.value(value, &html)
        }
      }
    }
  }

  /// The step in words: to who takes part what it knows itself.
  private func detail(of step: AnnotatedStep, _ html: inout HTML) {
    guard let own = step.ownDetail else { return blocks(step.detail, &html) }
    html.element("div", ["data-views": Self.narrator]) { blocks(step.detail, &$0) }
    html.element("div", ["data-views": step.party, "hidden": ""]) { blocks(own, &$0) }
  }

  /// Those who come to have a value.
  private func holders(of value: AnnotatedValue) -> [String] {
    let isStolen = value.isCompromised && value.knownFrom["eavesdropper"] == nil
    return value.knownFrom.keys.sorted() + (isStolen ? ["eavesdropper"] : [])
  }

  private func message(of step: AnnotatedStep) -> AnnotatedMessage? {
    step.message.flatMap { number in session.messages.first { $0.number == number } }
  }

  /// What happens in somebody's memory.
  private func inside(_ step: AnnotatedStep, _ html: inout HTML) {
    reasonText(step.why, &html)
    let isDerived = step.kind == "derived"
    if !isDerived { detail(of: step, &html) }
    if let message = message(of: step), step.kind == "received" {
      html.element("p") { html in
        html.element("a", ["href": "#s-\(message.step)"], text: said(.page, "as_sent"))
      }
    }
    if let signature = step.signature, let command = signature.command {
      html.element("h3", text: said(.page, "verify.page"))
      self.command(command, &html)
    }
    let new = valuesOfStep[step.number] ?? []
    values(new, &html)
    let known = step.values.filter { id in !new.contains { $0.id == id } }
    if !known.isEmpty {
      html.element("p") { html in
        html.text(isDerived ? "The same value as " : "See ")
        links(known, &html)
      }
      if isDerived {
        for value in session.values where known.contains(value.id) {
          html.element("p") { html in bytes(of: value, &html) }
        }
      }
    }
  }

  /// The first explanation of something, with its source.
  func reasonText(_ keys: [String], _ html: inout HTML) {
    for key in keys {
      guard let reason = session.explanations[key] else { continue }
      html.element("p", ["class": "reason-text"]) { html in
        html.text(reason.text + " ")
        html.element("cite", text: reason.source)
      }
    }
  }

  /// A command with a button that copies it.
  func command(_ line: String, _ html: inout HTML) {
    html.element("pre") { html in
      html.element("code", text: line)
      html.text("\n")
      html.element("button", ["type": "button", "class": "copy"], text: "copy")
    }
  }

  // MARK: Values

  private func values(_ values: [AnnotatedValue], _ html: inout HTML) {
    for value in values { self.value(value, &html) }
  }

  private func value(_ value: AnnotatedValue, _ html: inout HTML) {
    html.element("dl", ["class": "value", "id": self.values[value.id].map { "v-\($0)" }]) { html in
      row("value", &html) { html in
        html.element("strong", text: value.name)
        html.text("  \(value.noun), \(value.length == 1 ? "1 byte" : "\(value.length) bytes"), ")
        html.element(
          "span", ["class": value.isSecret ? "secret" : nil],
          text: value.isSecret ? "SECRET" : "public")
      }
      row("bytes", &html) { html in
        bytes(of: value, &html)
      }
      if let derivation = value.derivation { self.derivation(derivation, &html) }
      if let uses = uses[value.id], !uses.isEmpty {
        row("goes into", &html) { html in links(uses, &html) }
      }
      if let source = value.source { row("source", &html) { $0.text(source) } }
    }
    reasonText(value.why, &html)
    if let command = value.derivation?.command {
      html.element("h3", text: "Recompute it yourself")
      self.command(command, &html)
      for file in value.derivation?.files ?? [] { html.element("p", text: file) }
    }
  }

  /// All digits; where they would fill the page, folded.
  private func bytes(of value: AnnotatedValue, _ html: inout HTML) {
    guard let bytes = value.bytes else { return html.text("left out") }
    guard value.length > 64 else {
      return html.element("code", ["class": "hex"], text: spaced(bytes))
    }
    html.element("details") { html in
      html.element("summary", text: "\(spaced(String(bytes.prefix(48)))) ..")
      html.element("code", ["class": "hex"], text: spaced(bytes))
    }
  }

  private func derivation(_ derivation: AnnotatedValue.Computation, _ html: inout HTML) {
    row("how", &html) { $0.text(derivation.words) }
    row("formula", &html) { $0.element("code", text: derivation.formula) }
    if !derivation.inputs.isEmpty {
      row("from", &html) { html in links(derivation.inputs, &html) }
    }
    if let words = derivation.withoutCommand { row("by hand", &html) { $0.text(words) } }
  }

  private func row(
    _ label: String, _ html: inout HTML, _ content: (inout HTML) -> Void
  ) {
    html.element("dt", text: label)
    html.element("dd", [:], content)
  }

  /// Values by name, each a way to where it came up.
  private func links(_ ids: [String], _ html: inout HTML) {
    for (place, id) in ids.enumerated() {
      if place > 0 { html.text(", ") }
      let name = id.split(separator: "/", maxSplits: 1).last.map(String.init) ?? id
      if let number = values[id] {
        html.element("a", ["href": "#v-\(number)"], text: name)
      } else {
        html.text(name)
      }
    }
  }

  /// Hexadecimal digits in pairs.
  func spaced(_ digits: String) -> String {
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, place.isMultiple(of: 2) { text += " " }
      text.append(digit)
    }
    return text
  }
}
