import Synchronization

/// The kinds of a catalogue, each read when something of it is asked for: all together take longer to read than
/// the prompt may take to be there.
final class Shelves: Sendable {
  /// Every entry of one kind, in the language that was chosen and else in English.
  struct Shelf {
    var entries: [String: Entry] = [:]
    var topics: [String: Topic] = [:]
    var words: [String: GlossaryWord] = [:]
    var attacks: [String: NamedAttack] = [:]
    var errors: [String: KnownError] = [:]
  }

  private let language: String
  private let file: @Sendable (ExplanationKind, String) -> String?
  private let read = Mutex<[ExplanationKind: Result<Shelf, CatalogueError>]>([:])

  /// - Parameter file: the YAML text of one kind in one language, nil where there is none.
  init(language: String, file: @escaping @Sendable (ExplanationKind, String) -> String?) {
    self.language = language
    self.file = file
  }

  /// The entries of a kind; none where they can't be read.
  subscript(kind: ExplanationKind) -> Shelf {
    do throws(CatalogueError) {
      return try shelf(kind)
    } catch {
      return Shelf()
    }
  }

  /// The same.
  ///
  /// - Throws: what can't be understood, with file and line.
  func shelf(_ kind: ExplanationKind) throws(CatalogueError) -> Shelf {
    if let known = read.withLock({ $0[kind] }) { return try known.get() }
    let made: Result<Shelf, CatalogueError>
    do throws(CatalogueError) {
      made = .success(try make(kind))
    } catch {
      made = .failure(error)
    }
    read.withLock { $0[kind] = made }
    return try made.get()
  }

  private func make(_ kind: ExplanationKind) throws(CatalogueError) -> Shelf {
    var shelf = Shelf()
    // English first, so that a translation replaces it entry by entry.
    for source in language == "en" ? ["en"] : ["en", language] {
      guard let yaml = file(kind, source) else { continue }
      let read = try CatalogueFile(kind, language: source, yaml: yaml)
      shelf.entries.merge(read.entries) { english, translated in english.translated(by: translated)
      }
      shelf.topics.merge(read.topics) { _, translated in translated }
      for word in read.words { shelf.words[word.name] = word }
      for attack in read.attacks { shelf.attacks[attack.name] = attack }
      for error in read.errors { shelf.errors[error.name] = error }
    }
    return shelf
  }
}
