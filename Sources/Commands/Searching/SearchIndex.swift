import Bytes
import Explanations
import Lab
import Screens
import TLSWire

/// All that `search` goes over.
enum SearchIndex {
  /// Everything that can be found at this prompt.
  static func things(_ interpreter: Interpreter) -> [Findable] {
    interpreter.table.commands.map(thing) + SettingCatalogue.all.map(thing) + explained
      + (interpreter.companion?.findable ?? [])
  }

  private static func thing(_ command: Command) -> Findable {
    let forms = command.forms.map { form in
      (form.leadingWords + [form.meaning] + form.meanings.map { "\($0.word) \($0.meaning)" })
        .joined(separator: " ")
    }
    let examples = command.examples.map { "\($0.line) \($0.meaning)" }
    return Findable(
      .command, command.name, keywords: command.aliases + command.forms.flatMap(\.aliases),
      about: command.summary, text: (forms + examples).joined(separator: " "),
      command: "help \(command.name)")
  }

  private static func thing(_ setting: Setting) -> Findable {
    Findable(
      .setting, setting.key, about: setting.summary,
      text: setting.accepted.words.joined(separator: " "), command: "help \(setting.key)")
  }

  /// What the catalogue explains; it stays the same while the program runs.
  private static let explained: [Findable] = {
    let catalogue = Catalogue.current
    // Steps go by names that nobody types, and what stands for all the rest has none.
    let keys = catalogue.keys.filter {
      ![.step, .topic, .word, .attack, .error].contains($0.kind) && $0.name != "other"
    }.sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
    return catalogue.topics.map(thing) + catalogue.words.map(thing)
      + catalogue.attacks.map(thing) + catalogue.errors.map(thing) + keys.map(thing) + suites
  }()

  private static func thing(_ key: ExplanationKey) -> Findable {
    let causes = Catalogue.current.causes(of: key).map { "\($0.who.rawValue) \($0.cause)" }
    let text = Catalogue.current.explanation(key)?.text ?? ""
    return Findable(
      .explained(key.kind), key.name, keywords: Catalogue.current.keywords(of: key),
      about: Screens.summary(of: key), text: ([text] + causes).joined(separator: " "),
      command: "explain \(key.name)")
  }

  private static func thing(_ topic: Topic) -> Findable {
    Findable(
      .explained(.topic), topic.name,
      keywords: Catalogue.current.keywords(of: ExplanationKey(.topic, topic.name)),
      about: topic.title, text: "\(topic.explanation.text) \(topic.page)",
      command: "explain \(topic.name)")
  }

  private static func thing(_ word: GlossaryWord) -> Findable {
    let key = ExplanationKey(.word, word.name)
    return Findable(
      .explained(.word), word.name,
      keywords: word.synonyms + [word.standsFor].compactMap { $0 }
        + Catalogue.current.keywords(of: key),
      about: word.standsFor ?? Screens.summary(of: key), text: word.explanation.text,
      command: "explain \(Screens.typed(word.name))")
  }

  private static func thing(_ attack: NamedAttack) -> Findable {
    let key = ExplanationKey(.attack, attack.name)
    return Findable(
      .explained(.attack), attack.name,
      keywords: attack.synonyms + Catalogue.current.keywords(of: key),
      about: Screens.summary(of: key), text: "\(attack.needed) \(attack.stopped) \(attack.here)",
      command: "explain \(Screens.typed(attack.name))")
  }

  private static func thing(_ error: KnownError) -> Findable {
    let key = ExplanationKey(.error, error.name)
    return Findable(
      .explained(.error), error.name,
      keywords: error.alternatives + Catalogue.current.keywords(of: key),
      about: Screens.summary(of: key),
      text: "\(error.explanation.text) \(error.programs.joined(separator: " "))",
      command: "explain \"\(error.name)\"")
  }

  private static var suites: [Findable] {
    (CipherSuite.spoken13 + CipherSuite.preferred).map { suite in
      Findable(
        .cipherSuite, suite.label,
        about: CipherSuite.spoken13.contains(suite) ? "for TLS 1.3" : "for TLS 1.2 and before",
        command: "explain \(suite.label)")
    }
  }
}
