import Explanations

/// A protocol that is not TLS, by the first bytes of who speaks it.
struct OtherProtocol {
  let firstLine: String
  let words: String

  /// - Returns: nil for bytes that are no text.
  init?(_ bytes: [UInt8]) {
    let line = bytes.prefix(200).prefix { $0 != 0x0a && $0 != 0x0d }
    guard line.count >= 4, line.allSatisfy({ 0x20..<0x7f ~= $0 }) else { return nil }
    let text = String(decoding: line, as: UTF8.self)
    firstLine = String(text.prefix(60))
    let known = Self.known.first { text.hasPrefix($0.start) }
    words = said(.connection, "protocol.\(known?.entry ?? "text")")
  }

  /// How each begins, and the end of its entry's name.
  private static let known: [(start: String, entry: String)] = [
    ("GET ", "http-request"), ("POST ", "http-request"), ("HTTP/", "http-answer"),
    ("SSH-", "ssh"), ("220", "smtp"), ("* OK", "imap"), ("+OK", "pop3"), ("<?xml", "xml"),
    ("<stream", "xmpp"), ("REGISTER ", "sip"), ("OPTIONS ", "options"),
  ]
}
