import Bytes
public import CryptoPrimitives

/// How a chat program comes to TLS on a connection that begins in the open (RFC 6120 §5).
public enum STARTTLSPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// It goes no further without.
  case require
  /// It takes TLS where it is offered, and does without where it is not.
  case opportunistic
}

/// Somebody's chat program: it opens a stream, shows its password, takes a name for itself and
/// writes to somebody (RFC 6120 §4, §6, §7, §8; RFC 6121 §5).
public struct XMPPClient: ConversationEnd {
  private enum State: Sendable, Hashable, Codable {
    case idle, opening, authenticating, opened, binding, talking, failed
    /// It asked for TLS, or waits for the handshake, which was granted.
    case asking, upgrading
  }

  private var state = State.idle
  private var ear = XMPPEar()
  private var account: SIPAccount { .ada }
  /// nil: TLS is there before the first word.
  private let policy: STARTTLSPolicy?
  /// Whether TLS came to be since.
  private var isUpgraded: Bool?
  private let texts: [String]
  private var written = 0
  private var answered = 0

  /// - Parameters:
  ///   - policy: what it does about TLS; nil: TLS is there from the first byte on (XEP-0368).
  ///   - random: what is written.
  public init(startingTLS policy: STARTTLSPolicy? = nil, random: RandomStream) {
    self.policy = policy
    let random = random.substream("xmpp/client")
    let first = random.pick("text", of: Phrases.remarks)
    texts = [first, random.pick("text/2", of: Phrases.remarks.filter { $0 != first })]
  }

  public var isFinished: Bool { hasSucceeded || state == .failed || ear.isStuck }

  public var hasSucceeded: Bool { answered == texts.count }

  /// Whether both have agreed to begin TLS now.
  public var awaitsTLS: Bool { state == .upgrading }

  /// Whether it left because no TLS was offered.
  public var leftForLackOfTLS: Bool { state == .failed && policy == .require && isUpgraded != true }

  /// Whether it said its password without TLS.
  public var saidPasswordInTheOpen: Bool {
    guard policy != nil, isUpgraded != true else { return false }
    return ![.idle, .opening, .asking, .upgrading].contains(state) && !leftForLackOfTLS
  }

  public mutating func start() -> [[UInt8]] {
    guard state == .idle || state == .upgrading else { return [] }
    if state == .upgrading { (isUpgraded, ear) = (true, XMPPEar()) }
    state = .opening
    return [open()]
  }

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    ear.hear(bytes).flatMap { take($0) }
  }

  private mutating func take(_ stanza: XMPPStanza) -> [[UInt8]] {
    switch (state, stanza.name) {
    case (.opening, "features") where policy != nil && isUpgraded != true:
      return secure(offered: stanza.elements.contains("starttls"))
    case (.opening, "features"): return authenticate()
    case (.asking, "proceed"):
      state = .upgrading
      return []
    case (.authenticating, "success"):
      state = .opened
      return [open()]
    case (.opened, "features"):
      state = .binding
      return [
        xml("<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
      ]
    case (.binding, "iq") where stanza.attributes["type"] == "result":
      state = .talking
      return [write()]
    case (.talking, "message"):
      answered += 1
      return written < texts.count ? [write()] : []
    case (_, "failure"), (.binding, "iq"):
      state = .failed
      return []
    default: return []
    }
  }

  /// What it does where TLS could be had, or could not.
  private mutating func secure(offered isOffered: Bool) -> [[UInt8]] {
    if isOffered {
      state = .asking
      return [xml("<starttls xmlns='\(XMPPServer.tls)'/>")]
    }
    guard policy == .require else { return authenticate() }
    state = .failed
    return [xml("</stream:stream>")]
  }

  private mutating func authenticate() -> [[UInt8]] {
    state = .authenticating
    let proof = ([0] + Array(account.user.utf8) + [0] + Array(account.password.utf8)).base64
    return [
      xml("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>\(proof)</auth>")
    ]
  }

  private func open() -> [UInt8] {
    xml(XMPPServer.stream("to='\(account.domain)' from='\(account.name)'"))
  }

  private mutating func write() -> [UInt8] {
    defer { written += 1 }
    return xml(
      "<message type='chat' from='\(account.name)' to='\(SIPAccount.bob.name)' id='m\(written + 1)'>"
        + "<body>\(MarkupScanner.escape(texts[written]))</body></message>")
  }
}

