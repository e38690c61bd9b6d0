extension SIPMessage {
  /// Looks for everything worth knowing in the plaintext of one direction, in the order in which it
  /// appears. Lines that mean nothing are passed over, so that a piece torn out of a conversation
  /// still tells what is in it.
  static func findings(in plaintext: [UInt8]) -> [ApplicationFinding] {
    var gleaning = Gleaning()
    var rest = plaintext[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0a) ?? rest.endIndex
      gleaning.add(rest[..<end])
      rest = rest[min(end + 1, rest.endIndex)...]
      // What follows a body need not stand on a line of its own.
      guard let length = gleaning.takeBodyLength() else { continue }
      let body = rest.prefix(length)
      for line in body.split(separator: 0x0a, omittingEmptySubsequences: false) {
        gleaning.addBody(line)
      }
      gleaning.endMessage()
      rest = rest.dropFirst(length)
    }
    gleaning.endMessage()
    return gleaning.found
  }
}

/// Goes through the lines of SIP messages, complete or not.
private struct Gleaning {
  private(set) var found: [ApplicationFinding] = []
  private var known: Set<ApplicationFinding> = []

  private var method: String?
  /// Fields of the message so far, by name; the first of each, but every authorization.
  private var fields: [SIPHeaderName: String] = [:]
  private var authorizations: [String] = []
  private var keys: [SRTPCryptoAttribute] = []
  private var fingerprints: [ApplicationFinding] = []
  private var header: SIPHeader?
  private var isInBody = false
  /// The lines of a short message's text.
  private var text: [String] = []

  /// How long the body is that begins here, where that was said.
  private var bodyLength: Int?

  mutating func add(_ line: ArraySlice<UInt8>) { add(Self.text(line)) }

  mutating func addBody(_ line: ArraySlice<UInt8>) { addBody(Self.text(line)) }

  private static func text(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
  }

  mutating func takeBodyLength() -> Int? {
    defer { bodyLength = nil }
    return bodyLength
  }

  private mutating func add(_ line: String) {
    if let start = try? SIPMessage.StartLine(parsing: line, line: 1) {
      endMessage()
      if case .request(let name, _) = start { method = name }
    } else if line.isEmpty {
      endHeader()
      bodyLength = isInBody ? nil : fields[.contentLength].flatMap { Int($0) }.map { max(0, $0) }
      isInBody = true
    } else if line.hasPrefix("a=crypto:") || line.hasPrefix("a=fingerprint:") || isInBody {
      addBody(line)
    } else {
      addHeaderLine(line)
    }
  }

  private mutating func addBody(_ line: String) {
    let crypto = "a=crypto:"
    if line.hasPrefix(crypto),
      let key = SRTPCryptoAttribute(parsing: String(line.dropFirst(crypto.count)))
    {
      keys.append(key)
    } else if line.hasPrefix("a=fingerprint:") {
      let words = line.dropFirst("a=fingerprint:".count).split(separator: " ")
      guard words.count == 2 else { return }
      fingerprints.append(
        .fingerprint(hash: words[0].lowercased(), digits: words[1].uppercased()))
    } else if method == "MESSAGE" {
      text.append(line)
    }
  }

  /// Says what the message told, and forgets it.
  mutating func endMessage() {
    endHeader()
    let sequence = fields[.cseq].flatMap(SIPSequence.init(parsing:))
    let method = method ?? sequence?.method
    for authorization in authorizations {
      guard let credentials = try? DigestCredentials(parsing: authorization) else { continue }
      add(.credentials(credentials, method: method))
    }
    if method == "REGISTER", let name = person(.to), let contact = address(.contact) {
      add(.registration(name: name, contact: contact.uri))
    }
    if method == "INVITE", let caller = person(.from), let called = person(.to) {
      add(.call(caller: caller, called: called))
    }
    addStatements(method)
    for key in keys { add(.srtpKey(key)) }
    for fingerprint in fingerprints { add(fingerprint) }
    self.method = nil
    fields = [:]
    authorizations = []
    keys = []
    fingerprints = []
    text = []
    isInBody = false
  }

  /// A short message (RFC 3428), and who asks for somebody's presence (RFC 6665).
  private mutating func addStatements(_ method: String?) {
    guard let sender = person(.from), let receiver = person(.to) else { return }
    let text = text.joined(separator: "\n").trimmingLines()
    if method == "MESSAGE", !text.isEmpty { add(.text(text, from: sender, to: receiver)) }
    if method == "SUBSCRIBE" { add(.watching(of: receiver, by: sender)) }
  }

  private mutating func addHeaderLine(_ line: String) {
    if line.utf8.first == 0x20 || line.utf8.first == 0x09 {
      header?.value += " " + line[...].trimmingWhiteSpace()
      return
    }
    endHeader()
    guard let colon = line.utf8.firstIndex(of: 0x3a) else { return }
    let name = line[..<colon].trimmingWhiteSpace()
    guard name.isSIPToken else { return }
    let value = line[line.utf8.index(after: colon)...]
    header = SIPHeader(name, value.trimmingWhiteSpace())
  }

  private mutating func endHeader() {
    guard let header else { return }
    self.header = nil
    switch header.name {
    case .authorization, .proxyAuthorization: authorizations.append(header.value)
    case let name: if fields[name] == nil { fields[name] = header.value }
    }
  }

  private mutating func add(_ finding: ApplicationFinding) {
    if known.insert(finding).inserted { found.append(finding) }
  }

  private func address(_ name: SIPHeaderName) -> SIPAddress? {
    fields[name].flatMap(SIPAddress.init(parsing:))
  }

  private func person(_ name: SIPHeaderName) -> String? {
    address(name).map { $0.userAtHost ?? $0.uri }
  }
}

extension String {
  /// Without empty lines around it.
  fileprivate func trimmingLines() -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)[...]
    while lines.last?.isEmpty == true { lines.removeLast() }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    return lines.joined(separator: "\n")
  }
}
