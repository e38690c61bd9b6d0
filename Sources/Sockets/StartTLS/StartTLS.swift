import Commands

/// Protocols that begin in the open and are asked to go on under TLS, on the same port.
///
/// Whoever stands in between can leave the offer out: a client that then goes on in the open has
/// lost everything (RFC 8314 §3 therefore prefers TLS from the first byte).
enum StartTLS: String, CaseIterable, Sendable {
  /// RFC 3207
  case smtp
  /// RFC 9051 §6.2.1
  case imap
  /// RFC 6120 §5
  case xmpp

  /// The protocol by its name; nil where none is named.
  init?(_ name: String?) throws(CommandError) {
    guard let name else { return nil }
    guard let found = StartTLS(rawValue: name) else {
      throw CommandError(
        "no STARTTLS for '\(name)'",
        details: ["known: " + Self.allCases.map(\.rawValue).joined(separator: " ")])
    }
    self = found
  }

  /// Says what must be said until the server waits for a ClientHello.
  ///
  /// - Throws: when the server does not offer it, or refuses.
  func ask(_ host: String, _ dialogue: inout Dialogue) throws(SocketError) {
    switch self {
    case .smtp: try Self.askSMTP(&dialogue)
    case .imap: try Self.askIMAP(&dialogue)
    case .xmpp: try Self.askXMPP(host, &dialogue)
    }
  }

  private static func askSMTP(_ dialogue: inout Dialogue) throws(SocketError) {
    try expect("220", try dialogue.listen(for: "a greeting", until: isReply), "a greeting")
    try dialogue.say("EHLO localhost\r\n")
    let offer = try dialogue.listen(for: "EHLO", until: isReply)
    guard offer.uppercased().contains("STARTTLS") else {
      throw .startTLS(asked: "STARTTLS", answer: "it is not among what EHLO offers")
    }
    try dialogue.say("STARTTLS\r\n")
    let answer = try dialogue.listen(for: "STARTTLS", until: isReply)
    try expect("220", answer, "STARTTLS")
    try checkNothingFollows(answer)
  }

  /// A reply of SMTP is whole with a line whose code is followed by a blank (RFC 5321 §4.2.1).
  private static func isReply(_ text: String) -> Bool {
    guard text.hasSuffix("\n"),
      let last = text.split(whereSeparator: \.isNewline).last, last.count >= 3
    else { return false }
    return last.count == 3 || last.dropFirst(3).first == " "
  }

  private static func askIMAP(_ dialogue: inout Dialogue) throws(SocketError) {
    let isLine = { (text: String) in text.hasSuffix("\n") }
    try expect("* OK", try dialogue.listen(for: "a greeting", until: isLine), "a greeting")
    try dialogue.say("a1 STARTTLS\r\n")
    let answer = try dialogue.listen(for: "STARTTLS") { text in
      text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("a1 ") }
        && text.hasSuffix("\n")
    }
    let tagged = answer.split(whereSeparator: \.isNewline).first { $0.hasPrefix("a1 ") }
    try expect("a1 OK", tagged.map(String.init) ?? answer, "STARTTLS")
  }

  private static func askXMPP(_ host: String, _ dialogue: inout Dialogue) throws(SocketError) {
    let name = host.replacing("&", with: "&amp;").replacing("'", with: "&apos;")
      .replacing("<", with: "&lt;")
    try dialogue.say(
      "<?xml version='1.0'?><stream:stream to='\(name)' xmlns='jabber:client'"
        + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>")
    let features = try dialogue.listen(for: "an XMPP stream") { text in
      text.contains("</stream:features>") || text.contains("<stream:error")
        || text.contains("</stream:stream>")
    }
    guard features.contains("<starttls") else {
      throw .startTLS(
        asked: "starttls",
        answer: features.contains("error") ? features.firstLine : "it is not offered")
    }
    try dialogue.say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    let answer = try dialogue.listen(for: "starttls") { $0.contains(">") }
    guard answer.contains("<proceed") else {
      throw .startTLS(asked: "starttls", answer: answer.firstLine)
    }
  }

  private static func expect(
    _ start: String, _ answer: String, _ asked: String
  ) throws(SocketError) {
    guard answer.uppercased().hasPrefix(start.uppercased()) else {
      throw .startTLS(asked: asked, answer: answer.firstLine)
    }
  }

  /// What follows the last line in the open would be taken for what was said under TLS, and anyone on
  /// the way could have put it there.
  private static func checkNothingFollows(_ answer: String) throws(SocketError) {
    guard answer.split(whereSeparator: \.isNewline).count == 1 else {
      throw .startTLS(
        asked: "STARTTLS", answer: "more than one line: what follows may be anybody's")
    }
  }
}
