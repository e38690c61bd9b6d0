import Explanations
package import Lab
import Screens
package import TLSKeys

// Words that several verbs have, each with what it can be now.

extension Word where Value == Side {
  package static var side: Word<Side> { .choice("SIDE") }
}

extension Word where Value == Session {
  package static func session(_ label: String) -> Word<Session> {
    Word(label, candidates: \.interpreter.sessions) { text, interpreter throws(CommandError) in
      try interpreter.session(named: text)
    }
  }
}

extension Word {
  /// What is in a file.
  package static func file(
    read: @escaping @Sendable (String, Interpreter) throws(CommandError) -> Value
  ) -> Word { Word("FILE", candidates: \.files, read: read).ofFiles }

  /// The same word, known as the name of a file.
  fileprivate var ofFiles: Word {
    let read = self.read
    var word = self
    word.shape.isFile = true
    word.read = { text, interpreter throws(CommandError) in
      // The system would take it for the folder, and complain of that.
      guard !text.isEmpty else { throw CommandError(refusal: "file.no-name") }
      return try read(text, interpreter)
    }
    return word
  }
}

extension Word where Value == UInt64 {
  /// From which a world, or the randomness of a session, is made.
  package static var seed: Word {
    Word("SEED") { text, _ throws(CommandError) in
      guard let seed = UInt64(text) else {
        throw CommandError(refusal: "seed.bad", ["word": text])
      }
      return seed
    }
  }
}

extension Word where Value == LootName {
  /// Something that can be stolen.
  static var loot: Word {
    Word(
      "LOOT", choices: Loot.allCases.map { Choice($0.typed, $0.meaning) },
      accepting: isNoFile, candidates: \.loot, read: read)
  }

  /// Something that the attacker holds.
  static var leak: Word {
    Word("LEAK", accepting: isNoFile, candidates: \.leaks, read: read)
  }

  /// What looks like a file is one, unless it is a secret's name.
  @Sendable private static func isNoFile(_ text: String) -> Bool {
    let isFile = text.contains("/") || fileEndings.contains { text.hasSuffix($0) }
    return LootName(text) != nil || !isFile
  }

  private static var fileEndings: [String] { [".pem", ".der", ".key", ".p12", ".pfx"] }

  @Sendable private static func read(
    _ text: String, _ interpreter: Interpreter
  ) throws(CommandError) -> LootName {
    guard let name = LootName(text) else {
      let words = interpreter.lab.lootNames.map(\.word)
      throw CommandError(
        refusal: "loot.unknown", ["word": text, "names": words.joined(separator: " ")],
        meant: likely(text, among: words).map { "compromise \($0)" })
    }
    return name
  }
}

extension Word where Value == String {
  /// A message of the session, by number or name.
  static func message(_ label: String) -> Word { named(label, candidates: \.messages) }

  static func field(_ label: String) -> Word { named(label, candidates: \.fields) }

  /// A computed value of the session.
  static var value: Word { named("NAME", candidates: \.interpreter.valueNames) }

  /// What `why` explains: a session or a value.
  static var thing: Word {
    named("THING") { $0.interpreter.sessions + $0.interpreter.valueNames }
  }

  static var settingKey: Word {
    named("KEY") { _ in SettingCatalogue.all.map { Candidate($0.key, $0.summary) } }
  }

  /// A setting that has not its default value.
  static var changedSetting: Word {
    named("KEY") { typed in
      typed.interpreter.lab.settings.overrides.sorted { $0.key < $1.key }.map {
        Candidate($0.key, "now \($0.value)")
      }
    }
  }

  /// A value of the setting that was named before.
  static var settingValue: Word {
    named("VALUE") { typed in
      typed.earlier(.settingKey).map { typed.interpreter.settingValues(of: $0, typed.word) } ?? []
    }
  }

  /// An authority by its word.
  package static func authority(_ label: String) -> Word {
    named(label) { typed in
      let world = typed.interpreter.lab.world
      return world.authorityNames.map {
        Candidate(
          $0, said(.choice, world.isTrusted($0) ? "authority.trusted" : "authority.untrusted"))
      }
    }
  }

  /// A certificate by its name.
  static var certificate: Word { named("NAME", candidates: \.certificates) }

  static var statePath: Word { named("PATH", candidates: \.statePaths) }

  package static func file(_ label: String = "FILE") -> Word {
    named(label, candidates: \.files).ofFiles
  }

  /// A verb or a group of verbs.
  static var topic: Word {
    named("VERB|GROUP") { typed in
      typed.interpreter.table.commands.map { Candidate($0.name, $0.summary) }
        + CommandGroup.allCases.map { Candidate($0.rawValue, "to \($0.title)") }
    }
  }

  /// Something that has an explanation.
  static var explainable: Word {
    named("TOPIC") { _ in
      Catalogue.current.topics.map { Candidate($0.name, $0.title) }
        + [Candidate("glossary", "the words of the field")]
        + Screens.explainableNames.map { Candidate($0, "") }
    }
  }
}
