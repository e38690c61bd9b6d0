import Explanations

/// A phrase of the catalogue, its places filled.
func said(
  _ kind: ExplanationKind, _ name: String, _ values: [String: String] = [:]
) -> String {
  Catalogue.current.words(.brief, of: [ExplanationKey(kind, name)], values)
}
