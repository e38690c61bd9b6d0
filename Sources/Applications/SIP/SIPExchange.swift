import CryptoPrimitives

/// The server's part in a call: it answers for the called telephone (RFC 3261 §13.3).
extension SIPServer {
  mutating func answer(_ request: SIPRequest) -> [SIPMessage] {
    let tag = makeTag(request)
    guard let caller = request.from.userAtHost, registered.contains(caller) else {
      return [request.response(.forbidden, tag: tag)]
    }
    let called = SIPAddress.userAtHost(request.uri)
    guard let account = accounts.first(where: { $0.name == called }) else {
      return [request.response(.notFound, tag: tag)]
    }
    guard let offer = try? SessionDescription(parsing: request.message.body) else {
      return [request.response(.badRequest, tag: tag)]
    }
    guard
      let answer = offer.answeringAudio(
        user: account.user, address: address, port: 30_000, fingerprint: fingerprint,
        random: random.substream("call/\(request.callID)/\(request.sequence.number)")),
      let agreement = SIPMediaAgreement(offer: offer, answer: answer)
    else { return [request.response(.notAcceptableHere, tag: tag)] }
    self.agreement = agreement
    answeredCall = AnsweredCall(callID: request.callID, tag: request.to.tag ?? tag)
    isEstablished = false
    return responses(to: request, from: account, tag: tag, answer: answer)
  }

  mutating func acknowledge(_ request: SIPRequest) {
    if isOfAnsweredCall(request) { isEstablished = true }
  }

  mutating func end(_ request: SIPRequest) -> SIPMessage {
    guard isOfAnsweredCall(request) else { return request.response(.noSuchCall) }
    isEstablished = false
    answeredCall = nil
    return request.response(.ok)
  }

  private func isOfAnsweredCall(_ request: SIPRequest) -> Bool {
    guard let answeredCall, let tag = request.to.tag else { return false }
    return answeredCall == AnsweredCall(callID: request.callID, tag: tag)
  }

  private func responses(
    to request: SIPRequest, from account: SIPAccount, tag: String, answer: SessionDescription
  ) -> [SIPMessage] {
    let contact = SIPHeader(
      "Contact", "<\((way ?? SIPWay()).uri(account.user, at: address))>")
    // Who wants to see what follows is named in the answer too (RFC 3261 §12.1.1).
    let recorded = request.message.headers.filter { $0.name == .recordRoute }
    let headers =
      recorded + [
        contact, SIPHeader("Allow", "INVITE, ACK, BYE"),
        SIPHeader("Content-Type", "application/sdp"),
      ]
    return [
      request.response(.trying),
      request.response(.ringing, tag: tag, headers: recorded + [contact]),
      request.response(.ok, tag: tag, headers: headers, body: answer.bytes),
    ]
  }
}
