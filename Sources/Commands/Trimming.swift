extension StringProtocol {
  /// The text without what may be cut off at both its ends.
  package func trimming(_ isCut: (Character) -> Bool) -> String {
    var rest = self[...]
    while let first = rest.first, isCut(first) { rest.removeFirst() }
    while let last = rest.last, isCut(last) { rest.removeLast() }
    return String(rest)
  }

  /// The text without blanks and line breaks at its ends.
  package var trimmed: String { trimming(\.isWhitespace) }
}
