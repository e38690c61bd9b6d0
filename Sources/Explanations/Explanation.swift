/// What something is, why it is there, and what an attacker gains by it or can't do.
public struct Explanation: Hashable, Sendable {
  /// One to four plain sentences.
  public var text: String
  /// Where it is written down: `RFC 9846 §4.2.2`; several are parted by `; `.
  public var source: String

  public init(text: String, source: String) {
    self.text = text
    self.source = source
  }

  /// The source in plain characters: `RFC 9846 section 4.2.2`. What is no longer in force says so.
  public var cited: String { Citation.words(source) }

  /// The source for what is handed out: `RFC 9846 §4.2.2`. What is no longer in force says so.
  public var citedWithSigns: String { Citation.written(Citation.all(in: source), .sign) }
}

/// An entry of the catalogue: the explanation, phrases, and what is different in single versions.
struct Entry: Sendable {
  /// Nil where a more general entry explains it, and only phrases differ.
  var explanation: Explanation?
  /// By version, as people say it: `1.3`. What a version leaves out is as in general.
  var byVersion: [String: Explanation] = [:]
  var phrases: [PhraseUse: PhraseVariants] = [:]
  var phrasesByVersion: [String: [PhraseUse: PhraseVariants]] = [:]
  /// Words by which people look for it, beside its name and its text.
  var keywords: [String] = []
  /// Why it comes about, and what helps.
  var causes: [Cause] = []

  func explanation(in version: String?) -> Explanation? {
    version.flatMap { byVersion[$0] } ?? explanation
  }

  func phrases(in version: String?) -> [PhraseUse: PhraseVariants] {
    guard let own = version.flatMap({ phrasesByVersion[$0] }) else { return phrases }
    return phrases.merging(own) { _, own in own }
  }

  /// The entry in another language: what that has not translated stays.
  func translated(by other: Entry) -> Entry {
    var entry = self
    entry.explanation = other.explanation ?? explanation
    entry.byVersion.merge(other.byVersion) { _, own in own }
    entry.phrases.merge(other.phrases) { _, own in own }
    if !other.keywords.isEmpty { entry.keywords = other.keywords }
    if !other.causes.isEmpty { entry.causes = other.causes }
    entry.phrasesByVersion.merge(other.phrasesByVersion) { general, own in
      general.merging(own) { _, own in own }
    }
    return entry
  }

  /// Its phrases, for whatever side and version.
  var texts: [String] {
    ([phrases] + phrasesByVersion.values).flatMap(\.values).flatMap { variants in
      [variants.general].compactMap { $0 } + variants.bySide.values
    }
  }

  /// The names of its texts, for a list of what a translation lacks.
  var parts: Set<String> {
    let own = phrases.keys.filter { $0 != .quote }
    let general =
      (explanation == nil ? [] : ["text"]) + own.map(\.rawValue)
      + (keywords.isEmpty ? [] : ["keywords"]) + (causes.isEmpty ? [] : ["causes"])
    let ofVersions =
      byVersion.keys.map { "in \($0) text" }
      + phrasesByVersion.flatMap { version, phrases in
        phrases.keys.map { "in \(version) \($0.rawValue)" }
      }
    return Set(general + ofVersions)
  }
}

/// Something worth a page of its own.
public struct Topic: Hashable, Sendable {
  /// What one types after `explain`.
  public var name: String
  public var title: String
  public var explanation: Explanation
  /// Paragraphs parted by empty lines; a line that begins with two blanks stays as it is.
  public var page: String
  /// Topics that are near.
  public var see: [String]
}

/// What kind of thing is explained. Each kind has a file of its own in the catalogue.
public enum ExplanationKind: String, Hashable, Sendable, CaseIterable {
  case ability = "abilities"
  case alert = "alerts"
  case attack = "attacks"
  case audit
  case authority = "authorities"
  case check = "checks"
  case choice = "choices"
  case connection = "connections"
  case decrypting
  case deed = "deeds"
  case demonstration = "demonstrations"
  case difference = "differences"
  case error = "errors"
  case examination
  case extensionType = "extensions"
  case fault = "faults"
  case failure = "failures"
  case field = "fields"
  case formula = "formulas"
  case group = "groups"
  case message = "messages"
  case page = "pages"
  case probe
  case question = "questions"
  case reason = "reasons"
  case refusal = "refusals"
  case setting = "settings"
  case signature = "signatures"
  case step = "steps"
  case suite = "suites"
  case tool = "toolbox"
  case topic = "topics"
  case value = "values"
  case word = "glossary"
  case world
}

/// What an entry of the catalogue is found by.
public struct ExplanationKey: Hashable, Sendable {
  public var kind: ExplanationKind
  public var name: String

  public init(_ kind: ExplanationKind, _ name: String) {
    self.kind = kind
    self.name = name
  }
}
