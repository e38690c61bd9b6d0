import Explanations
import Screens

// Steps: what was done, and the values that came up.
extension HTMLPage {
  /// All steps: each message by itself, and what happens before the next one together.
  func walk(_ html: inout HTML) {
    for group in session.steps.groups {
      guard group[0].kind != "sent" else {
        article(group[0], &html)
        continue
      }
      let isFirst = group[0].number == 1
      html.element("div", ["class": "between"]) { html in
        html.element(
          "p", ["class": "fold-head"],
          text: said(
            .page, isFirst ? "page.before" : "page.between", ["count": String(group.count)]))
        html.element("div", ["class": "body"]) { html in
          for step in group { article(step, &html) }
        }
      }
    }
  }

  private func article(_ step: AnnotatedStep, _ html: inout HTML) {
    let message = message(of: step)
    let sent = step.kind == "sent" ? message : nil
    let title = sent.map { anchors[$0] } ?? "h-\(step.number)"
    html.element(
      "article",
      [
        "class": "step \(step.party)", "id": "s-\(step.number)", "tabindex": "-1",
        "data-message": sent?.name, "aria-labelledby": title,
      ]
    ) { html in
      html.element("h2", ["id": title, "class": "fold-head"]) { html in
        html.element("span", ["class": "number"], text: "\(step.number) ")
        variants(&html, "title") { self.title(of: step, message, for: $0) }
        if let sent, !sent.records.isEmpty {
          html.element(
            "span", ["class": "size", "data-views": views(thefts.with(sent.witnesses))],
            text: " \(sent.records.count / 2) bytes")
        }
      }
      html.element("div", ["class": "body"]) { html in body(of: step, sent, &html) }
    }
  }

  private func body(of step: AnnotatedStep, _ sent: AnnotatedMessage?, _ html: inout HTML) {
    guard let sent else {
      return html.element("div", ["data-readers": step.party]) { inside(step, &$0) }
    }
    html.element("div", ["data-readers": thefts.with(sent.witnesses).joined(separator: " ")]) {
      message(sent, &$0)
    }
    for value in valuesOfStep[step.number] ?? [] {
      html.element("div", ["data-readers": holders(of: value).joined(separator: " ")]) {
        self.value(value, in: step, &$0)
      }
    }
  }

  /// The step in words: to who takes part what it knows itself.
  private func detail(of step: AnnotatedStep, _ html: inout HTML) {
    // On paper it is left out where values or a message say it already.
    let isTwice = ["delivered", "erased"].contains(step.kind) || valuesOfStep[step.number] != nil
    let style = isTwice ? "detail again" : "detail"
    html.element("div", ["class": style, "data-views": step.ownDetail.map { _ in Self.narrator }]) {
      blocks(step.detail, &$0)
    }
    guard let own = step.ownDetail else { return }
    html.element("div", ["class": style, "data-views": step.party, "hidden": ""]) {
      blocks(own, &$0)
    }
  }

  /// Those who come to have a value.
  private func holders(of value: AnnotatedValue) -> [String] {
    let isStolen = value.isCompromised && value.knownFrom["eavesdropper"] == nil
    let parties = thefts.with(value.knownFrom.keys.sorted() + (isStolen ? ["eavesdropper"] : []))
    return parties + thefts.holders(of: value).filter { !parties.contains($0) }
  }

  private func message(of step: AnnotatedStep) -> AnnotatedMessage? {
    step.message.flatMap { number in session.messages.first { $0.number == number } }
  }

  /// What happens in somebody's memory.
  private func inside(_ step: AnnotatedStep, _ html: inout HTML) {
    reasonText(step.why, in: step.number, &html)
    let isDerived = step.kind == "derived"
    if !isDerived { detail(of: step, &html) }
    if let message = message(of: step), step.kind == "received" {
      html.element("p", ["class": "again"]) { html in
        html.element("a", ["href": "#\(anchors[message])"], text: said(.page, "as_sent"))
      }
    }
    if let signature = step.signature, let command = signature.command {
      html.element("h3", ["class": "command"], text: said(.page, "verify.page"))
      self.command(command, &html)
    }
    let new = valuesOfStep[step.number] ?? []
    for value in new { self.value(value, in: step, &html) }
    let known = step.values.filter { id in !new.contains { $0.id == id } }
    if !known.isEmpty {
      html.element("p", ["class": isDerived ? "again" : nil]) { html in
        html.text(isDerived ? "The same value as " : "See ")
        links(known, &html)
      }
      if isDerived {
        for value in session.values where known.contains(value.id) {
          html.element("p", ["class": "again"]) { html in bytes(of: value, &html) }
        }
      }
    }
  }

  /// The first explanation of something, with its source; on paper it stands where it is told first.
  func reasonText(_ keys: [String], in step: Int, _ html: inout HTML) {
    for key in keys {
      guard let reason = session.explanations[key] else { continue }
      let isAgain = (firstTold[key] ?? step) < step
      html.element("p", ["class": isAgain ? "reason-text again" : "reason-text"]) { html in
        html.text(reason.text + " ")
        html.element("cite", text: reason.source)
      }
    }
  }

  /// A command with a button that copies it.
  func command(_ line: String, _ html: inout HTML) {
    html.element("pre", ["class": "command"]) { html in
      html.element("code", text: line)
      html.text("\n")
      html.element("button", ["type": "button", "class": "copy"], text: "copy")
    }
  }

  // MARK: Values

  private func value(_ value: AnnotatedValue, in step: AnnotatedStep, _ html: inout HTML) {
    html.element("dl", ["class": "value", "id": self.values[value.id].map { "v-\($0)" }]) { html in
      row("value", &html) { html in
        html.element("strong", text: value.name)
        html.text("  \(value.noun), \(Screens.bytes(value.length)), " as String)
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
    reasonText(value.why.filter { !step.why.contains($0) }, in: step.number, &html)
    if let command = value.derivation?.command {
      html.element("h3", ["class": "command"], text: "Recompute it yourself")
      self.command(command, &html)
      for file in value.derivation?.files ?? [] {
        html.element("p", ["class": "command"], text: file)
      }
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
    html.element("dt", text: Wording.text(of: label))
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

extension [AnnotatedStep] {
  /// What was sent by itself, and what is between two messages together.
  fileprivate var groups: [[AnnotatedStep]] {
    var groups: [[AnnotatedStep]] = []
    for step in self {
      if step.kind != "sent", let last = groups.last, last[0].kind != "sent" {
        groups[groups.count - 1].append(step)
      } else {
        groups.append([step])
      }
    }
    return groups
  }
}
