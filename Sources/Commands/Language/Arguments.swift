/// What was typed after a verb, sorted by the parts of its form.
public struct Arguments: Sendable {
  /// Words by the label of their part.
  var words: [String: [String]] = [:]
  var pairs: [Token.Pair] = []
  /// Switches without a value.
  var flags: Set<String> = []
  /// The fixed words of the form.
  var fixed: [String] = []

  subscript(label: String) -> String? { words[label]?.first }

  /// A word that the form demands; the grammar sees to it that it is there.
  func one(_ label: String) -> String { self[label] ?? "" }

  func number(_ label: String) -> Int? { self[label].flatMap { Int($0) } }

  /// All words of a part, with blanks between.
  func text(_ label: String) -> String { (words[label] ?? []).joined(separator: " ") }

  func pair(_ key: String) -> String? { pairs.last { $0.key == key }?.value }

  var wantsJSON: Bool { flags.contains("--json") }
}
