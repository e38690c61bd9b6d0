/// A place in a document, as texts cite it: `RFC 5246 §7.4.7.1`.
public struct Citation: Hashable, Sendable {
  /// `RFC 5246`.
  public var document: String
  /// `7.4.7.1`, or `E.1` in an appendix; nil where the whole document is meant.
  public var section: String?

  public init(_ document: String, section: String?) {
    self.document = document
    self.section = section
  }

  /// Reads one citation.
  ///
  /// - Returns: nil where the text has another form.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: " §", omittingEmptySubsequences: false)
    guard let document = parts.first, !document.isEmpty, parts.count <= 2 else { return nil }
    self.document = String(document)
    guard parts.count == 2 else { return }
    guard Self.isSection(parts[1]) else { return nil }
    section = String(parts[1])
  }

  /// Reads several, parted by `; `. What has another form is left out.
  public static func all(in source: String) -> [Citation] {
    source.split(separator: "; ").compactMap { Citation($0) }
  }

  /// A source as a sentence on a screen cites it: `RFC 5246 section 7.3, obsoleted by RFC 9846`.
  public static func words(_ source: String) -> String { written(all(in: source), .words) }

  /// Numbers with points between, after one letter in an appendix.
  private static func isSection(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let first = parts.first else { return false }
    let isAppendix = first.count == 1 && first.allSatisfy { $0.isUppercase && $0.isASCII }
    return parts.dropFirst(isAppendix ? 1 : 0).allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isNumber && $0.isASCII }
    }
  }
}

/// How a place in a document is written.
public enum CitationForm: Sendable {
  /// `RFC 5246 section 7.4`, in plain characters, for screens.
  case words
  /// `RFC 5246 §7.4`, for what is handed out.
  case sign
}

extension Citation {
  /// The one way in which places are printed. A document that is no longer in force says so: the place may
  /// still be the only one with the text, as that of TLS 1.2 is, but nobody shall take it for the standard
  /// of today.
  public func written(_ form: CitationForm, by table: DocumentTable = .known) -> String {
    Self.written([self], form, by: table)
  }

  /// Several places. Those of one document share its name and its mark.
  public static func written(
    _ citations: [Citation], _ form: CitationForm, by table: DocumentTable = .known
  ) -> String {
    var groups: [[Citation]] = []
    for citation in citations {
      if groups.last?.first?.document == citation.document {
        groups[groups.count - 1].append(citation)
      } else {
        groups.append([citation])
      }
    }
    return groups.map { group($0, form, table) }.joined(separator: "; ")
  }

  private static func group(
    _ citations: [Citation], _ form: CitationForm, _ table: DocumentTable
  ) -> String {
    guard let document = citations.first?.document else { return "" }
    let sections = citations.compactMap(\.section)
    let places =
      switch form {
      case .words where sections.count > 1:
        " \(Translation.word("sections")) "
          + sections.joined(separator: " \(Translation.word("and")) ")
      case .words: sections.map { " \(Translation.word("section")) \($0)" }.joined()
      case .sign:
        sections.isEmpty
          ? "" : " " + sections.map { "§\($0)" }.joined(separator: " \(Translation.word("and")) ")
      }
    return document + places + mark(document, table)
  }

  /// `, obsoleted by RFC 9846`; nothing for a document in force.
  static func mark(_ document: String, _ table: DocumentTable) -> String {
    guard let known = table[document], let next = known.obsoletedBy.last,
      let inForce = table.inForce(insteadOf: document)
    else { return "" }
    let english = inForce == next ? ", obsoleted by {1}" : ", obsoleted by {1} (now {2})"
    return Translation.word(english).replacing("{1}", with: next)
      .replacing("{2}", with: inForce)
  }
}
