import Explanations
import Platform
import Screens

// Chapters, the table of who has what, and the glossary.
extension HTMLPage {
  func section(_ chapter: Chapter, _ html: inout HTML) {
    html.element(
      "section",
      [
        "class": "chapter", "aria-labelledby": "c-\(chapter.id)", "data-views": Self.narrator,
      ]
    ) { html in
      html.element("h2", ["id": "c-\(chapter.id)"], text: chapter.title)
      blocks(chapter.blocks, &html)
      guard let sound = chapter.sound else { return }
      let source = "data:audio/wav;base64,\(Data(sound).base64EncodedString())"
      html.element("audio", ["controls": "", "aria-label": chapter.title, "src": source], text: "")
    }
  }

  /// Blocks as elements; drawings that follow each other are one drawing.
  func blocks(_ blocks: [ChapterBlock], _ html: inout HTML) {
    var drawing: [ChapterBlock] = []
    for block in blocks {
      if block.kind == .drawing {
        drawing.append(block)
        continue
      }
      draw(drawing, &html)
      drawing = []
      switch block.kind {
      case .line, .paragraph: html.element("p") { spans(block.text ?? [], &$0) }
      case .table: table(block, &html)
      case .verbatim: command((block.text ?? []).map(\.text).joined(), &html)
      case .drawing, .rule, .blank: break
      }
    }
    draw(drawing, &html)
  }

  private func draw(_ lines: [ChapterBlock], _ html: inout HTML) {
    guard !lines.isEmpty else { return }
    let spoken = lines.compactMap(\.spoken).filter { !$0.isEmpty }.joined(separator: " ")
    html.element("pre", ["class": "drawing", "role": "img", "aria-label": spoken, "tabindex": "0"])
    { html in
      for line in lines {
        spans(line.text ?? [], &html)
        html.text("\n")
      }
    }
  }

  private func table(_ block: ChapterBlock, _ html: inout HTML) {
    html.element("div", ["class": "wide"]) { html in
      html.element("table") { html in
        if let header = block.header {
          html.element("thead") { html in
            html.element("tr") { html in
              for cell in header { html.element("th", ["scope": "col"]) { spans(cell, &$0) } }
            }
          }
        }
        html.element("tbody") { html in
          for row in block.rows ?? [] {
            html.element("tr") { html in
              for cell in row { html.element("td") { spans(cell, &$0) } }
            }
          }
        }
      }
    }
  }

  private func spans(_ spans: [ChapterSpan], _ html: inout HTML) {
    for span in spans {
      guard let style = span.style else {
        html.text(span.text)
        continue
      }
      html.element("span", ["class": style], text: span.text)
    }
  }

  /// Who has which secret, from which step on.
  func knownTable(_ html: inout HTML) {
    let secrets = session.values.filter { $0.isSecret && !$0.knownFrom.isEmpty }
    guard !secrets.isEmpty else { return }
    html.element(
      "section",
      [
        "class": "chapter", "id": "known", "aria-labelledby": "c-known",
        "data-views": Self.narrator,
      ]
    ) { html in
      html.element("h2", ["id": "c-known"], text: said(.page, "transcript.secrets_known"))
      html.element(
        "div",
        ["class": "wide", "tabindex": "0", "role": "region", "aria-label": "who has which secret"]
      ) { html in
        html.element("table") { html in
          html.element("thead") { html in
            html.element("tr") { html in
              html.element("th", ["scope": "col"], text: "value")
              for party in session.parties {
                html.element("th", ["scope": "col"], text: party.name)
              }
            }
          }
          html.element("tbody") { html in
            for value in secrets { knownRow(value, &html) }
          }
        }
      }
    }
  }

  private func knownRow(_ value: AnnotatedValue, _ html: inout HTML) {
    html.element("tr") { html in
      html.element("th", ["scope": "row"]) { html in
        html.element("a", ["href": values[value.id].map { "#v-\($0)" }], text: value.name)
        if session.parties.contains(where: { $0.id == "interceptor" }) {
          html.text(" (\(value.wire))")
        }
      }
      for party in session.parties {
        let from = value.knownFrom[party.id]
        let erased = value.erasedAt[party.id]
        var words = from.map { String(worded: "since \($0)") } ?? "-"
        if let erased { words += String(worded: ", erased at \(erased)") }
        html.element(
          "td", ["data-from": String(from ?? 0), "data-erased": erased.map(String.init)],
          text: words)
      }
    }
  }

  func glossary(_ html: inout HTML) {
    guard !session.explanations.isEmpty else { return }
    html.element(
      "section",
      [
        "class": "chapter glossary", "aria-labelledby": "c-glossary", "data-views": Self.narrator,
      ]
    ) { html in
      html.element("h2", ["id": "c-glossary"], text: "Explanations")
      html.element("dl") { html in
        for key in session.explanations.keys.sorted() {
          guard let reason = session.explanations[key] else { continue }
          let number = reasons[key] ?? 0
          // On paper what was told in its place stands there alone.
          let style = firstTold[key] != nil && !referred.contains(key) ? "again" : nil
          html.element("dt", ["class": style]) { html in
            html.element("span", ["class": "number"], text: "\(number) ")
            html.text(title(of: key))
          }
          html.element("dd", ["id": "e-\(number)", "class": style]) { html in
            html.text(reason.text + " ")
            html.element("cite", text: reason.source)
          }
        }
      }
    }
  }

  /// `length` of `fields/length@1.3`.
  private func title(of key: String) -> String {
    let name = key.split(separator: "/", maxSplits: 1).last ?? ""
    let parts = name.split(separator: "@", maxSplits: 1)
    return parts.first.map { parts.count > 1 ? "\($0) (TLS \(parts[1]))" : String($0) } ?? key
  }
}
