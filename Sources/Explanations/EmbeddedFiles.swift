import CExplanations

/// The files of the catalogue that stand in the program.
enum EmbeddedFiles {
  /// The languages that have any.
  static var languages: Set<String> { Set(all.map(\.language)).subtracting([noLanguage]) }

  /// The table of documents, which is the same in all languages.
  static var documents: String {
    all.first { $0.language == noLanguage && $0.kind == "documents" }?.text ?? ""
  }

  private static let noLanguage = ""

  /// The text of one file; nil where the language has none of that kind.
  static func yaml(_ kind: ExplanationKind, language: String) -> String? {
    all.first { $0.language == language && $0.kind == kind.rawValue }?.text
  }

  /// The fixed words of the program in a language; nil where it has none, as English, whose words stand in the code.
  static func wordings(language: String) -> String? {
    all.first { $0.language == language && $0.kind == "wordings" }?.text
  }

  private struct File {
    var language: String
    var kind: String
    var bytes: UnsafeBufferPointer<UInt8>
    /// Most runs ask for few of them.
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  // The bytes are constants of the program.
  private nonisolated(unsafe) static let all: [File] = {
    var files: [File] = []
    while let file = tlslab_catalogue_file_at(files.count)?.pointee {
      guard let language = file.language, let kind = file.kind, let bytes = file.bytes else {
        break
      }
      files.append(
        File(
          language: String(cString: language), kind: String(cString: kind),
          bytes: UnsafeBufferPointer(start: bytes, count: file.count)))
    }
    return files
  }()
}
