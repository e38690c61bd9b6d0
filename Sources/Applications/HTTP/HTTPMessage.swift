/// A request or response of HTTP/1.1 (RFC 9112).
struct HTTPMessage: Sendable, Hashable, Codable {
  /// `GET /shop HTTP/1.1`, `HTTP/1.1 200 OK`.
  var startLine: String
  /// In the order of the message, but the length of the body, which is computed.
  var headers: [SIPHeader]
  var body: [UInt8]

  init(_ startLine: String, _ headers: [SIPHeader] = [], body: [UInt8] = []) {
    self.startLine = startLine
    self.headers = headers
    self.body = body
  }

  /// Method and path of a request; nil for a response.
  var request: (method: String, path: String)? {
    let words = startLine.split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
    return (String(words[0]), String(words[1]))
  }

  /// The status of a response; nil for a request.
  var status: Int? {
    let words = startLine.split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1.") else { return nil }
    return Int(words[1])
  }

  /// The first value of a field.
  func first(_ name: String) -> String? {
    headers.first { $0.writtenName.lowercased() == name.lowercased() }?.value
  }

  /// The message as it goes over the wire.
  var bytes: [UInt8] {
    let isRequestWithoutBody = request != nil && body.isEmpty
    let length = isRequestWithoutBody ? [] : [SIPHeader("Content-Length", String(body.count))]
    let lines = [startLine] + (headers + length).map { "\($0.writtenName): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }
}

/// What is wrong with a stream that should be HTTP.
enum HTTPParseError: Error, Sendable, Hashable, Codable {
  case headTooLong
  case bodyTooLong
  case startLine
  case headerWithoutColon
  case contentLength
  case chunkSize
}

/// Finds the messages in a stream of bytes (RFC 9112 §2, §6, §7.1).
struct HTTPMessageReader: Sendable, Hashable, Codable {
  static let longestHead = 16_384
  static let longestBody = 1 << 20

  private var buffer: [UInt8] = []

  mutating func append(_ bytes: [UInt8]) { buffer += bytes }

  /// Takes the next complete message, if there is one.
  mutating func next() throws(HTTPParseError) -> HTTPMessage? {
    guard let end = endOfHead() else {
      guard buffer.count <= Self.longestHead else { throw .headTooLong }
      return nil
    }
    guard end <= Self.longestHead else { throw .headTooLong }
    var message = try Self.head(buffer[..<end])
    guard let (body, length) = try body(of: message, from: end + 4) else {
      guard buffer.count - end <= Self.longestBody + Self.longestHead else { throw .bodyTooLong }
      return nil
    }
    message.body = body
    message.headers.removeAll {
      ["content-length", "transfer-encoding"].contains($0.writtenName.lowercased())
    }
    buffer.removeFirst(end + 4 + length)
    return message
  }

  /// Where the empty line is that ends the head.
  private func endOfHead() -> Int? {
    guard buffer.count >= 4 else { return nil }
    return (0...buffer.count - 4).first { index in
      buffer[index] == 0x0d && buffer[index + 1] == 0x0a && buffer[index + 2] == 0x0d
        && buffer[index + 3] == 0x0a
    }
  }

  private static func head(_ bytes: ArraySlice<UInt8>) throws(HTTPParseError) -> HTTPMessage {
    var lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)[...]
      .map { String(decoding: $0.last == 0x0d ? $0.dropLast() : $0, as: UTF8.self) }[...]
    let message = HTTPMessage(lines.popFirst() ?? "")
    guard message.request != nil || message.status != nil else { throw .startLine }
    var headers: [SIPHeader] = []
    for line in lines {
      guard let colon = line.utf8.firstIndex(of: 0x3a) else { throw .headerWithoutColon }
      let value = line[line.utf8.index(after: colon)...].trimmingWhiteSpace()
      headers.append(SIPHeader(line[..<colon].trimmingWhiteSpace(), value))
    }
    return HTTPMessage(message.startLine, headers)
  }

  /// The body, and how many bytes it took on the wire; nil where it is not complete.
  private func body(
    of message: HTTPMessage, from start: Int
  ) throws(HTTPParseError) -> (body: [UInt8], length: Int)? {
    if message.first("Transfer-Encoding")?.lowercased().hasSuffix("chunked") == true {
      return try chunks(from: start)
    }
    guard let text = message.first("Content-Length") else { return ([], 0) }
    guard let length = Int(text), length >= 0 else { throw .contentLength }
    guard length <= Self.longestBody else { throw .bodyTooLong }
    guard buffer.count - start >= length else { return nil }
    return (Array(buffer[start..<start + length]), length)
  }

  private func chunks(from start: Int) throws(HTTPParseError) -> (body: [UInt8], length: Int)? {
    var body: [UInt8] = []
    var position = start
    while let end = buffer[min(position, buffer.count)...].firstIndex(of: 0x0a) {
      let line = String(decoding: buffer[position..<end], as: UTF8.self)
      let digits = line.prefix { $0.isHexDigit }
      guard let size = Int(digits, radix: 16) else { throw .chunkSize }
      guard size <= Self.longestBody, body.count + size <= Self.longestBody else {
        throw .bodyTooLong
      }
      position = end + 1
      guard buffer.count - position >= size + 2 else { return nil }
      body += buffer[position..<position + size]
      position += size + 2
      if size == 0 { return (body, position - start) }
    }
    return nil
  }
}

extension HTTPMessage {
  /// The fields of a form as a browser sends it (`a=1&b=2`).
  static func form(_ text: some StringProtocol) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      fields[String(parts[0])] = unescape(parts[1])
    }
    return fields
  }

  private static func unescape(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest.removeFirst(2)
      } else {
        bytes.append(byte == 0x2b ? 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
