import Bytes
import CryptoPrimitives
import Knowledge

/// The server's part in a registration (RFC 3261 §10.3, §22).
extension SIPServer {
  mutating func register(_ request: SIPRequest) throws(SIPFailure) -> SIPMessage {
    let tag = makeTag(request)
    guard SIPScheme.allCases.contains(where: { request.uri.lowercased() == "\($0):\(domain)" })
    else {
      return request.response(.notFound, tag: tag)
    }
    guard let header = request.message.first(.authorization) else {
      return challenging(request, tag: tag)
    }
    guard let credentials = try? DigestCredentials(parsing: header) else {
      return request.response(.badRequest, tag: tag)
    }
    guard isFresh(credentials) else { return challenging(request, tag: tag, stale: true) }
    guard let account = accounts.first(where: { $0.user == credentials.username }),
      request.to.userAtHost == account.name
    else { return request.response(.forbidden, tag: tag) }
    guard try verify(credentials, of: account, request) else {
      return challenging(request, tag: tag)
    }
    return accept(request, account: account, tag: tag)
  }

  /// Whether the credentials answer the challenge that this connection was sent, for the first
  /// time with this count: a copied header is worth nothing (RFC 7616 §5.12).
  private func isFresh(_ credentials: DigestCredentials) -> Bool {
    guard let challenge else { return false }
    return credentials.nonce == challenge.nonce && credentials.nonceCount > lastNonceCount
  }

  private mutating func verify(
    _ credentials: DigestCredentials, of account: SIPAccount, _ request: SIPRequest
  ) throws(SIPFailure) -> Bool {
    lastNonceCount = credentials.nonceCount
    do {
      let check = try credentials.verifyResponse(
        password: account.password, method: request.method)
      checks.append(check)
      // The proof is for one realm, one request and the hash that was asked for.
      return !check.failed && credentials.realm == challenge?.realm
        && credentials.uri == request.uri && credentials.algorithm == challenge?.algorithm
    } catch {
      throw .cryptography(error)
    }
  }

  private mutating func challenging(
    _ request: SIPRequest, tag: String, stale: Bool = false
  ) -> SIPMessage {
    challenges &+= 1
    lastNonceCount = 0
    let challenge = DigestChallenge(
      realm: domain, nonce: random.substream("nonce/\(challenges)").bytes(16).hex, stale: stale)
    self.challenge = challenge
    let header = SIPHeader("WWW-Authenticate", challenge.headerValue)
    return request.response(.unauthorized, tag: tag, headers: [header])
  }

  private mutating func accept(
    _ request: SIPRequest, account: SIPAccount, tag: String
  ) -> SIPMessage {
    if !registered.contains(account.name) { registered.append(account.name) }
    let contacts = request.message.values(.contact)
      .filter { SIPAddress(parsing: $0) != nil }
      .map { SIPHeader("Contact", $0 + ";expires=3600") }
    return request.response(.ok, tag: tag, headers: contacts)
  }
}
