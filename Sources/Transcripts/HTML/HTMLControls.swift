import Explanations
import Lab
import Screens

// What the script needs to be steered by; without a script it stays hidden.
extension HTMLPage {
  func controls(_ html: inout HTML) {
    html.element(
      "div", ["class": "controls", "role": "region", "aria-label": "walk", "hidden": ""]
    ) { html in
      html.element("span", ["class": "modes", "role": "group", "aria-label": "mode"]) { html in
        for (id, word) in [("read", "read"), ("investigate", "investigate")] {
          html.element(
            "button", ["type": "button", "id": id, "aria-pressed": "false"],
            text: Wording.text(of: word))
        }
      }
      html.element(
        "button", ["type": "button", "id": "unfold", "class": "reader"], text: "open all")
      html.element(
        "button", ["type": "button", "id": "fold", "class": "reader"], text: "close all")
      steering(&html)
      // Where nothing stands but what was heard there is no other view of it.
      guard !session.redacted else { return }
      html.element("fieldset") { html in
        html.element("legend", text: "seen by")
        choice("all", String(worded: "everyone together"), &html)
        for party in session.parties { choice(party.id, party.name, &html) }
      }
      stealing(&html)
    }
  }

  private func steering(_ html: inout HTML) {
    let count = max(1, session.steps.count)
    html.element("span", ["class": "walker"]) { html in
      html.element("button", ["type": "button", "id": "message-before"], text: "previous message")
      html.element("button", ["type": "button", "id": "before"], text: "back")
      html.open(
        "input",
        [
          "type": "range", "id": "walk", "min": "1", "max": String(count), "value": "1",
          "aria-label": "step",
        ])
      html.element("button", ["type": "button", "id": "after"], text: "step")
      html.element("button", ["type": "button", "id": "message-after"], text: "next message")
      html.element("span", ["id": "place"], text: "step 1 of \(count)")
      html.element(
        "button", ["type": "button", "id": "whole", "aria-pressed": "false"], text: "show all steps"
      )
    }
  }

  private func choice(_ id: String, _ name: String, _ html: inout HTML) {
    html.element("label") { html in
      html.open(
        "input",
        [
          "type": "radio", "name": "view", "value": id, "data-name": name,
          "checked": id == "all" ? "" : nil,
        ])
      html.text(" \(name)")
    }
  }

  /// What the eavesdropper steals, and what it reads then.
  private func stealing(_ html: inout HTML) {
    guard !thefts.choices.isEmpty else { return }
    html.element("label", ["class": "theft"]) { html in
      html.text("who steals ")
      html.element("select", ["id": "steal"]) { html in
        html.element("option", ["value": ""], text: "nothing")
        for (theft, view) in thefts.choices {
          html.element(
            "option", ["value": view, "data-says": gain(theft), "data-loot": theft.loot],
            text: "\(theft.loot): \(words(for: theft.loot))")
        }
      }
    }
    html.element("p", ["id": "gain", "role": "status"]) { _ in }
  }

  private func words(for loot: String) -> String {
    LootName(loot).map { said(.choice, "loot.\($0.loot.rawValue)") } ?? loot
  }

  private func gain(_ theft: AnnotatedSession.Theft) -> String {
    if let step = theft.erasedAtStep {
      return said(.page, "steal.erased", ["loot": theft.loot, "step": "\(step)"])
    }
    let sealed = session.messages.filter {
      $0.protection == .encrypted && !theft.opens.contains($0.number)
    }
    let opened = session.messages.filter {
      $0.protection == .encrypted && theft.opens.contains($0.number)
    }
    guard !opened.isEmpty else { return said(.page, "steal.nothing", ["loot": theft.loot]) }
    guard !sealed.isEmpty else { return said(.page, "steal.all", ["loot": theft.loot]) }
    return said(
      .page, "steal.some",
      ["loot": theft.loot, "opened": names(opened), "sealed": names(sealed)])
  }

  /// `Certificate, Finished (2)`.
  private func names(_ messages: [AnnotatedMessage]) -> String {
    var counts: [(title: String, count: Int)] = []
    for message in messages {
      if let place = counts.firstIndex(where: { $0.title == message.title }) {
        counts[place].count += 1
      } else {
        counts.append((message.title, 1))
      }
    }
    return counts.map { $0.count == 1 ? $0.title : "\($0.title) (\($0.count))" }
      .joined(separator: ", ")
  }
}
