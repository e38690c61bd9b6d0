import Bytes
import CryptoPrimitives

/// The server's part in short messages (RFC 3428) and presence (RFC 3903, RFC 6665): the one who is
/// written to answers, the one who is watched is there.
extension SIPServer {
  /// Takes a short message to somebody, and sends what that one answers.
  mutating func passOn(_ request: SIPRequest) -> [SIPMessage] {
    guard let sender = request.from.userAtHost, registered.contains(sender) else {
      return [request.response(.forbidden, tag: makeTag(request))]
    }
    let called = SIPAddress.userAtHost(request.uri)
    guard let account = accounts.first(where: { $0.name == called }) else {
      return [request.response(.notFound, tag: makeTag(request))]
    }
    guard request.message.first(.contentType)?.hasPrefix("text/plain") == true else {
      return [request.response(.unsupportedMediaType, tag: makeTag(request))]
    }
    let text = random.pick("answer/\(asked ?? 0)", of: Phrases.answers)
    let answer = ask(
      "MESSAGE", of: request.from,
      as: SIPAddress(displayName: account.displayName, uri: account.uri),
      headers: [SIPHeader("Content-Type", "text/plain;charset=utf-8")], body: Array(text.utf8))
    return [request.response(.ok, tag: makeTag(request)), answer]
  }

  /// Keeps what somebody says of where they are (RFC 3903 §6).
  mutating func publish(_ request: SIPRequest) -> [SIPMessage] {
    let tag = makeTag(request)
    guard request.message.first(SIPHeaderName("Event")) == "presence" else {
      return [request.response(.badEvent, tag: tag)]
    }
    guard let sender = request.from.userAtHost, registered.contains(sender),
      request.to.userAtHost == sender
    else { return [request.response(.forbidden, tag: tag)] }
    guard request.message.first(.contentType) == PresenceDocument.mediaType,
      PresenceDocument(parsing: request.message.body)?.name == sender
    else { return [request.response(.unsupportedMediaType, tag: tag)] }
    presences = (presences ?? [:]).merging([sender: request.message.body]) { _, new in new }
    let entity = random.substream("etag/\(request.sequence.number)").bytes(6).hex
    return [
      request.response(
        .ok, tag: tag, headers: [SIPHeader("SIP-ETag", entity), SIPHeader("Expires", "3600")])
    ]
  }

  /// Accepts who wants to know of somebody, and says at once how things stand (RFC 6665 §4.2.1.2).
  mutating func subscribe(_ request: SIPRequest) -> [SIPMessage] {
    let tag = makeTag(request)
    guard request.message.first(SIPHeaderName("Event")) == "presence" else {
      return [request.response(.badEvent, tag: tag)]
    }
    guard let sender = request.from.userAtHost, registered.contains(sender) else {
      return [request.response(.forbidden, tag: tag)]
    }
    guard let watched = SIPAddress.userAtHost(request.uri),
      accounts.contains(where: { $0.name == watched })
    else { return [request.response(.notFound, tag: tag)] }
    let notice = ask(
      "NOTIFY", of: request.from, as: SIPAddress(uri: "sip:\(watched)", tag: tag),
      callID: request.callID,
      headers: [
        SIPHeader("Event", "presence"), SIPHeader("Subscription-State", "active;expires=3600"),
        SIPHeader("Content-Type", PresenceDocument.mediaType),
      ],
      body: presences?[watched] ?? presence(of: watched))
    return [
      request.response(
        .ok, tag: tag, headers: [SIPHeader("Contact", contact), SIPHeader("Expires", "3600")]),
      notice,
    ]
  }

  /// What somebody who is on another connection says of where they are.
  private func presence(of name: String) -> [UInt8] {
    PresenceDocument(
      name: name, isOpen: random.pick("open/\(name)", of: [true, false]),
      note: random.pick("note/\(name)", of: Phrases.notes)
    ).bytes
  }

  /// A request of the server's own to the telephone at the other end.
  private mutating func ask(
    _ method: String, of receiver: SIPAddress, as sender: SIPAddress, callID: String? = nil,
    headers: [SIPHeader], body: [UInt8]
  ) -> SIPMessage {
    let number = (asked ?? 0) + 1
    asked = number
    let random = random.substream("asked/\(number)")
    let branch = "z9hG4bK" + random.substream("branch").bytes(8).hex
    var sender = sender
    sender.tag = sender.tag ?? random.substream("tag").bytes(5).hex
    let common = [
      SIPHeader(
        "Via", SIPVia(transport: "TLS", sentBy: "\(address):5061", branch: branch).headerValue),
      SIPHeader("Max-Forwards", "70"), SIPHeader("From", sender.headerValue),
      SIPHeader(
        "To",
        SIPAddress(uri: receiver.uri, tag: method == "NOTIFY" ? receiver.tag : nil).headerValue),
      SIPHeader("Call-ID", callID ?? "\(random.substream("call-id").bytes(12).hex)@\(address)"),
      SIPHeader(
        "CSeq", SIPSequence(number: UInt32(clamping: number), method: method).headerValue),
    ]
    return SIPMessage(
      startLine: .request(method: method, uri: receiver.uri), headers: common + headers, body: body)
  }

  private var contact: String { "<sip:\(address):5061;transport=tls>" }
}
