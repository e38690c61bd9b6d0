import Bytes
import Knowledge
import TLSKeys
import TLSWire

/// The keys of the handshake are there; the rest of the server's answers is to come
/// (RFC 8446 §4.3.1).
struct ExpectingEncryptedExtensions: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingEncryptedExtensions,
    .on(.encryptedExtensions, to: .expectingCertificateOrRequest, .expectingServerFinished13))

  let client: Client13
  /// Whether data went with the ClientHello.
  let sendsEarlyData: Bool

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let answers = try message.read(EncryptedExtensions.self)
    for entry in answers.extensions ?? [] where !client.offer.has(entry.type) {
      throw .misbehaving(.unsolicitedExtension(entry.type))
    }
    try answers.checkPlaces(.encryptedExtensions)
    try answers.checkNoServerNames()
    try exchange.checkApplicationProtocol(
      answers, offered: client.configuration.applicationProtocols)
    try exchange.limitRecords(own: client.configuration.recordSizeLimit, peer: answers)
    let client = try settleEarlyData(answers, &exchange)
    if client.usesKey { return ExpectingServerFinished13(client: client) }
    return ExpectingCertificateOrRequest(client: client)
  }

  /// The server says whether it takes the early data (RFC 8446 §4.2.10).
  private func settleEarlyData(
    _ answers: EncryptedExtensions, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> Client13 {
    var client = client
    guard sendsEarlyData else { return client }
    let accepted = answers.has(.earlyData)
    guard !accepted || client.usesKey else {
      throw .misbehaving(.illegalParameter("early_data without the key"))
    }
    if accepted { try checkParameters(of: exchange) }
    exchange.decide(.earlyData(accepted))
    client.sendsEarlyData = accepted
    if !accepted { try exchange.install(for: .client, .handshake) }
    return client
  }

  /// "The parameters for the 0-RTT data (version, symmetric cipher suite, ALPN protocol, etc.) are
  /// those associated with the PSK in use" (RFC 8446 §4.2.10); a server that goes by others must not
  /// take it.
  private func checkParameters(of exchange: Exchange) throws(HandshakeFailure) {
    guard let session = client.configuration.resumption else { return }
    guard session.suite == exchange.facts.suite,
      session.applicationProtocol == exchange.applicationProtocol
    else { throw .misbehaving(.illegalParameter("early_data with other parameters")) }
  }
}

/// What a client of TLS 1.3 carries through the server's flight.
struct Client13: Sendable, Codable {
  let configuration: Boxed<ClientConfiguration>
  let offer: ClientHello
  /// A pre-shared key stands for the server's identity: no certificate comes.
  var usesKey = false
  /// The server takes early data, and must hear where it ends.
  var sendsEarlyData = false
  /// The server wants a certificate too.
  var request: CertificateRequest13?
}
