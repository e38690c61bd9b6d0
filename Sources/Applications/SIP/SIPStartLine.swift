extension SIPMessage.StartLine {
  private static let version = "SIP/2.0"

  /// Reads the first line of a message, without its end.
  init(parsing text: String, line: Int) throws(SIPParseError) {
    let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2 else { throw SIPParseError(.startLine, line: line) }
    let first = String(parts[0])
    if first.uppercased() == Self.version {
      let reason = parts.count == 3 ? String(parts[2]) : ""
      self = .response(status: try Self.status(parts[1], line: line), reason: reason)
      return
    }
    guard !first.hasPrefix("SIP/") else { throw SIPParseError(.version, line: line) }
    guard parts.count == 3, first.isSIPToken, !parts[1].isEmpty, !parts[1].utf8.contains(0x09)
    else { throw SIPParseError(.startLine, line: line) }
    guard parts[2].uppercased() == Self.version else {
      let isVersion = parts[2].hasPrefix("SIP/") && !parts[2].utf8.contains(0x20)
      throw SIPParseError(isVersion ? .version : .startLine, line: line)
    }
    self = .request(method: first, uri: String(parts[1]))
  }

  private static func status(_ text: Substring, line: Int) throws(SIPParseError) -> Int {
    guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let status = Int(text), (100...699).contains(status)
    else { throw SIPParseError(.statusCode, line: line) }
    return status
  }
}
