import Commands
import Dispatch
import Explanations
import Network
import Screens

// A server's part before the handshake: it offers TLS, and does nothing else before that is asked for. What
// stands behind the request in the open must not be taken for what is said under TLS: whoever stands in
// between could have put it there (RFC 3207 §6).
extension StartTLS {
  /// Says what must be said until the client sends a ClientHello.
  ///
  /// - Throws: when the client goes, or asks for anything but TLS for too long.
  func answer(_ dialogue: inout Dialogue) throws(SocketError) {
    switch self {
    case .smtp: try Self.answerMail(&dialogue)
    case .imap: try Self.answerMailbox(&dialogue)
    case .pop3: try Self.answerFetching(&dialogue)
    case .xmpp: try Self.answerChat(&dialogue)
    }
    guard !dialogue.hasMore else { throw .plaintextBehind(said: dialogue.rest) }
  }

  /// Requests that are answered before somebody who asks for something else is let go.
  private static let patience = 32

  /// What a line of the client's is answered with.
  private enum Reply {
    case say(String)
    /// TLS begins behind it.
    case begin(String)
    case leave(String)
  }

  private static func converse(
    _ dialogue: inout Dialogue, _ reply: (String) -> Reply
  ) throws(SocketError) {
    var (first, last): (String?, String) = (nil, "")
    do throws(SocketError) {
      for _ in 0..<patience {
        last = try dialogue.line()
        first = first ?? last
        switch reply(last) {
        case .say(let text): try dialogue.say(text)
        case .begin(let text): return try dialogue.say(text)
        case .leave(let text):
          try dialogue.say(text)
          throw SocketError.notAsked(said: last)
        }
      }
    } catch {
      // Whoever asked for something else and is gone did not ask for TLS.
      guard let first else { throw error }
      switch error {
      case .startTLS, .notAsked: throw notAsked(first, last)
      default: throw error
      }
    }
    throw notAsked(first ?? "", last)
  }

  /// The line that came last, or what it was: in a record of a handshake there are no lines (RFC 9846 §5.1).
  private static func notAsked(_ first: String, _ last: String) -> SocketError {
    let isHello = first.utf8.starts(with: [0x16, 3])
    return .notAsked(said: isHello ? said(.refusal, "starttls.hello") : last.firstLine)
  }

  private static func answerMail(_ dialogue: inout Dialogue) throws(SocketError) {
    try dialogue.say("220 localhost ESMTP\r\n")
    try converse(&dialogue) { line in
      switch line.firstWord {
      case "EHLO": .say("250-localhost\r\n250 STARTTLS\r\n")
      case "HELO", "NOOP", "RSET": .say("250 localhost\r\n")
      case "STARTTLS": .begin("220 go ahead\r\n")
      case "QUIT": .leave("221 bye\r\n")
      default: .say("530 Must issue a STARTTLS command first\r\n")
      }
    }
  }

  private static func answerMailbox(_ dialogue: inout Dialogue) throws(SocketError) {
    let offer = "CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED"
    try dialogue.say("* OK [\(offer)] ready\r\n")
    try converse(&dialogue) { line in
      let words = line.split(separator: " ", maxSplits: 1)
      let tag = words.first.map(String.init) ?? "*"
      return switch words.dropFirst().first.map({ String($0).firstWord }) ?? "" {
      case "CAPABILITY": .say("* \(offer)\r\n\(tag) OK done\r\n")
      case "NOOP", "ID": .say("\(tag) OK done\r\n")
      case "STARTTLS": .begin("\(tag) OK begin TLS now\r\n")
      case "LOGOUT": .leave("* BYE\r\n\(tag) OK done\r\n")
      default: .say("\(tag) NO STARTTLS comes first\r\n")
      }
    }
  }

  private static func answerFetching(_ dialogue: inout Dialogue) throws(SocketError) {
    try dialogue.say("+OK ready\r\n")
    try converse(&dialogue) { line in
      switch line.firstWord {
      case "CAPA": .say("+OK\r\nSTLS\r\n.\r\n")
      case "NOOP": .say("+OK\r\n")
      case "STLS": .begin("+OK begin TLS now\r\n")
      case "QUIT": .leave("+OK bye\r\n")
      default: .say("-ERR STLS comes first\r\n")
      }
    }
  }

  private static func answerChat(_ dialogue: inout Dialogue) throws(SocketError) {
    _ = try dialogue.text(until: "<stream:stream")
    let opening = try dialogue.text(until: ">")
    let kind = opening.contains("jabber:server") ? "jabber:server" : "jabber:client"
    try dialogue.say(
      "<?xml version='1.0'?><stream:stream from='localhost' id='1' xmlns='\(kind)'"
        + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
        + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
        + "</stream:features>")
    _ = try dialogue.text(until: "<starttls")
    // The element is whole when it is closed, in itself or by an end tag.
    let rest = try dialogue.text(until: ">")
    if !rest.hasSuffix("/>") { _ = try dialogue.text(until: "</starttls>") }
    try dialogue.say("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
  }

  // MARK: Both parts

  /// Asks a server on a stream.
  ///
  /// - Returns: what was said.
  func ask(
    _ host: String, on stream: TCPStream, _ patience: Double,
    _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws(SocketError) -> [Segment] {
    var dialogue = Dialogue(stream, patience: patience, isInterrupted: isInterrupted)
    do throws(SocketError) {
      try ask(host, &dialogue)
    } catch {
      stream.abort()
      throw error
    }
    return dialogue.said
  }

  /// Answers a client on a stream.
  ///
  /// - Returns: what was said.
  func answer(
    on stream: TCPStream, _ patience: Double, _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws(SocketError) -> [Segment] {
    var dialogue = Dialogue(stream, patience: patience, isInterrupted: isInterrupted)
    do throws(SocketError) {
      try answer(&dialogue)
    } catch {
      stream.finish()
      throw error
    }
    return dialogue.said
  }
}

extension String {
  fileprivate var firstWord: String {
    split(separator: " ").first.map { $0.uppercased() } ?? ""
  }
}
