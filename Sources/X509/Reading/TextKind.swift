extension FileKind {
  /// What a text is in which no block of PEM can be read; nil: nothing that is known.
  ///
  /// - Parameters:
  ///   - text: its beginning.
  ///   - bytes: all of it.
  static func ofText(_ text: String, _ bytes: [UInt8]) -> FileKind? {
    let lower = text.lowercased()
    let isPage = lower.contains("<html") || lower.contains("<!doctype") || lower.contains("<head")
    if text.contains("-----BEGIN ") {
      if isPage || lower.contains("<br") || lower.contains("<p>") || lower.contains("<pre") {
        return .markup
      }
      return hasMarks(text) ? .quoted : .escapedLines
    }
    if isPage { return .webPage }
    if hasOtherDashes(text) { return .otherDashes }
    if text.hasPrefix("ssh-") || text.hasPrefix("ecdsa-sha2-") { return .otherKey }
    // "-----BEGIN" in base64.
    let isEncoded = text.contains("LS0tLS1CRUdJTi")
    if let content = bareBase64(bytes) {
      if isEncoded { return .encodedPEM }
      if content.first == 0x30 { return .bareBase64 }
    }
    if isEncoded { return .embeddedPEM }
    return hexKind(text)
  }

  /// Whether something stands in front of each line with BEGIN, as an answer to a letter has it.
  private static func hasMarks(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      guard let place = line.firstRange(of: "-----BEGIN ")?.lowerBound, place > line.startIndex
      else { return false }
      return line[..<place].allSatisfy { "> |#*\t".contains($0) }
    }
  }

  /// Whether a line says BEGIN CERTIFICATE with other signs around it than five hyphens.
  private static func hasOtherDashes(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      guard let range = line.firstRange(of: "BEGIN CERTIFICATE") else { return false }
      let rest = line[..<range.lowerBound] + line[range.upperBound...]
      return !rest.contains { $0.isLetter || $0.isNumber }
    }
  }

  private static func bareBase64(_ bytes: [UInt8]) -> [UInt8]? {
    let digits = bytes.filter { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return digits.count >= 64 ? base64Decoded(digits) : nil
  }

  private static func hexKind(_ text: String) -> FileKind? {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let first = lines.first else { return nil }
    if first.firstRange(of: ": ").map({ first[..<$0.lowerBound] })?.allSatisfy(\.isHexDigit)
      == true,
      first.prefix(while: \.isHexDigit).count == 8
    {
      return .hexDump
    }
    let digits = text.filter { !$0.isWhitespace }
    return digits.count >= 64 && digits.hasPrefix("30") && digits.allSatisfy(\.isHexDigit)
      ? .hexDigits : nil
  }
}
