public import Explanations

/// A phrase of the catalogue, its places filled; empty where nothing is said.
///
/// - Parameters:
///   - use: for what it is said.
///   - version: `1.3`, where it may differ.
public func said(
  _ kind: ExplanationKind, _ name: String, _ values: [String: String] = [:],
  for use: PhraseUse = .brief, in version: String? = nil
) -> String {
  Catalogue.current.words(use, of: [ExplanationKey(kind, name)], version: version, values)
}
