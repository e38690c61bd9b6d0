import Explanations
import Screens

/// A session as one page that needs nothing beside itself: ladder, steps, bytes, reasons.
///
/// Everything is in the page's text, so that it reads on paper and without a script; the script adds walking,
/// views and light.
struct HTMLPage {
  let session: AnnotatedSession
  /// The place of each explanation in the glossary.
  let reasons: [String: Int]
  /// The place of each value, by its identifier.
  let values: [String: Int]
  /// The values that come up first in each step.
  let valuesOfStep: [Int: [AnnotatedValue]]
  /// The values that each value goes into.
  let uses: [String: [String]]
  /// The step in which each explanation is told first.
  let firstTold: [String: Int]
  /// The explanations that rows of tables refer to.
  let referred: Set<String>
  let anchors: PageAnchors
  let thefts: PageThefts

  init(_ session: AnnotatedSession) {
    self.session = session
    anchors = PageAnchors(session)
    thefts = PageThefts(session)
    let keys = session.explanations.keys.sorted()
    reasons = Dictionary(
      uniqueKeysWithValues: keys.enumerated().map { ($0.element, $0.offset + 1) })
    values = Dictionary(
      session.values.enumerated().map { ($0.element.id, $0.offset + 1) },
      uniquingKeysWith: { first, _ in first })
    let shown = session.values.filter { !$0.knownFrom.isEmpty }
    valuesOfStep = Dictionary(grouping: shown) { value in
      value.knownFrom.filter { $0.key != "eavesdropper" }.values.min()
        ?? value.knownFrom.values.min() ?? 0
    }
    var uses: [String: [String]] = [:]
    for value in session.values {
      for input in value.derivation?.inputs ?? [] { uses[input, default: []].append(value.id) }
    }
    self.uses = uses
    var told: [String: Int] = [:]
    for step in session.steps {
      let values = valuesOfStep[step.number] ?? []
      for key in step.why + values.flatMap(\.why) where told[key] == nil {
        told[key] = step.number
      }
    }
    firstTold = told
    referred = Set(
      session.messages.flatMap { message in
        (message.recordFields + [message.inside?.fields].compactMap { $0 }).flatMap(\.reasons)
      })
  }

  /// The whole page.
  var text: String {
    var html = HTML()
    html.raw("<!DOCTYPE html>\n")
    html.element("html", ["lang": session.language]) { html in
      head(&html)
      html.element("body", ["data-words": Self.wordsOfScript]) { html in
        header(&html)
        controls(&html)
        html.element("div", ["class": "columns"]) { html in
          ladder(&html)
          html.element("main") { html in
            walk(&html)
            html.element(
              "aside",
              ["id": "reason", "aria-live": "polite", "aria-label": "reason", "hidden": ""]
            ) { _ in }
          }
        }
        knownTable(&html)
        for chapter in session.chapters where chapter.id != "ladder" { section(chapter, &html) }
        glossary(&html)
        html.element("script") { $0.raw(PageAssets.shared.script) }
      }
    }
    return html.markup + "\n"
  }

  /// What the script says, English and the language that was chosen; nil where they are the same.
  private static var wordsOfScript: String? {
    let words = [
      "step {1} of {2}", "not readable for the {1}", ", who has {1}", "erased at {1}",
      "has it, since {1}", "bytes of {1}", "copied", "copy",
    ]
    let pairs = words.compactMap { english in
      let own = Wording.text(of: english)
      return own == english ? nil : "\(english)=\(own)"
    }
    return pairs.isEmpty ? nil : pairs.joined(separator: "|")
  }

  /// The word for a party.
  func name(of party: String) -> String {
    session.parties.first { $0.id == party }?.name ?? party
  }

  // MARK: Head and header

  private func head(_ html: inout HTML) {
    html.element("head") { html in
      html.open("meta", ["charset": "utf-8"])
      html.open(
        "meta", ["http-equiv": "Content-Security-Policy", "content": PageAssets.shared.policy])
      html.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      html.open("meta", ["name": "generator", "content": session.generator.program])
      html.element("title", text: "\(session.session.title), annotated")
      html.element("style") { $0.raw(PageAssets.shared.style) }
    }
  }

  private func header(_ html: inout HTML) {
    let summary = session.session
    html.element("header") { html in
      html.element("h1", text: "\(summary.id): \(summary.title)")
      var facts = [summary.outcome.map { String(worded: "outcome: \($0)") }].compactMap { $0 }
      if let suite = summary.suite { facts.append(suite) }
      if let alert = summary.alert { facts.append("alert \(alert)") }
      if let vault = summary.vault { facts.append(String(worded: "recording: \(vault)")) }
      html.element("p", ["data-views": Self.narrator], text: facts.joined(separator: " · "))
      if !summary.notChecked.isEmpty {
        html.element(
          "p", ["class": "warning", "data-views": Self.narrator],
          text: String(worded: "Not checked: ")
            + summary.notChecked.map(shortCheck).joined(separator: ", "))
      }
      html.element(
        "p",
        text:
          "\(Transcript.made(session)) "
          + (session.redacted
            ? Transcript.leftOut : Transcript.secretsInside.replacing("text", with: "page")))
    }
  }

  /// `revocation` of `certificate.revocation`.
  private func shortCheck(_ name: String) -> String {
    name.hasPrefix("certificate.") ? String(name.dropFirst("certificate.".count)) : name
  }
}

extension MessageField {
  /// The keys of what explains it and the fields inside.
  fileprivate var reasons: [String] { why + children.flatMap(\.reasons) }
}
