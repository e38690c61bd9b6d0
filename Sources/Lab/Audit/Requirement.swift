public import Knowledge

/// One sentence of a document that demands something.
public struct Requirement: Hashable, Sendable {
  /// Where it stands.
  public var source: RFCSection
  public var word: Word
  /// The sentence as it is written, shortened by dots; or what it says, in other words.
  public var sentence: String
  /// Whether the sentence is the document's own.
  public var isQuoted: Bool

  /// How much a sentence demands (RFC 2119, RFC 8174). MAY is not among them: nobody can act against it.
  public enum Word: String, Hashable, Sendable, CaseIterable {
    case must = "MUST"
    case mustNot = "MUST NOT"
    /// The same as MUST.
    case required = "REQUIRED"
    case should = "SHOULD"
    case shouldNot = "SHOULD NOT"
    case recommended = "RECOMMENDED"
    case notRecommended = "NOT RECOMMENDED"

    /// Whether there may be no reason to act against it.
    var isAbsolute: Bool {
      switch self {
      case .must, .mustNot, .required: true
      case .should, .shouldNot, .recommended, .notRecommended: false
      }
    }

    /// The only rule by which anything is judged: what acts against an absolute word is bad, against
    /// another word weak.
    func verdict(_ standing: Standing) -> AuditVerdict {
      switch standing.kind {
      case .followed, .moot: .good
      case .broken: isAbsolute ? .bad : .weak
      case .notSeen: .unknown
      }
    }
  }

  /// A sentence as it is written.
  static func quoting(
    _ rfc: Int, _ section: String, _ word: Word, _ sentence: String
  ) -> Requirement {
    Requirement(
      source: RFCSection(rfc, section), word: word, sentence: sentence, isQuoted: true)
  }

  /// What a sentence says.
  static func saying(
    _ rfc: Int, _ section: String, _ word: Word, _ sentence: String
  ) -> Requirement {
    Requirement(
      source: RFCSection(rfc, section), word: word, sentence: sentence, isQuoted: false)
  }
}

/// How what is judged stands to a requirement, and by what that shows.
struct Standing: Hashable, Sendable {
  var kind: Kind
  var reason: String

  enum Kind: Hashable, Sendable {
    case followed
    case broken
    /// It speaks of something that is not there.
    case moot
    /// What there is does not show it.
    case notSeen
  }

  static func followed(_ reason: String) -> Standing { Standing(kind: .followed, reason: reason) }

  static func broken(_ reason: String) -> Standing { Standing(kind: .broken, reason: reason) }

  static func moot(_ reason: String) -> Standing { Standing(kind: .moot, reason: reason) }

  static func notSeen(_ reason: String) -> Standing { Standing(kind: .notSeen, reason: reason) }
}
