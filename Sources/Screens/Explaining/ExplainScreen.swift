import Bytes
import Explanations
import Lab
import Pages
import TLSWire

extension Screens {
  /// All topics, each with its short text.
  public static var topics: Page {
    if let fault = Catalogue.current.fault { return unreadable(fault) }
    let topics = Catalogue.current.topics
    let rows = topics.map { topic -> [Line] in
      [Line(topic.name, .command), Line(topic.title)]
    }
    return Page(
      [
        .line(Line("TOPICS", .heading)), .table(Table(rows: rows)), .blank,
        .paragraph(
          "Beside these: any field, message, extension, value, alert, suite, group or check by its name,"
            + " the words of the glossary, and attacks by theirs.",
          indent: 0),
      ],
      next: [
        "explain glossary", "explain forward-secrecy", "explain client_hello.random",
        "explain unknown_ca",
      ])
  }

  /// The explanation of whatever has that name.
  ///
  /// - Parameter name: in whatever case; what is called so in several ways stands one below the other. Or a
  ///   text in which an error of another program stands.
  /// - Returns: nil when nothing has that name.
  public static func explained(_ name: String) -> Page? {
    let catalogue = Catalogue.current
    if let fault = catalogue.fault { return unreadable(fault) }
    if name.lowercased() == "glossary" { return glossary }
    if let topic = catalogue.topic(name) ?? catalogue.topic(name.lowercased()) {
      return page(of: topic)
    }
    let attack = catalogue.attack(name)
    let word = catalogue.word(name)
    var entries = [attack.map { entry($0) }, word.map { entry($0) }].compactMap { $0 }
    let keys = explainable(name)
    entries += (keys.isEmpty && entries.isEmpty ? inAnyForm(name) : keys).map { entry($0) }
    guard !entries.isEmpty else { return errors(in: name) }
    let see = (attack?.see ?? []) + (word?.see ?? [])
    return Page(
      Array(entries.joined(separator: [.blank])), next: see.map { "explain \($0)" } + ["explain"])
  }

  private static func unreadable(_ fault: CatalogueError) -> Page {
    Page([.line(Line("nothing can be explained: \(fault)", .bad))])
  }

  /// Names that can be explained, for completion and suggestions.
  public static var explainableNames: [String] {
    Catalogue.current.keys.filter { $0.kind != .error }.map { typed($0.name) }
      .filter { $0 != "other" }.sorted()
      + CipherSuite.spoken13.map(\.label) + CipherSuite.preferred.map(\.label)
  }

  private static func explainable(_ name: String) -> [ExplanationKey] {
    let catalogue = Catalogue.current
    var keys: [ExplanationKey] = []
    for kind in ExplanationKind.allCases where !kind.isFoundByItself {
      let candidates: [ExplanationCandidates] =
        switch kind {
        case .field: [ExplanationKey.field(name.split(separator: ".").map(String.init))]
        case .value: [[ExplanationKey.value(name)]]
        case .suite: suite(named: name)?.explanationKeys ?? [[ExplanationKey(kind, name)]]
        default: [[ExplanationKey(kind, name)]]
        }
      for key in candidates.compactMap(catalogue.first(of:)) where !keys.contains(key) {
        keys.append(key)
      }
    }
    return keys
  }

  /// What has that name but for the case of its letters, and for what parts its words.
  private static func inAnyForm(_ name: String) -> [ExplanationKey] {
    let folded = ExplanationKey.folded(name)
    return Catalogue.current.keys.filter { key in
      !key.kind.isFoundByItself && ExplanationKey.folded(key.name) == folded
    }.sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
  }

  private static func suite(named name: String) -> CipherSuite? {
    (CipherSuite.spoken13 + CipherSuite.preferred).first { $0.label == name }
  }

  // MARK: Pages

  private static func page(of topic: Topic) -> Page {
    var blocks: [Block] = [
      .line(Line(topic.title.uppercased(), .heading)), .rule,
      .paragraph(Line(topic.explanation.text), indent: 0), .blank,
    ]
    // A topic that goes by an abbreviation hides the glossary's line on it.
    if let standsFor = Catalogue.current.word(topic.name)?.standsFor {
      blocks.insert(.labelled("in full", Line(standsFor)), at: 2)
    }
    for paragraph in topic.page.split(separator: "\n", omittingEmptySubsequences: false) {
      if paragraph.isEmpty {
        blocks.append(.blank)
      } else if paragraph.hasPrefix("  ") {
        blocks.append(.line(Line(String(paragraph), .command)))
      } else if case .paragraph(let line, let indent)? = blocks.last {
        // Lines of one paragraph are put together again: the screen has its own width.
        blocks[blocks.count - 1] = .paragraph(line + Line(" \(paragraph)"), indent: indent)
      } else {
        blocks.append(.paragraph(Line(String(paragraph)), indent: 0))
      }
    }
    while blocks.last == .blank { blocks.removeLast() }
    if topic.name == "named-attacks" { blocks += [.blank, namedAttacks] }
    blocks += [.blank, .paragraph(Line(topic.explanation.cited, .faint), indent: 0)]
    return Page(blocks, next: topic.see.map { "explain \($0)" } + ["explain"])
  }

  static func entry(_ key: ExplanationKey) -> [Block] {
    let catalogue = Catalogue.current
    guard let general = catalogue.explanation(key) else { return [] }
    var blocks: [Block] = [
      .edges(
        left: Line(key.name, .field), right: Line(Wording.text(of: key.kind.singular), .faint)),
      .rule,
      paragraph(general),
    ]
    for version in ["1.3", "1.1", "1.0"] {
      guard let own = catalogue.explanation(key, version: version), own.text != general.text
      else { continue }
      blocks.append(.labelled("TLS \(version)", Line(text(own))))
    }
    return blocks + causes(of: key)
  }

  static func paragraph(_ explanation: Explanation) -> Block {
    let source = explanation.source.isEmpty ? "" : "  \(explanation.cited)"
    return .paragraph(Line(text(explanation)) + Line(source, .faint), indent: 1)
  }

  static func text(_ explanation: Explanation) -> String {
    explanation.text.replacing("{side}", with: String(worded: "sender"))
  }
}
