/// What someone who can read one direction of a conversation learns from it.
public enum ApplicationFinding: Sendable, Hashable, Codable {
  /// A proof of a password, and the method of the request that it was for, if that can be seen:
  /// all that it takes to try passwords (`DigestCredentials.verifyResponse`).
  case credentials(DigestCredentials, method: String?)
  /// Where someone can be reached: the address of record, and the telephone's own URI.
  case registration(name: String, contact: String)
  /// Who calls whom, as `user@host`.
  case call(caller: String, called: String)
  /// The keys of what the reader's direction sends as audio.
  case srtpKey(SRTPCryptoAttribute)
}

/// Looks for everything worth knowing in the plaintext of one direction, each thing once, in the
/// order in which it appears. Any bytes will do: lines that mean nothing are passed over, so that a
/// piece torn out of a conversation still tells what is in it.
public func findings(in plaintext: [UInt8]) -> [ApplicationFinding] {
  var gleaning = Gleaning()
  for line in plaintext.split(separator: 0x0a, omittingEmptySubsequences: false) {
    let content = line.last == 0x0d ? line.dropLast() : line
    gleaning.add(String(decoding: content, as: UTF8.self))
  }
  gleaning.endMessage()
  return gleaning.found
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
  private var header: SIPHeader?
  private var isInBody = false

  mutating func add(_ line: String) {
    if let start = try? SIPMessage.StartLine(parsing: line, line: 1) {
      endMessage()
      if case .request(let name, _) = start { method = name }
    } else if line.isEmpty {
      endHeader()
      isInBody = true
    } else if line.hasPrefix("a=crypto:") {
      let value = line.dropFirst("a=crypto:".count)
      if let key = SRTPCryptoAttribute(parsing: String(value)) { keys.append(key) }
    } else if !isInBody {
      addHeaderLine(line)
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
    for key in keys { add(.srtpKey(key)) }
    self.method = nil
    fields = [:]
    authorizations = []
    keys = []
    isInBody = false
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
