import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The server's Finished closes its flight; then the client has its turn (RFC 8446 §4.4.4).
struct ExpectingServerFinished13: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingServerFinished13,
    .on(.finished, to: .established13))

  let client: Client13

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try exchange.verifyFinished(message, of: .server)
    try exchange.deriveApplicationKeys()
    try exchange.install(for: .server, .application(0))
    if client.sendsEarlyData {
      try exchange.send(EndOfEarlyData())
      exchange.erase(.earlyTrafficSecret, .recordKey(.client, .early), .recordIV(.client, .early))
      try exchange.install(for: .client, .handshake)
    } else {
      try exchange.sendCompatibilityChangeCipherSpec(when: owesChangeCipherSpec(exchange))
    }
    if let request = client.request {
      try exchange.sendCertificate(answering: request, client.configuration)
    }
    try exchange.send(Finished(verifyData: exchange.deriveVerifyData(of: .client)))
    try exchange.install(for: .client, .application(0))
    try exchange.finishKeySchedule()
    return try exchange.establish13(
      Established13(client: client.configuration, offer: client.offer))
  }
}

extension ExpectingServerFinished13 {
  /// The ChangeCipherSpec for boxes on the way comes once, before the client's second flight: with a
  /// second ClientHello or early data it is out already (RFC 8446 §D.4).
  private func owesChangeCipherSpec(_ exchange: Exchange) -> Bool {
    !client.offer.legacySessionID.isEmpty && !exchange.facts.wasRetried
      && !client.offer.has(.earlyData)
  }
}

extension Exchange {
  /// Shows the client's certificate and proves that it has the key; or says that it has none
  /// (RFC 8446 §4.4.2).
  mutating func sendCertificate(
    answering request: CertificateRequest13, _ configuration: Boxed<ClientConfiguration>
  ) throws(HandshakeFailure) {
    let wanted = request.signatureSchemes ?? []
    for identity in configuration.identities {
      guard
        let scheme = configuration.signatureSchemes.first(where: {
          wanted.contains($0) && $0.signsHandshake13(of: identity.key.kind)
        })
      else { continue }
      try send(
        CertificateMessage13(
          requestContext: request.certificateRequestContext, chain: identity.chain.map(\.der)))
      try sendCertificateVerify(scheme, identity.key)
      return
    }
    try send(
      CertificateMessage13(requestContext: request.certificateRequestContext, chain: []))
  }
}
