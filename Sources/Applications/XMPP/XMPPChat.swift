public import CryptoPrimitives

/// ada@uc.test and bob@uc.test chat over XMPP (RFC 6120): what is said once STARTTLS is through.
public enum XMPPChat: Application {
  public static let name = "chat-xmpp"
  /// XMPP with TLS from the first byte on (XEP-0368).
  public static let port: UInt16? = 5223

  public static func makeClient(random: RandomStream) -> XMPPClient { XMPPClient(random: random) }

  public static func makeServer(random: RandomStream) -> XMPPServer { XMPPServer(random: random) }

  /// Passwords by SASL's PLAIN (RFC 4616), and what one writes to another.
  public static func findings(in plaintext: [UInt8]) -> [ApplicationFinding] {
    var scanner = MarkupScanner(plaintext)
    var stanzas = XMPPStanzas()
    var found: [ApplicationFinding] = []
    while let piece = scanner.next() {
      guard let stanza = stanzas.add(piece) else { continue }
      if let (user, password) = stanza.plainPassword { found.append(.password(password, of: user)) }
      if let text = stanza.body, let to = stanza.attributes["to"] {
        found.append(.text(text, from: stanza.attributes["from"] ?? "?", to: to))
      }
    }
    return found
  }
}

/// What stands directly below a stream: a message, a query, a step of the authentication.
struct XMPPStanza: Sendable, Hashable, Codable {
  var name: String
  var attributes: [String: String]
  /// The texts in it, by the element that they stand in.
  var texts: [String: String] = [:]
  /// The elements in it.
  var elements: Set<String> = []

  /// What a message says.
  var body: String? { name == "message" ? texts["body"] : nil }

  /// Name and password as SASL's PLAIN sends them: in the open.
  var plainPassword: (user: String, password: String)? {
    guard name == "auth", attributes["mechanism"] == "PLAIN",
      let bytes = texts["auth"].flatMap({ [UInt8](base64: $0) })
    else { return nil }
    let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    return parts.count == 3 ? (parts[1], parts[2]) : nil
  }
}

/// Puts stanzas together from tags and texts.
struct XMPPStanzas: Sendable, Hashable, Codable {
  /// Elements within each other at most.
  private static let deepest = 32
  private static let stanzaNames: Set = [
    "message", "presence", "iq", "auth", "success", "failure", "features", "starttls", "proceed",
  ]

  private var stanza: XMPPStanza?
  private var path: [String] = []

  /// - Returns: a stanza, once it is whole; a stream's own head counts as one.
  mutating func add(_ piece: MarkupScanner.Piece) -> XMPPStanza? {
    switch piece {
    case .open("stream", let attributes):
      (stanza, path) = (nil, [])
      return XMPPStanza(name: "stream", attributes: attributes)
    case .empty(let name, let attributes) where path.isEmpty:
      return Self.stanzaNames.contains(name) ? XMPPStanza(name: name, attributes: attributes) : nil
    case .open(let name, let attributes):
      if path.isEmpty {
        guard Self.stanzaNames.contains(name) else { return nil }
        stanza = XMPPStanza(name: name, attributes: attributes)
      }
      stanza?.elements.insert(name)
      if path.count < Self.deepest { path.append(name) }
    case .empty(let name, _): stanza?.elements.insert(name)
    case .text(let text):
      if let element = path.last { stanza?.texts[element, default: ""] += text }
    case .close:
      guard path.popLast() != nil, path.isEmpty else { return nil }
      defer { stanza = nil }
      return stanza
    }
    return nil
  }
}

/// What either end does with what arrives: it waits until a stanza is whole.
struct XMPPEar: Sendable, Hashable, Codable {
  private var buffer: [UInt8] = []
  private var stanzas = XMPPStanzas()
  /// Whether a tag came that is longer than any of XMPP's.
  private(set) var isStuck = false

  mutating func hear(_ bytes: [UInt8]) -> [XMPPStanza] {
    guard !isStuck else { return [] }
    buffer += bytes
    var scanner = MarkupScanner(buffer)
    var found: [XMPPStanza] = []
    while let piece = scanner.next() { if let stanza = stanzas.add(piece) { found.append(stanza) } }
    isStuck = scanner.isStuck
    buffer.removeFirst(scanner.position)
    return found
  }
}
