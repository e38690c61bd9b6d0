import Commands
import Explanations
import Screens

/// Protocols that begin in the open and are asked to go on under TLS, on the same port.
///
/// Whoever stands in between can leave the offer out: a client that then goes on in the open has
/// lost everything (RFC 8314 §3 therefore prefers TLS from the first byte). And what such an attacker
/// puts behind the server's last line in the open must not be taken for what is said under TLS.
enum StartTLS: String, Choosable {
  /// RFC 3207
  case smtp
  /// RFC 9051 §6.2.1
  case imap
  /// RFC 2595 §4
  case pop3
  /// RFC 6120 §5
  case xmpp

  var meaning: String { said(.choice, "starttls.\(rawValue)") }

  /// Says what must be said until the server waits for a ClientHello.
  ///
  /// - Throws: when the server does not offer it, refuses, or says more than it should.
  func ask(_ host: String, _ dialogue: inout Dialogue) throws(SocketError) {
    switch self {
    case .smtp: try MailSubmission.ask(&dialogue)
    case .imap: try MailAccess.ask(&dialogue)
    case .pop3: try MailFetching.ask(&dialogue)
    case .xmpp: try Messaging.ask(host, &dialogue)
    }
  }

  /// The error for an answer that is not the right one.
  static func refusal(of asked: String, _ answer: String) -> SocketError {
    .startTLS(asked: asked, answer: answer.firstLine)
  }

  /// The error for what follows behind the server's consent.
  ///
  /// - Parameter lines: what follows.
  static func intrusion(_ lines: some Sequence<String>) -> SocketError {
    .startTLS(
      asked: "STARTTLS",
      answer: said(
        .refusal, "starttls.intrusion",
        ["text": lines.joined(separator: " ").firstLine]))
  }
}

/// SMTP (RFC 3207).
private enum MailSubmission {
  static func ask(_ dialogue: inout Dialogue) throws(SocketError) {
    let greeting = try dialogue.listen(for: "a greeting", until: isReply)
    guard greeting.hasPrefix("220") else { throw StartTLS.refusal(of: "a greeting", greeting) }
    try dialogue.say("EHLO localhost\r\n")
    let offer = try dialogue.listen(for: "EHLO", until: isReply)
    guard offer.hasPrefix("250") else { throw StartTLS.refusal(of: "EHLO", offer) }
    let offers = offer.lines.dropFirst().map { $0.dropFirst(4).uppercased() }
    guard offers.contains("STARTTLS") else {
      throw .startTLS(asked: "STARTTLS", answer: said(.refusal, "starttls.not-offered"))
    }
    try dialogue.say("STARTTLS\r\n")
    let answer = try dialogue.listen(for: "STARTTLS", until: isReply)
    guard answer.hasPrefix("220") else { throw StartTLS.refusal(of: "STARTTLS", answer) }
    // A consent may take several lines, too (RFC 5321 §4.2.1).
    let rest = answer.lines.drop { !isLast($0) }.dropFirst()
    guard rest.isEmpty else { throw StartTLS.intrusion(rest) }
  }

  /// A reply is whole with a line whose code is followed by a blank (RFC 5321 §4.2.1); what does not
  /// begin with a code is no reply, and need not be waited for.
  private static func isReply(_ text: String) -> Bool {
    text.wholeLines.contains(where: isLast)
  }

  private static func isLast(_ line: String) -> Bool {
    !line.prefix(3).allSatisfy(\.isNumber) || line.count == 3 || line.dropFirst(3).first == " "
  }
}

/// IMAP (RFC 9051 §6.2.1).
private enum MailAccess {
  static func ask(_ dialogue: inout Dialogue) throws(SocketError) {
    let greeting = try dialogue.listen(for: "a greeting") { !$0.wholeLines.isEmpty }
    guard greeting.uppercased().hasPrefix("* OK") else {
      throw StartTLS.refusal(of: "a greeting", greeting)
    }
    try dialogue.say("a1 STARTTLS\r\n")
    let answer = try dialogue.listen(for: "STARTTLS") { text in
      text.wholeLines.contains { $0.hasPrefix("a1 ") }
    }
    guard let place = answer.lines.firstIndex(where: { $0.hasPrefix("a1 ") }),
      answer.lines[place].uppercased().hasPrefix("A1 OK")
    else { throw StartTLS.refusal(of: "STARTTLS", answer) }
    let rest = answer.lines.dropFirst(place + 1)
    guard rest.isEmpty else { throw StartTLS.intrusion(rest) }
  }
}

/// POP3 (RFC 2595 §4).
private enum MailFetching {
  static func ask(_ dialogue: inout Dialogue) throws(SocketError) {
    let greeting = try dialogue.listen(for: "a greeting") { !$0.wholeLines.isEmpty }
    guard greeting.hasPrefix("+OK") else { throw StartTLS.refusal(of: "a greeting", greeting) }
    try dialogue.say("STLS\r\n")
    let answer = try dialogue.listen(for: "STLS") { !$0.wholeLines.isEmpty }
    guard answer.hasPrefix("+OK") else { throw StartTLS.refusal(of: "STLS", answer) }
    let rest = answer.lines.dropFirst()
    guard rest.isEmpty else { throw StartTLS.intrusion(rest) }
  }
}

/// XMPP (RFC 6120 §5).
private enum Messaging {
  static func ask(_ host: String, _ dialogue: inout Dialogue) throws(SocketError) {
    let name = host.replacing("&", with: "&amp;").replacing("'", with: "&apos;")
      .replacing("<", with: "&lt;")
    try dialogue.say(
      "<?xml version='1.0'?><stream:stream to='\(name)' xmlns='jabber:client'"
        + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>")
    let features = try dialogue.listen(for: "an XMPP stream") { text in
      !text.hasPrefix("<") || ends.contains { text.contains($0) }
    }
    guard features.contains("<starttls") else {
      let error = features.firstRange(of: "<stream:error").map { features[$0.lowerBound...] }
      throw .startTLS(
        asked: "starttls",
        answer: error.map { String($0).firstLine }
          ?? (features.hasPrefix("<") ? "it is not offered" : features.firstLine))
    }
    try dialogue.say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    // The element is whole when it is closed, in itself or by an end tag.
    let answer = try dialogue.listen(for: "starttls") { text in
      text.contains("/>") || text.contains("</") || !text.hasPrefix("<")
    }
    guard answer.hasPrefix("<proceed") else { throw StartTLS.refusal(of: "starttls", answer) }
    guard answer.wholeMatch(of: /<proceed[^<>]*(\/>|>\s*<\/proceed>)\s*/) != nil else {
      throw StartTLS.intrusion(answer.replacing(">", with: ">\n").lines.dropFirst())
    }
  }

  private static let ends = [
    "</stream:features>", "<stream:features/>", "</stream:error>", "</stream:stream>",
  ]
}

extension String {
  /// The lines, whatever ends them.
  fileprivate var lines: [String] { split(whereSeparator: \.isNewline).map(String.init) }

  /// The lines that have come to their end; what stands behind them may be anything.
  fileprivate var wholeLines: [String] {
    lastIndex(of: "\n").map { String(self[...$0]).lines } ?? []
  }
}