/// A server for chat: it checks the password, and answers for the one who is written to.
public struct XMPPServer: ConversationEnd {
  private var ear = XMPPEar()
  private var isAuthenticated = false
  private var isBound = false
  private var answered = 0
  private var accounts: [SIPAccount] { [.ada, .bob] }
  private var user = SIPAccount.ada
  private let random: RandomStream
  /// Whether TLS can be had and is not there yet; nil: no.
  private var offersTLS: Bool?

  /// - Parameters:
  ///   - offersTLS: whether the connection begins in the open, and TLS can be had on it.
  ///   - random: what names and answers are made from.
  public init(offersTLS: Bool = false, random: RandomStream) {
    self.offersTLS = offersTLS ? true : nil
    self.random = random.substream("xmpp/server")
  }

  /// The namespace of STARTTLS (RFC 6120 §5).
  static let tls = "urn:ietf:params:xml:ns:xmpp-tls"

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    ear.hear(bytes).compactMap { take($0) }.map(xml)
  }

  /// A stream's head (RFC 6120 §4.2).
  static func stream(_ attributes: String) -> String {
    "<?xml version='1.0'?><stream:stream \(attributes) version='1.0' xmlns='jabber:client' "
      + "xmlns:stream='http://etherx.jabber.org/streams'>"
  }

  private mutating func take(_ stanza: XMPPStanza) -> String? {
    switch stanza.name {
    case "stream": return Self.stream("from='\(user.domain)' id='\(number())'") + features
    case "starttls" where offersTLS == true:
      (offersTLS, ear) = (nil, XMPPEar())
      return "<proceed xmlns='\(Self.tls)'/>"
    case "auth": return authenticate(stanza)
    case "iq" where isAuthenticated && stanza.elements.contains("bind"):
      isBound = true
      return "<iq type='result' id='\(id(stanza))'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
        + "<jid>\(user.name)/\(number())</jid></bind></iq>"
    case "message" where isBound: return answer(stanza)
    case "iq", "message":
      return "<\(stanza.name) type='error' id='\(id(stanza))'><error type='auth'>"
        + "<not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></\(stanza.name)>"
    default: return nil
    }
  }

  private var features: String {
    let offered =
      isAuthenticated
      ? "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
      : "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism>"
        + "</mechanisms>"
    let starttls = offersTLS == true && !isAuthenticated ? "<starttls xmlns='\(Self.tls)'/>" : ""
    return "<stream:features>\(starttls)\(offered)</stream:features>"
  }

  private mutating func authenticate(_ stanza: XMPPStanza) -> String {
    guard let (name, password) = stanza.plainPassword,
      let account = accounts.first(where: { $0.user == name && $0.password == password })
    else {
      return "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"
    }
    (isAuthenticated, user) = (true, account)
    return "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"
  }

  private mutating func answer(_ stanza: XMPPStanza) -> String? {
    guard stanza.body != nil, let to = stanza.attributes["to"] else { return nil }
    answered += 1
    let text = random.pick("answer/\(answered)", of: Phrases.answers)
    return "<message type='chat' from='\(MarkupScanner.escape(to))' to='\(user.name)'"
      + " id='a\(answered)'><body>\(MarkupScanner.escape(text))</body></message>"
  }

  private func id(_ stanza: XMPPStanza) -> String {
    MarkupScanner.escape(stanza.attributes["id"] ?? "")
  }

  private func number() -> String { random.substream("id/\(answered)").bytes(4).hex }
}

private func xml(_ text: String) -> [UInt8] { Array(text.utf8) }
