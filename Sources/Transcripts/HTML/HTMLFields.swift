import Screens

// The fields of a message, a row each: at which byte, which bytes, what they are called and say, and why. From
// the rows the script makes the dump that they light up in.
extension HTMLPage {
  /// - Parameters:
  ///   - bytes: hexadecimal digits, in which the fields' offsets count.
  ///   - label: what the bytes are, for those who hear the page.
  func fields(_ fields: [MessageField], of bytes: String, _ label: String, _ html: inout HTML) {
    html.element("div", ["class": "message", "data-label": label]) { html in
      guard !fields.isEmpty else {
        return html.element("code", ["class": "hex"], text: spaced(bytes))
      }
      html.element("p", ["class": "f head", "aria-hidden": "true"]) { html in
        for (style, word) in [("at", "at"), ("x", "bytes"), ("field", "field"), ("says", "says")] {
          html.element("span", ["class": style], text: Wording.text(of: word))
        }
        html.element("span", ["class": "why"], text: "why")
      }
      let digits = Array(bytes.utf8)
      html.element("ul", ["class": "fields", "aria-label": String(worded: "fields of \(label)")]) {
        html in
        for field in fields { item(field, digits, FieldPlace(), &html) }
      }
    }
  }

  /// Where a field stands.
  private struct FieldPlace {
    var depth = 0
    /// Whether an element of DER is around it.
    var isInElement = false
  }

  private func item(
    _ field: MessageField, _ digits: [UInt8], _ place: FieldPlace, _ html: inout HTML
  ) {
    let children = field.children
    let isGroup = !children.isEmpty && children.allSatisfy(\.children.isEmpty)
    html.element("li", ["class": isGroup ? "g" : nil]) { html in
      row(field, digits, &html)
      guard !children.isEmpty else { return }
      // Long lists and certificates are folded; the records and the message stand open.
      let isElement = children.first?.name == "header"
      let isFolded = children.count > 8 && place.depth > 2 || isElement && !place.isInElement
      let inner = FieldPlace(depth: place.depth + 1, isInElement: isElement)
      html.element("ul", ["class": isFolded ? "shut" : nil]) { html in
        for child in children { item(child, digits, inner, &html) }
      }
    }
  }

  private func row(_ field: MessageField, _ digits: [UInt8], _ html: inout HTML) {
    html.element("div", ["class": "f"]) { html in
      html.element("span", ["class": "at"], text: String(field.range.lowerBound))
      // What is taken apart below is not printed twice.
      if field.children.isEmpty {
        let range = (field.range.lowerBound * 2..<field.range.upperBound * 2)
          .clamped(to: 0..<digits.count)
        html.element(
          "code", ["class": range.count > 128 ? "x long" : "x"],
          text: spaced(String(decoding: digits[range], as: UTF8.self)))
      }
      html.element("button", ["class": "field"], text: field.spokenName)
      let notes = [field.meaning, field.note.map { "(\($0))" } ?? ""].filter { !$0.isEmpty }
      if !field.value.isEmpty || !notes.isEmpty {
        html.element("span", ["class": "says"]) { html in
          html.text(field.value)
          guard !notes.isEmpty else { return }
          html.element(
            "span", ["class": "mean"],
            text: (field.value.isEmpty ? "" : " ") + notes.joined(separator: " "))
        }
      }
      reasonNumbers(field.why, &html)
    }
  }

  /// The explanations of a row, by their numbers in the glossary.
  private func reasonNumbers(_ keys: [String], _ html: inout HTML) {
    let numbers = keys.compactMap { reasons[$0] }
    guard !numbers.isEmpty else { return }
    html.element("span", ["class": "why"]) { html in
      for (place, number) in numbers.enumerated() {
        if place > 0 { html.text(" ") }
        html.element("a", ["href": "#e-\(number)"], text: String(number))
      }
    }
  }
}
