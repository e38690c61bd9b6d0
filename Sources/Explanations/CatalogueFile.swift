import YAML

/// One file of the catalogue: every entry of one kind in one language.
struct CatalogueFile {
  private let file: YAMLFile
  let kind: ExplanationKind
  private(set) var entries: [String: Entry] = [:]
  private(set) var topics: [String: Topic] = [:]
  private(set) var words: [GlossaryWord] = []
  private(set) var attacks: [NamedAttack] = []
  private(set) var errors: [KnownError] = []

  /// Reads a file.
  ///
  /// - Throws: what can't be understood, with its line; a key that the format does not know is an error,
  ///   because it is a misspelt one.
  init(_ kind: ExplanationKind, language: String, yaml: String) throws(CatalogueError) {
    file = YAMLFile("\(language)/\(kind.rawValue).yaml")
    self.kind = kind
    for member in try file.mapping(try file.root(yaml)) {
      let entryName = try file.text(member.key)
      entries[entryName] = try entry(member.value, named: entryName)
    }
  }

  private mutating func entry(
    _ node: YAMLNode, named entryName: String
  ) throws(CatalogueError) -> Entry {
    let parts = try file.members(of: node, known: Self.known(kind))
    var entry = Entry(explanation: nil)
    entry.phrases = try phrases(in: parts)
    let hasPhrases = !entry.phrases.isEmpty || parts["in"] != nil
    entry.explanation = try explanation(parts, isOptional: hasPhrases, entryName, node)
    if let versions = parts["in"] { try read(versions, into: &entry) }
    entry.keywords = try file.texts(parts["keywords"])
    entry.causes = try causes(parts["causes"])
    guard let explanation = entry.explanation else { return entry }
    switch kind {
    case .topic: topics[entryName] = try topic(entryName, parts, explanation, node)
    case .word: words.append(try word(entryName, parts, explanation))
    case .attack: attacks.append(try attack(entryName, parts, explanation, node))
    case .error: errors.append(try error(entryName, parts, explanation, node))
    default: break
    }
    return entry
  }

  /// - Parameter isOptional: phrases alone are enough, because a more general entry explains the thing.
  private func explanation(
    _ parts: [String: YAMLNode], isOptional: Bool, _ name: String, _ node: YAMLNode
  ) throws(CatalogueError) -> Explanation? {
    let text = try parts["text"].map(file.text)
    let source = try parts["source"].map(file.text)
    if text == nil, source == nil, isOptional { return nil }
    // A word of the field may be nobody's in particular; the source of an error is the program itself.
    guard let text, source != nil || kind == .word || kind == .error else {
      throw file.failure(node, "'\(name)' needs a text and a source")
    }
    return Explanation(text: text, source: source ?? "")
  }

  private func read(_ versions: YAMLNode, into entry: inout Entry) throws(CatalogueError) {
    for version in try file.mapping(versions) {
      let label = try file.text(version.key)
      guard Self.versions.contains(label) else {
        throw file.failure(version.key, "no version '\(label)'")
      }
      let own = try file.members(of: version.value, known: Self.uses.union(["text", "source"]))
      entry.phrasesByVersion[label] = try phrases(in: own)
      guard let general = entry.explanation, own["text"] != nil || own["source"] != nil else {
        continue
      }
      entry.byVersion[label] = Explanation(
        text: try own["text"].map(file.text) ?? general.text,
        source: try own["source"].map(file.text) ?? general.source)
    }
  }

  // MARK: Phrases

  /// Each is a text, or one for each side: `client`, `server`, `else`.
  private func phrases(
    in parts: [String: YAMLNode]
  ) throws(CatalogueError) -> [PhraseUse: PhraseVariants] {
    var found: [PhraseUse: PhraseVariants] = [:]
    for use in PhraseUse.allCases {
      guard let node = parts[use.rawValue] else { continue }
      guard node.mapping != nil else {
        found[use] = PhraseVariants(general: try file.text(node))
        continue
      }
      var texts: [String: String] = [:]
      for (side, text) in try file.members(of: node, known: ["client", "server", "else"]) {
        texts[side] = try file.text(text)
      }
      found[use] = PhraseVariants(general: texts.removeValue(forKey: "else"), bySide: texts)
    }
    return found
  }

