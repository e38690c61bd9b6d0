import Screens
import Transcripts

extension Handout {
  /// As a page that needs nothing beside itself and prints on paper.
  var html: String {
    var html = HTML()
    html.raw("<!DOCTYPE html>\n")
    html.element("html", ["lang": lesson.language]) { html in
      html.element("head") { html in
        html.open("meta", ["charset": "utf-8"])
        html.open("meta", ["name": "viewport", "content": "width=device-width"])
        html.element("title", text: lesson.title)
        html.element("style") { $0.raw(Self.style) }
      }
      html.element("body") { html in
        html.element("main") { html in for part in parts { add(part, &html) } }
      }
    }
    return html.markup + "\n"
  }

  private func add(_ part: Part, _ html: inout HTML) {
    switch part {
    case .heading(1, let text): html.element("h1", text: text)
    case .heading(_, let text): html.element("h2", text: text)
    case .prose(let text): for block in ProseBlock.blocks(of: text) { add(block, &html) }
    case .labelled(let label, let text):
      for (place, block) in ProseBlock.blocks(of: text).enumerated() {
        guard place == 0, case .paragraph(let inlines) = block else {
          add(block, &html)
          continue
        }
        html.element("p", ["class": "task"]) { html in
          html.element("b", text: label)
          html.text(" ")
          add(inlines, &html)
        }
      }
    case .boxes(let lines):
      html.element("ul", ["class": "boxes"]) { html in
        for line in lines {
          html.element("li") { html in
            if line.isEmpty { html.text("____________") } else { add(line, &html) }
          }
        }
      }
    case .choose(let what, let choices):
      html.element("p", ["class": "choose"]) { html in
        html.text("\(what):")
        for choice in choices { html.element("span", text: choice) }
      }
    case .screen(let text): html.element("pre", text: text)
    case .room(let what): html.element("p", ["class": "room"], text: "\(what):")
    case .newSheet: html.open("hr", ["class": "sheet"])
    }
  }

  private func add(_ line: String, _ html: inout HTML) {
    for block in ProseBlock.blocks(of: line) {
      switch block {
      case .paragraph(let inlines), .quote(let inlines): add(inlines, &html)
      case .item(let mark, let inlines):
        html.text("\(mark) ")
        add(inlines, &html)
      case .code(let lines): html.element("code", text: lines.joined(separator: " "))
      }
    }
  }

  private func add(_ block: ProseBlock, _ html: inout HTML) {
    switch block {
    case .paragraph(let inlines): html.element("p") { add(inlines, &$0) }
    case .quote(let inlines): html.element("blockquote") { add(inlines, &$0) }
    case .item(let mark, let inlines):
      html.element("p", ["class": "item"]) { html in
        html.text(mark == "-" ? "\u{2022} " : "\(mark) ")
        add(inlines, &html)
      }
    case .code(let lines): html.element("pre", text: lines.joined(separator: "\n"))
    }
  }

  private func add(_ inlines: [ProseBlock.Inline], _ html: inout HTML) {
    for inline in inlines {
      switch inline {
      case .text(let text): html.text(text)
      case .code(let text): html.element("code", text: text)
      case .strong(let text): html.element("strong", text: text)
      }
    }
  }

  private static let style = """
    body{font:17px/1.5 Georgia,serif;color:#111;background:#fff;margin:0}
    main{max-width:46rem;margin:0 auto;padding:1.5rem}
    h1,h2{font-family:sans-serif;line-height:1.2}
    pre,code{font-family:ui-monospace,Menlo,Consolas,monospace}
    code{font-size:.9em}
    pre{font-size:12.5px;line-height:1.35;background:#f4f4f4;padding:.8rem;overflow-x:auto}
    .task{border-left:4px solid #111;padding-left:.8rem}
    .boxes{list-style:none;padding-left:1rem}
    .boxes li::before,.choose span::before{content:"\\2610\\00a0\\00a0"}
    .choose{margin:.2rem 1rem}.choose span{margin-left:1.2rem}
    .item{margin:.2rem 0 .2rem 1.2rem;text-indent:-1.2rem}
    .room{border-bottom:1px solid #777;min-height:4.5rem}
    blockquote{margin-left:1.5rem;font-style:italic}
    @media print{main{max-width:none;padding:0}pre{font-size:8.5pt;white-space:pre-wrap}
    .sheet{break-after:page;border:0}h2,.task{break-after:avoid}}
    """
}
