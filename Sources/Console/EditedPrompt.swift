/// A prompt in the form that libedit needs in order to count its columns.
enum EditedPrompt {
  /// Encloses every escape sequence (`ESC [ … letter`) in two bytes 0x01. libedit loses a sequence
  /// at the very end, so that a space follows it there.
  static func delimited(_ prompt: String) -> String {
    var result = ""
    var rest = prompt.unicodeScalars[...]
    while let start = rest.firstIndex(of: "\u{1b}") {
      result.unicodeScalars += rest[..<start]
      let end = rest[start...].dropFirst(2).firstIndex { (0x40...0x7e).contains($0.value) }
      let next = end.map { rest.index(after: $0) } ?? rest.endIndex
      result += "\u{1}"
      result.unicodeScalars += rest[start..<next]
      result += "\u{1}"
      rest = rest[next...]
    }
    result.unicodeScalars += rest
    return result.hasSuffix("\u{1}") ? result + " " : result
  }
}