  private static let uses = Set(PhraseUse.allCases.map(\.rawValue))

  private func topic(
    _ name: String, _ parts: [String: YAMLNode], _ explanation: Explanation, _ node: YAMLNode
  ) throws(CatalogueError) -> Topic {
    guard let title = try parts["title"].map(file.text),
      let page = try parts["page"].map(file.text)
    else {
      throw file.failure(node, "the topic '\(name)' needs a title and a page")
    }
    return Topic(
      name: name, title: title, explanation: explanation, page: page,
      see: try file.texts(parts["see"]))
  }

  private func word(
    _ name: String, _ parts: [String: YAMLNode], _ explanation: Explanation
  ) throws(CatalogueError) -> GlossaryWord {
    GlossaryWord(
      name: name, standsFor: try parts["stands-for"].map(file.text),
      synonyms: try file.texts(parts["also"]), explanation: explanation,
      see: try file.texts(parts["see"]))
  }

  private func attack(
    _ name: String, _ parts: [String: YAMLNode], _ explanation: Explanation, _ node: YAMLNode
  ) throws(CatalogueError) -> NamedAttack {
    guard let year = try parts["year"].map(file.text),
      let needed = try parts["needed"].map(file.text),
      let stopped = try parts["stopped"].map(file.text), let here = try parts["here"].map(file.text)
    else {
      throw file.failure(
        node, "the attack '\(name)' needs: year, needed, stopped, here")
    }
    return NamedAttack(
      name: name, year: year, synonyms: try file.texts(parts["also"]),
      explanation: explanation, needed: needed, stopped: stopped, here: here,
      commands: try file.texts(parts["try"]), see: try file.texts(parts["see"]))
  }

  private func error(
    _ name: String, _ parts: [String: YAMLNode], _ explanation: Explanation, _ node: YAMLNode
  ) throws(CatalogueError) -> KnownError {
    let programs = try file.texts(parts["by"])
    let leads = try keys(parts["leads"])
    guard !programs.isEmpty, !leads.isEmpty else {
      throw file.failure(node, "the error '\(name)' needs: by, leads")
    }
    return KnownError(
      name: name, alternatives: try file.texts(parts["also"]), programs: programs,
      explanation: explanation, leads: leads)
  }

  /// Entries of other files, each by its file and its name: `alerts/unknown_ca`.
  private func keys(_ node: YAMLNode?) throws(CatalogueError) -> [ExplanationKey] {
    var keys: [ExplanationKey] = []
    for item in node?.sequence ?? [] {
      let parts = try file.text(item).split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2, let kind = ExplanationKind(rawValue: parts[0]) else {
        throw file.failure(item, "FILE/ENTRY is expected, such as alerts/unknown_ca")
      }
      keys.append(ExplanationKey(kind, parts[1]))
    }
    return keys
  }

  private func causes(_ node: YAMLNode?) throws(CatalogueError) -> [Cause] {
    var causes: [Cause] = []
    for item in node?.sequence ?? [] {
      let parts = try file.members(of: item, known: ["who", "cause", "remedy"])
      guard let who = try parts["who"].map(file.text).flatMap(Cause.Party.init),
        let cause = try parts["cause"].map(file.text),
        let remedy = try parts["remedy"].map(file.text)
      else {
        let parties = Cause.Party.allCases.map(\.rawValue).joined(separator: ", ")
        throw file.failure(item, "a cause needs: who (\(parties)), cause, remedy")
      }
      causes.append(Cause(who: who, cause: cause, remedy: remedy))
    }
    return causes
  }

  private static func known(_ kind: ExplanationKind) -> Set<String> {
    let own: Set<String> =
      switch kind {
      case .topic: ["title", "page", "see"]
      case .word: ["stands-for", "also", "see"]
      case .attack: ["year", "also", "needed", "stopped", "here", "try", "see"]
      case .alert, .fault: uses.union(["in", "causes"])
      case .error: ["also", "by", "leads"]
      default: uses.union(["in"])
      }
    return own.union(["text", "source", "keywords"])
  }

  private static let versions: Set<String> = ["1.0", "1.1", "1.2", "1.3"]
}
