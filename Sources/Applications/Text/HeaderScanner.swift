/// Takes a header's value apart: tokens, quoted strings, parameters (RFC 3261 §25.1).
struct HeaderScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ value: some StringProtocol) {
    bytes = Array(value.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The next byte, which stays unread.
  var next: UInt8? { isAtEnd ? nil : bytes[position] }

  mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 { position += 1 }
  }

  /// Reads a character if it comes next, after white space.
  mutating func read(_ character: Unicode.Scalar) -> Bool {
    skipWhiteSpace()
    guard let byte = next, UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  /// Reads bytes as long as they fit.
  mutating func readWhile(_ fits: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = next, fits(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Reads up to one of some ASCII characters, or to the end.
  mutating func readUntil(_ stops: String) -> String {
    let stops = Array(stops.utf8)
    return readWhile { !stops.contains($0) }
  }

  /// Reads a token, after white space.
  mutating func readToken() -> String? {
    skipWhiteSpace()
    let token = readWhile(isTokenCharacter)
    return token.isEmpty ? nil : token
  }

  /// Reads a quoted string, after white space; returns what it stands for.
  mutating func readQuotedString() -> String? {
    let start = position
    guard read("\"") else { return nil }
    var content: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case 0x22: return String(decoding: content, as: UTF8.self)
      case 0x5c:
        guard let escaped = next else { break }
        content.append(escaped)
        position += 1
      default: content.append(byte)
      }
    }
    position = start
    return nil
  }

  /// Reads `;name=value` as often as it comes; the first of several values of a name counts.
  mutating func readParameters() -> [String: String] {
    var parameters: [String: String] = [:]
    while read(";") {
      guard let name = readToken()?.lowercased() else { continue }
      let value = read("=") ? readParameterValue() : ""
      if parameters[name] == nil { parameters[name] = value }
    }
    return parameters
  }

  private mutating func readParameterValue() -> String {
    skipWhiteSpace()
    if let quoted = readQuotedString() { return quoted }
    return readUntil(";, \t")
  }
}

/// RFC 3261 §25.1: `token`.
private func isTokenCharacter(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
  case 0x21, 0x25, 0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x5f, 0x60, 0x7e: true  // ! % ' * + - . _ ` ~
  default: false
  }
}

extension StringProtocol {
  /// Whether the text is a token (RFC 3261 §25.1).
  var isSIPToken: Bool { !isEmpty && utf8.allSatisfy(isTokenCharacter) }

  /// The text without spaces and tabs around it.
  func trimmingWhiteSpace() -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let content = Array(utf8)
    guard let first = content.firstIndex(where: { !isSpace($0) }),
      let last = content.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(decoding: content[first...last], as: UTF8.self)
  }

  /// The text as a quoted string (RFC 3261 §25.1).
  var quoted: String {
    var text = "\""
    for character in unicodeScalars {
      if character == "\"" || character == "\\" { text += "\\" }
      text.unicodeScalars.append(character)
    }
    return text + "\""
  }
}
