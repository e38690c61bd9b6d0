import Bytes
import TLSKeys
import TLSWire
import X509

/// The server's proof that it has the key of its certificate is to come (RFC 8446 §4.4.3).
struct ExpectingServerCertificateVerify: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingServerCertificateVerify,
    .on(.certificateVerify, to: .expectingServerFinished13))

  let client: Client13
  let key: Certificate

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try exchange.verifyCertificateVerify(
      message, key: key.publicKey, offered: client.configuration.signatureSchemes)
    return ExpectingServerFinished13(client: client)
  }
}
