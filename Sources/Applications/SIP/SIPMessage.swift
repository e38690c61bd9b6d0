/// A SIP request or response (RFC 3261 §7).
///
/// The length of the body is computed when the message is written: `Content-Length` is not among
/// the headers.
public struct SIPMessage: Sendable, Hashable, Codable {
  /// What the first line says.
  public enum StartLine: Sendable, Hashable, Codable {
    case request(method: String, uri: String)
    case response(status: Int, reason: String)
  }

  public var startLine: StartLine
  /// In the order of the message.
  public var headers: [SIPHeader]
  public var body: [UInt8]

  public init(startLine: StartLine, headers: [SIPHeader], body: [UInt8] = []) {
    self.startLine = startLine
    self.headers = headers
    self.body = body
  }

  /// Reads exactly one message as it travels over a stream, where `Content-Length` is required
  /// (RFC 3261 §20.14).
  ///
  /// - Throws: what is wrong and in which line; bytes behind the message are an error too.
  public init(parsing bytes: [UInt8]) throws(SIPParseError) {
    var scanner = SIPScanner(bytes)
    guard let message = try scanner.message() else {
      throw SIPParseError(.incomplete, line: scanner.line)
    }
    guard scanner.isAtEnd else {
      throw SIPParseError(.trailingBytes, line: scanner.line)
    }
    self = message
  }

  /// The values of a field, one for each header of that name.
  public func values(_ name: SIPHeaderName) -> [String] {
    headers.filter { $0.name == name }.map(\.value)
  }

  /// The first value of a field.
  public func first(_ name: SIPHeaderName) -> String? {
    headers.first { $0.name == name }?.value
  }

  /// The message as it goes over the wire, `Content-Length` as its last header.
  public var bytes: [UInt8] {
    var text = startLine.text + "\r\n"
    for header in headers {
      text += header.writtenName + ": " + header.value + "\r\n"
    }
    text += "Content-Length: \(body.count)\r\n\r\n"
    return Array(text.utf8) + body
  }
}

extension SIPMessage.StartLine {
  /// The line as the protocol writes it (RFC 3261 §7.1, §7.2).
  public var text: String {
    switch self {
    case .request(let method, let uri): "\(method) \(uri) SIP/2.0"
    case .response(let status, let reason): "SIP/2.0 \(status) \(reason)"
    }
  }
}
