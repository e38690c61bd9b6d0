import Explanations
public import Lab

// What the catalogue says in an audit, by the names that stand in Lab.
extension AuditCheck.Name {
  /// What is judged, in a few words.
  var title: String { said(.audit, "check.\(rawValue)") }
}

extension Requirement {
  private var key: ExplanationKey { ExplanationKey(.audit, "demand.\(name)") }

  private var quote: Phrase? { Catalogue.current.phrase(.quote, of: [key]) }

  /// The sentence as it is written, shortened by dots; or what it says, in other words.
  public var sentence: String { quote?.text ?? Catalogue.current.words(.brief, of: [key]) }

  /// Whether the sentence is the document's own.
  public var isQuoted: Bool { quote != nil }
}

extension AuditReason {
  /// What was found, in a sentence without a full stop.
  public var words: String { said(.audit, "found.\(name)", values.mapValues { listed($0) }) }
}
