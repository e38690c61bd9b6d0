import Explanations
import Screens

/// Collects the explanations that a transcript refers to.
struct Glossary {
  private let catalogue: Catalogue
  private(set) var reasons: [String: AnnotatedSession.Reason] = [:]

  init(_ catalogue: Catalogue) { self.catalogue = catalogue }

  var language: String { catalogue.language }

  /// The keys under which the explanations of some things stand in `reasons`; things without one are left
  /// out.
  ///
  /// - Parameters:
  ///   - version: the version in which they are explained.
  ///   - side: whose value it is, if a text speaks of a side.
  mutating func keys(
    _ things: [ExplanationCandidates], _ version: String?, _ side: String? = nil
  ) -> [String] {
    things.compactMap { candidates in
      guard let key = catalogue.first(of: candidates),
        let explanation = catalogue.explanation(key, version: version)
      else { return nil }
      let owner = explanation.text.contains("{side}") ? side : nil
      let name = "\(key.kind.rawValue)/\(owner.map { "\($0)." } ?? "")\(key.name)"
      // A ClientHello that offers 1.3 to a server of 1.2 is explained as what it is.
      let general = catalogue.explanation(key)
      let unique = explanation == general ? name : "\(name)@\(version ?? "")"
      reasons[unique] = AnnotatedSession.Reason(
        text: explanation.text.replacing("{side}", with: Wording.text(of: owner ?? "sender")),
        source: explanation.citedWithSigns)
      return unique
    }
  }
}
