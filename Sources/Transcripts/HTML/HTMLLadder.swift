import Screens

// The ladder: an arrow for each message.
extension HTMLPage {
  func ladder(_ html: inout HTML) {
    html.element("nav", ["aria-label": "messages", "tabindex": "0"]) { html in
      html.element("ol", ["class": "ladder"]) { html in
        for message in session.messages { rung(message, &html) }
      }
    }
  }

  private func rung(_ message: AnnotatedMessage, _ html: inout HTML) {
    let toClient = message.to == "client" || message.from == "server"
    html.element(
      "li",
      [
        "class": toClient ? "to-client" : "to-server",
        "data-views": views(
          message.records.isEmpty
            ? thefts.readers(of: message) : thefts.with(message.witnesses)),
      ]
    ) { html in
      html.element(
        "a",
        [
          "href": "#\(anchors[message])", "data-step": String(message.step),
          "class": message.protection == .plaintext ? nil : "protected",
        ]
      ) { html in
        styledVariants(&html) { name(of: message, for: $0, toClient: toClient) }
        if let part = message.attacker {
          let style = part.style == " own" ? "attack own" : "attack"
          html.element(
            "span", ["class": style, "data-views": views(thefts.with(part.knownTo))],
            text: part.words)
        }
        if session.parties.contains(where: { $0.id == "interceptor" }) {
          variants(&html, "wire") { view in
            ends(of: message, for: view)
          }
        }
        if let brief = message.brief {
          html.element(
            "span", ["class": "brief", "data-views": views(thefts.readers(of: message))],
            text: brief)
        }
      }
    }
  }
}

extension HTMLPage {
  /// What a message is called in somebody's view beside its arrow, with its class.
  private func name(
    of message: AnnotatedMessage, for view: String?, toClient: Bool
  ) -> (style: String?, text: String) {
    let title = title(of: message, for: view)
    let part = knowsAttack(on: message, view) ? message.attacker : nil
    let taken = part?.style ?? (thefts.opens(message, for: view) ? " attacked" : "")
    let arrow = part?.arrives == false ? "✕" : toClient ? "←" : "→"
    return ("name" + taken, toClient ? "\(arrow) \(title)" : "\(title) \(arrow)")
  }
}

extension AnnotatedMessage.AttackerPart {
  /// The class of a message's name, beside others.
  fileprivate var style: String { deed == nil && access == "own" ? " own" : " attacked" }
}
