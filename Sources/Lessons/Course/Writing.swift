import TLSWire

/// One value in the ways in which people write it: case, blanks, colons, decimal or hexadecimal.
enum Writing {
  /// Whether what was said is what is true.
  static func isSame(_ said: String, _ truth: String) -> Bool {
    let said = plain(said)
    let own = plain(truth)
    if said == own { return true }
    if let wanted = Int(own) { return number(said) == wanted }
    if isHex(own), own.count > 3, own.contains(where: \.isNumber) {
      return digits(said) == own.drop0x
    }
    if let suite = CipherSuite(name: truth), CipherSuite(meant: said) == suite { return true }
    return letters(said) == letters(own) || letters(said) == "tls" + letters(own)
  }

  /// Whether it can be nothing but a number.
  static func isNumber(_ text: String) -> Bool {
    guard text.contains(where: \.isNumber) else { return false }
    let text = plain(text)
    return Int(digits(text)) != nil || (isHex(text) && (text.hasPrefix("0x") || text.contains(":")))
  }

  private static func plain(_ text: String) -> String {
    var text = text.lowercased()[...]
    while let last = text.last, " .\"'".contains(last) { text.removeLast() }
    while let first = text.first, " \"'".contains(first) { text.removeFirst() }
    return String(text)
  }

  /// A number: `400`, `4 000`, `0x190`, `01:90`.
  private static func number(_ text: String) -> Int? {
    let digits = digits(text)
    if text.hasPrefix("0x") || text.contains(":") { return Int(digits, radix: 16) }
    return Int(digits) ?? Int(digits, radix: 16)
  }

  /// Without what stands between digits.
  private static func digits(_ text: String) -> String {
    text.drop0x.filter { !" :_,-'".contains($0) }
  }

  private static func isHex(_ text: String) -> Bool {
    let digits = digits(text)
    return !digits.isEmpty && digits.allSatisfy(\.isHexDigit)
  }

  /// A name without what stands between its words; a version keeps its dot.
  private static func letters(_ text: String) -> String {
    let isVersion = text.contains { $0.isNumber } && text.contains(".")
    return text.filter { $0.isLetter || $0.isNumber || ($0 == "." && isVersion) }
  }
}

extension String {
  fileprivate var drop0x: String { hasPrefix("0x") ? String(dropFirst(2)) : self }
}
