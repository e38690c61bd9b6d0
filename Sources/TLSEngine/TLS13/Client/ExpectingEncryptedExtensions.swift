import Bytes
import Knowledge
import TLSKeys
import TLSWire

/// The keys of the handshake are there; the rest of the server's answers is to come
/// (RFC 8446 §4.3.1).
struct ExpectingEncryptedExtensions: HandshakeState {
  static let name = StateName.expectingEncryptedExtensions
  let configuration: ClientConfiguration
  let offer: ClientHello

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    let answers = try message.read(EncryptedExtensions.self)
    for entry in answers.extensions ?? [] {
      guard offer.has(entry.type) else { throw .misbehaving(.unsolicitedExtension(entry.type)) }
      // "If an implementation receives an extension which it recognizes and which is not specified
      // for the message in which it appears, it MUST abort the handshake with an illegal_parameter
      // alert" (RFC 8446 §4.2).
      guard !Self.elsewhere.contains(entry.type) else {
        throw .misbehaving(.illegalParameter("\(entry.type.label) in encrypted_extensions"))
      }
    }
    try exchange.checkApplicationProtocol(answers, offered: configuration.applicationProtocols)
    return .expectingCertificateOrRequest(
      ExpectingCertificateOrRequest(client: Client13(configuration: configuration, offer: offer)))
  }

  /// Extensions that belong into other messages (RFC 8446 §4.2).
  private static let elsewhere: [ExtensionType] = [
    .signatureAlgorithms, .signatureAlgorithmsCert, .keyShare, .preSharedKey,
    .pskKeyExchangeModes, .cookie, .supportedVersions, .certificateAuthorities, .oidFilters,
    .postHandshakeAuth, .padding, .statusRequest, .signedCertificateTimestamp,
  ]
}

/// What a client of TLS 1.3 carries through the server's flight.
struct Client13: Sendable, Codable {
  let configuration: ClientConfiguration
  let offer: ClientHello
  /// The server wants a certificate too.
  var request: CertificateRequest13?
}
