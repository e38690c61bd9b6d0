import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The server asked for a certificate; the client's is to come, or its word that it has none
/// (RFC 8446 §4.4.2).
struct ExpectingClientCertificate13: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingClientCertificate13,
    .on(.certificate, to: .expectingClientCertificateVerify13, .expectingClientFinished13))

  let configuration: Boxed<ServerConfiguration>
  let offer: ClientHello

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    guard
      let leaf = try exchange.receiveClientCertificate(message, context: [], configuration)
    else {
      return ExpectingClientFinished13(configuration: configuration, offer: offer)
    }
    return ExpectingClientCertificateVerify13(configuration: configuration, offer: offer, key: leaf)
  }
}

/// The client's proof that it has the key of its certificate is to come (RFC 8446 §4.4.3).
struct ExpectingClientCertificateVerify13: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingClientCertificateVerify13,
    .on(.certificateVerify, to: .expectingClientFinished13))

  let configuration: Boxed<ServerConfiguration>
  let offer: ClientHello
  let key: Certificate

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try exchange.verifyCertificateVerify(
      message, key: key.publicKey, offered: configuration.signatureSchemes)
    return ExpectingClientFinished13(configuration: configuration, offer: offer)
  }
}

extension Exchange {
  /// Reads and verifies a client's certificates.
  ///
  /// - Returns: the client's own; nil when it has none and need not have one.
  mutating func receiveClientCertificate(
    _ message: Message.Content, context: [UInt8], _ configuration: Boxed<ServerConfiguration>
  ) throws(HandshakeFailure) -> Certificate? {
    let body = try message.read(CertificateMessage13.self)
    guard body.certificateRequestContext == context else {
      throw .misbehaving(.illegalParameter("certificate_request_context"))
    }
    let asked = configuration.wrappedValue.certificateRequest(context: context)
    try body.checkExtensions { asked.has($0) }
    let chain = try readCertificates(body.certificateList.map(\.data))
    guard let leaf = chain.first else {
      // "If client authentication is required … the server MUST abort with certificate_required"
      // (RFC 8446 §4.4.2.4).
      guard configuration.clientAuthentication != .require else {
        throw .refused(.certificateRequired)
      }
      decide(.noClientCertificate)
      return nil
    }
    try verifyClient(chain, configuration)
    return leaf
  }
}
