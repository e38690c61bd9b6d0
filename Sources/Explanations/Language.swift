import Platform
import Synchronization

/// The language in which the program explains.
public enum Language {
  private static let wish = Mutex<String?>(nil)
  private static let isASCII = Mutex(false)

  /// Chooses a language, before the first thing is explained.
  ///
  /// - Returns: whether the program has it.
  public static func choose(_ language: String) -> Bool {
    guard Catalogue.languages.contains(language) else { return false }
    wish.withLock { $0 = language }
    return true
  }

  /// Writes the language with ASCII characters alone, before the first thing is explained.
  public static func chooseASCII() { isASCII.withLock { $0 = true } }

  /// Whether the language has letters that ASCII has not, and they can be shown.
  public static var needsUnicode: Bool { Catalogue.current.language != "en" && !isPlain }

  /// Whether there is ASCII alone: by choice, or because the locale names other characters than those of UTF-8
  /// (POSIX.1-2017, chapter 8.2). Where no locale is set nothing is known of the terminal.
  private static let isPlain: Bool = {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return isASCII.withLock { $0 } || locale.map { !isUTF8($0) } ?? false
  }()

  static func isUTF8(_ locale: String) -> Bool {
    let locale = locale.lowercased()
    return locale.contains("utf-8") || locale.contains("utf8")
  }

  /// A text in the language as it can be shown. It is for the program's own words alone: what comes from others
  /// shows what stands in it.
  public static func written(_ text: String) -> String {
    isPlain && !text.utf8.allSatisfy { $0 < 0x80 } ? inASCII(text) : text
  }

  /// The letters of German as DIN 5007 has them where there are no others.
  static func inASCII(_ text: String) -> String {
    let letters: [Character: String] = [
      "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "„": "\"",
      "“": "\"",
    ]
    return String(text.flatMap { letters[$0] ?? String($0) })
  }

  /// What was chosen, or what the locale names, where the program has it; else English, which is whole.
  static var chosen: String {
    if let wanted = wish.withLock({ $0 }) { return wanted }
    let environment = ProcessInfo.processInfo.environment
    return named(
      by: ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] },
      among: Catalogue.languages)
  }

  /// The language of a locale such as `de_AT.UTF-8`: of several variables the first that is set counts
  /// (POSIX.1-2017, chapter 8.2).
  static func named(by locales: [String], among languages: [String]) -> String {
    let locale = locales.first { !$0.isEmpty } ?? ""
    let language = String(locale.prefix { $0 != "_" && $0 != "." && $0 != "@" })
    return languages.contains(language) ? language : "en"
  }
}

extension Catalogue {
  /// The same of the catalogue that stands in the program.
  public static func untranslated(in language: String) throws(CatalogueError) -> [String] {
    try untranslated(in: language, file: EmbeddedFiles.yaml)
  }

  /// What English says and a translation does not yet: the kind, the entry, the part.
  ///
  /// - Parameter file: as in ``init(language:file:)``.
  public static func untranslated(
    in language: String, file: (ExplanationKind, String) -> String?
  ) throws(CatalogueError) -> [String] {
    var missing: [String] = []
    for kind in ExplanationKind.allCases {
      guard let english = file(kind, "en") else { continue }
      let own = try file(kind, language).map { yaml throws(CatalogueError) in
        try CatalogueFile(kind, language: language, yaml: yaml).entries
      }
      for (name, entry) in try CatalogueFile(kind, language: "en", yaml: english).entries {
        let lacking = entry.parts.subtracting(own?[name]?.parts ?? [])
        missing += lacking.map { "\(kind.rawValue)/\(name): \($0)" }
      }
    }
    return missing.sorted()
  }
}
