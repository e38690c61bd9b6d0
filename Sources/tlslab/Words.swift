import Commands

extension [String] {
  /// Words of the shell as one line of the prompt.
  var asOneLine: String { map(\.quoted).joined(separator: " ") }
}

extension String {
  /// A word of the shell as one word of the prompt.
  fileprivate var quoted: String {
    // The value alone stands in quotes: a pair is known by what is before them.
    if let equals = firstIndex(of: "="),
      self[..<equals].allSatisfy({ $0.isLetter || $0 == "." || $0 == "-" })
    {
      let value = String(self[index(after: equals)...])
      return self[...equals] + (value.isEmpty ? "" : value.quoted)
    }
    return asOneWord
  }
}
