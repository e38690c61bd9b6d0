/// Reads messages from bytes, line by line, so that an error is found with its line and before the
/// rest of a stream has arrived.
struct SIPScanner {
  private let bytes: [UInt8]
  /// Bytes that were read.
  private(set) var position = 0
  /// The line that is being read, counted from 1 within a message.
  private(set) var line = 1

  private let isLenient: Bool

  /// - Parameter isLenient: as ``SIPMessageReader`` has it.
  init(_ bytes: [UInt8], isLenient: Bool = false) {
    self.bytes = bytes
    self.isLenient = isLenient
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The next message, or nothing when it is not complete yet.
  mutating func message() throws(SIPParseError) -> SIPMessage? {
    line = 1
    skipKeepAlives()
    let start = position
    guard let first = try nextLine(since: start) else { return nil }
    let startLine = try SIPMessage.StartLine(parsing: first, line: line)
    var head = SIPHead()
    while true {
      line += 1
      guard let text = try nextLine(since: start) else { return nil }
      if text.isEmpty { break }
      try head.add(text, line: line)
    }
    let length = try head.bodyLength(lastLine: line)
    line += 1
    guard bytes.count - position >= length else { return nil }
    let body = Array(bytes[position..<position + length])
    position += length
    return SIPMessage(startLine: startLine, headers: head.headers, body: body)
  }

  /// Empty lines before a message keep connections open (RFC 3261 §7.5, RFC 5626 §3.5.1).
  mutating func skipKeepAlives() {
    while bytes.count - position >= 2, bytes[position] == 0x0d, bytes[position + 1] == 0x0a {
      position += 2
    }
  }

  /// The text up to the next line's end, which is read too; nothing when the end is missing.
  private mutating func nextLine(since start: Int) throws(SIPParseError) -> String? {
    let rest = bytes[position...]
    guard let end = rest.firstIndex(of: 0x0a) else {
      guard bytes.count - start <= SIPMessageReader.longestHead else { throw error(.tooLong) }
      return nil
    }
    guard end - start <= SIPMessageReader.longestHead else { throw error(.tooLong) }
    let isWhole = end > position && bytes[end - 1] == 0x0d
    guard isWhole || isLenient else { throw error(.missingCarriageReturn) }
    let content = bytes[position..<(isWhole ? end - 1 : end)]
    if isLenient {
      position = end + 1
      return String(decoding: content.map { isControl($0) ? 0xff : $0 }, as: UTF8.self)
    }
    guard !content.contains(where: isControl) else { throw error(.controlCharacter) }
    guard let text = String(validating: content, as: UTF8.self) else { throw error(.notUTF8) }
    position = end + 1
    return text
  }

  private func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7f }

  private func error(_ reason: SIPParseError.Reason) -> SIPParseError {
    SIPParseError(reason, line: line)
  }
}

/// The headers that were read so far.
private struct SIPHead {
  private(set) var headers: [SIPHeader] = []
  private var contentLength: Int?
  private var lastWasContentLength = false

  mutating func add(_ text: String, line: Int) throws(SIPParseError) {
    if text.utf8.first == 0x20 || text.utf8.first == 0x09 {
      return try continueHeader(text, line: line)
    }
    guard let colon = text.utf8.firstIndex(of: 0x3a) else {
      throw SIPParseError(.headerWithoutColon, line: line)
    }
    let name = text[..<colon].trimmingWhiteSpace()
    let value = text[text.utf8.index(after: colon)...].trimmingWhiteSpace()
    guard name.isSIPToken else { throw SIPParseError(.headerName, line: line) }
    let header = SIPHeader(name, value)
    lastWasContentLength = header.name == .contentLength
    if lastWasContentLength {
      try addContentLength(value, line: line)
    } else {
      headers.append(header)
    }
  }

  func bodyLength(lastLine: Int) throws(SIPParseError) -> Int {
    guard let contentLength else { throw SIPParseError(.contentLengthMissing, line: lastLine) }
    return contentLength
  }

  /// A line that begins with white space continues the one before it (RFC 3261 §7.3.1).
  private mutating func continueHeader(_ text: String, line: Int) throws(SIPParseError) {
    // A number doesn't go over two lines; nobody means well who writes it so.
    guard !lastWasContentLength else { throw SIPParseError(.contentLengthInvalid, line: line) }
    guard let last = headers.indices.last else {
      throw SIPParseError(.continuationWithoutHeader, line: line)
    }
    let more = text[...].trimmingWhiteSpace()
    guard !more.isEmpty else { return }
    headers[last].value += headers[last].value.isEmpty ? more : " " + more
  }

  private mutating func addContentLength(_ value: String, line: Int) throws(SIPParseError) {
    guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw SIPParseError(.contentLengthInvalid, line: line)
    }
    guard let length = Int(value), length <= SIPMessageReader.longestBody else {
      throw SIPParseError(.tooLong, line: line)
    }
    guard contentLength == nil || contentLength == length else {
      throw SIPParseError(.contentLengthConflict, line: line)
    }
    contentLength = length
  }
}
