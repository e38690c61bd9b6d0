/// What was typed after a verb, sorted by the parts of its form.
public struct Arguments: Sendable {
  /// Words by the label of their part.
  var words: [String: [String]] = [:]
  package internal(set) var pairs: [Token.Pair] = []
  /// Switches without a value.
  package internal(set) var flags: Set<String> = []
  /// The fixed words of the form.
  var fixed: [String] = []

  package subscript(label: String) -> String? { words[label]?.first }

  /// A word that the form demands; the grammar sees to it that it is there.
  package func one(_ label: String) -> String { self[label] ?? "" }

  package func number(_ label: String) -> Int? { self[label].flatMap { Int($0) } }

  /// All words of a part.
  package func words(_ label: String) -> [String] { words[label] ?? [] }

  /// All words of a part, with blanks between.
  package func text(_ label: String) -> String { (words[label] ?? []).joined(separator: " ") }

  package func pair(_ key: String) -> String? { pairs.last { $0.key == key }?.value }

  package var wantsJSON: Bool { flags.contains("--json") }
}
