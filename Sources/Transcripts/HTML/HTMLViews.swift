import Screens

// What the page says to those who do not see everything. The script shows of each text the one for the view
// chosen; whoever reads without it reads as everyone together.
extension HTMLPage {
  /// The view of those who see everything, and of a page in which nothing is but what was heard.
  static let narrator = "all"

  /// The parties, and the eavesdropper with each loot that gives it something.
  private var viewers: [String] { session.redacted ? [] : session.parties.map(\.id) + thefts.views }

  /// Who sees a part of the page: those parties, and who tells it.
  func views(_ parties: [String]) -> String {
    ([Self.narrator] + (session.redacted ? [] : parties)).joined(separator: " ")
  }

  /// A text for each view, those that are the same once.
  ///
  /// - Parameter text: what it is for a party; nil: for those who see everything.
  func variants(
    _ html: inout HTML, _ style: String? = nil, _ text: (String?) -> String
  ) {
    styledVariants(&html) { (style, text($0)) }
  }

  /// A text for each view, with its class; those that are the same once.
  func styledVariants(
    _ html: inout HTML, _ make: (String?) -> (style: String?, text: String)
  ) {
    let whole = make(nil)
    var texts = [(style: whole.style, text: whole.text, views: [Self.narrator])]
    for party in viewers {
      let own = make(party)
      if let place = texts.firstIndex(where: { $0.text == own.text && $0.style == own.style }) {
        texts[place].views.append(party)
      } else {
        texts.append((own.style, own.text, [party]))
      }
    }
    for (style, text, views) in texts {
      let isForAll = texts.count == 1
      html.element(
        "span",
        [
          "class": style, "data-views": isForAll ? nil : views.joined(separator: " "),
          "hidden": views.contains(Self.narrator) ? nil : "",
        ], text: text)
    }
  }

  /// The word for a party in somebody's view: an end takes the attacker for the other end.
  func name(of party: String, for view: String?) -> String {
    switch (party, view) {
    case ("interceptor", "client"?): name(of: "server")
    case ("interceptor", "server"?): name(of: "client")
    default: name(of: party)
    }
  }

  /// `client to server`.
  func ends(of message: AnnotatedMessage, for view: String?) -> String {
    [name(of: message.from, for: view), String(worded: "to"), name(of: message.to, for: view)]
      .joined(separator: " ")
  }

  /// What a message is for somebody: of what can't be read what the record says by itself.
  func title(of message: AnnotatedMessage, for view: String?) -> String {
    if message.earlyData == true, isReadable(message, for: view) || isEarlyByPlace(message) {
      return String(worded: "early data")
    }
    guard !isReadable(message, for: view) else { return message.title }
    let types = ["15": "alert", "16": "handshake", "17": "application_data"]
    guard let type = types[String(message.records.prefix(2))] else {
      return String(worded: "protected record")
    }
    return String(worded: "protected \(type) record")
  }

  private func isReadable(_ message: AnnotatedMessage, for view: String?) -> Bool {
    view.map(thefts.readers(of: message).contains) ?? true
  }

  /// Whether nothing had come from the server before: anyone can tell early data by that.
  private func isEarlyByPlace(_ message: AnnotatedMessage) -> Bool {
    !session.messages.prefix(message.number - 1).contains {
      $0.wire == message.wire && $0.from == message.to
    }
  }

  /// Whether somebody knows what the attacker did with a message.
  func knowsAttack(on message: AnnotatedMessage, _ view: String?) -> Bool {
    view.map { thefts.with(message.attacker?.knownTo ?? []).contains($0) } ?? true
  }

  /// What a step is in somebody's view.
  func title(of step: AnnotatedStep, _ message: AnnotatedMessage?, for view: String?) -> String {
    guard let view, !session.redacted else { return step.text }
    let actor = name(of: step.party, for: view)
    if step.kind == "sent", let message, thefts.with(message.witnesses).contains(view) {
      let isNamed = isReadable(message, for: view) && message.protection != .plaintext
      return String(worded: "\(actor) sends \(title(of: message, for: view))")
        + (isNamed ? String(worded: ", protected") : "")
    }
    if step.party == view { return step.text }
    // The real other end stands beyond the attacker, out of sight and unknown.
    return String(worded: "\(actor) works out of sight")
  }
}
