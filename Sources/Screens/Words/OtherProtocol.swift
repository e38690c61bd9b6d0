import Bytes
import Explanations

/// A protocol that is not TLS, by the first bytes of who speaks it.
struct OtherProtocol {
  /// The first line in quotes, or the first bytes where they are no text.
  let firstLine: String
  let words: String

  /// - Returns: nil for bytes that begin as TLS does, or like nothing that is known.
  init?(_ bytes: [UInt8]) {
    // A record of TLS or SSL 3.0, or a hello of SSL 2.0.
    guard let first = bytes.first, !(0x14...0x18).contains(first), first & 0x80 == 0 else {
      return nil
    }
    let line = bytes.prefix(200).prefix { $0 != 0x0a && $0 != 0x0d }
    if line.count >= 4, line.allSatisfy({ 0x20..<0x7f ~= $0 }) {
      let text = String(decoding: line, as: UTF8.self)
      firstLine = "\"\(text.prefix(60))\""
      words = said(.failure, "other.\(Self.name(of: text))")
      return
    }
    guard let name = Self.binary(bytes) else { return nil }
    firstLine = Array(bytes.prefix(16)).hex
    words = said(.failure, "other.\(name)")
  }

  private static func name(of text: String) -> String {
    // RFC 959 §5.4 has the codes of RFC 5321 §4.2.3.
    if text.hasPrefix("220"), text.uppercased().contains("FTP") { return "ftp" }
    return beginnings.first { text.hasPrefix($0.start) }?.name ?? "text"
  }

  private static let beginnings: [(start: String, name: String)] = [
    ("SIP/2.0", "sip"), ("REGISTER sip", "sip"), ("INVITE sip", "sip"), ("OPTIONS sip", "sip"),
    ("REGISTER ", "sip"), ("RTSP/", "rtsp"), ("OPTIONS rtsp", "rtsp"), ("DESCRIBE ", "rtsp"),
    ("GET ", "http_request"), ("POST ", "http_request"), ("HEAD ", "http_request"),
    ("PUT ", "http_request"), ("CONNECT ", "http_proxy"), ("OPTIONS ", "http_request"),
    ("HTTP/", "http_answer"), ("SSH-", "ssh"), ("220", "smtp"), ("EHLO ", "smtp_client"),
    ("HELO ", "smtp_client"),
    ("* OK", "imap"), ("* PREAUTH", "imap"), ("+OK", "pop3"), ("-ERR", "redis"),
    ("-NOAUTH", "redis"),
    ("<?xml", "xmpp"), ("<stream", "xmpp"), ("AMQP", "amqp"), ("RFB 00", "vnc"),
    ("@RSYNCD", "rsync"), ("USER ", "ftp"), ("EFATAL", "postgresql"),
  ]

  /// Protocols whose first bytes are no text.
  private static func binary(_ bytes: [UInt8]) -> String? {
    func begins(_ start: [UInt8], at place: Int = 0) -> Bool {
      bytes.dropFirst(place).starts(with: start)
    }
    // A packet of MySQL: its length, number 0, protocol 10 or an error (MySQL's client/server protocol).
    if bytes.count > 4, bytes[3] == 0, bytes[2] == 0, [0x0a, 0xff].contains(bytes[4]) {
      return "mysql"
    }
    // PostgreSQL's first message has a length and a number, of TLS (80877103) or of version 3.
    if begins([0, 0], at: 0),
      begins([0x04, 0xd2, 0x16, 0x2f], at: 4) || begins([0, 3, 0, 0], at: 4)
    {
      return "postgresql"
    }
    if begins([0x45, 0, 0]) || begins([0x52, 0, 0, 0]) { return "postgresql" }
    // An LDAPMessage: a SEQUENCE, an INTEGER, an operation of the application (RFC 4511 §4.1.1).
    if bytes.count > 5, bytes[0] == 0x30,
      bytes[2] == 0x02 || bytes.dropFirst(2).prefix(5).contains(0x02)
    {
      return "ldap"
    }
    // TPKT (RFC 1006 §6), as RDP has it.
    if begins([3, 0, 0]) { return "rdp" }
    return nil
  }
}
