public import Knowledge

/// One sentence of a document that demands something. The catalogue has it, under its name.
public struct Requirement: Hashable, Sendable {
  /// `tls10`.
  public var name: String
  /// Where it stands.
  public var source: RFCSection
  public var word: Word

  init(_ name: String, _ rfc: Int, _ section: String, _ word: Word) {
    self.name = name
    source = RFCSection(rfc, section)
    self.word = word
  }

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
}

/// Why something is judged as it is: the name of a sentence in the catalogue, and what fills its places.
public struct AuditReason: Hashable, Sendable {
  /// `version.deprecated`.
  public var name: String
  /// By the names of the places; of several, each is named.
  public var values: [String: [String]]
}

/// How what is judged stands to a requirement, and by what that shows.
struct Standing: Hashable, Sendable {
  var kind: Kind
  var reason: AuditReason

  enum Kind: Hashable, Sendable {
    case followed
    case broken
    /// It speaks of something that is not there.
    case moot
    /// What there is does not show it.
    case notSeen
  }

  init(_ kind: Kind, _ name: String, _ values: [String: [String]] = [:]) {
    self.kind = kind
    reason = AuditReason(name: name, values: values)
  }

  /// - Parameters:
  ///   - name: the sentence that says so.
  ///   - values: what fills its places.
  static func followed(_ name: String, _ values: [String: String] = [:]) -> Standing {
    Standing(.followed, name, values.mapValues { [$0] })
  }

  static func broken(_ name: String, _ values: [String: String] = [:]) -> Standing {
    Standing(.broken, name, values.mapValues { [$0] })
  }

  static func moot(_ name: String) -> Standing { Standing(.moot, name) }

  static func notSeen(_ name: String) -> Standing { Standing(.notSeen, name) }
}
