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
    words = Self.known.first { text.hasPrefix($0.start) }?.words ?? "text, and not TLS"
  }

  private static let known: [(start: String, words: String)] = [
    ("GET ", "a request of HTTP without TLS: http:// where https:// was meant"),
    ("POST ", "a request of HTTP without TLS: http:// where https:// was meant"),
    ("HTTP/", "an answer of HTTP without TLS: this port does not speak TLS"),
    ("SSH-", "SSH: another protocol, with a handshake of its own"),
    ("220", "the greeting of a mail server that begins without TLS: starttls=smtp"),
    ("* OK", "the greeting of IMAP, which begins without TLS: starttls=imap"),
    ("+OK", "the greeting of POP3, which begins without TLS"),
    ("<?xml", "XML, such as XMPP, which begins without TLS: starttls=xmpp"),
    ("<stream", "XMPP, which begins without TLS: starttls=xmpp"),
    ("REGISTER ", "SIP over plain TCP where TLS was meant"),
    ("OPTIONS ", "a request without TLS"),
  ]
}
