import Bytes
import TLSKeys
import TLSWire
import X509

/// The server's certificates are to come (RFC 8446 §4.4.2).
struct ExpectingServerCertificate: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingServerCertificate,
    .on(.certificate, to: .expectingServerCertificateVerify))

  let client: Client13

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let body = try message.read(CertificateMessage13.self)
    guard body.certificateRequestContext.isEmpty else {
      throw .misbehaving(.illegalParameter("certificate_request_context"))
    }
    try body.checkExtensions { client.offer.has($0) }
    let chain = try exchange.readCertificates(body.certificateList.map(\.data))
    // "If the server supplies an empty Certificate message, the client MUST abort the handshake
    // with a decode_error alert" (RFC 8446 §4.4.2.4).
    guard let leaf = chain.first else { throw .misbehaving(.emptyCertificate) }
    let staple = body.certificateList.first?.stapledResponse
    if let staple { exchange.decide(.stapled(staple)) }
    try exchange.verify(
      chain, client.configuration.verification, staple: staple,
      asksForStaple: client.offer.has(.statusRequest))
    guard leaf.allows(.digitalSignature) else {
      throw .refused(.unusableCertificate("its key usage does not allow signatures"))
    }
    return ExpectingServerCertificateVerify(client: client, key: leaf)
  }
}

extension CertificateMessage13 {
  /// Extensions of a certificate answer those of the ClientHello, or of the CertificateRequest
  /// (RFC 8446 §4.4.2).
  ///
  /// - Parameter isAskedFor: whether an extension was among those.
  func checkExtensions(_ isAskedFor: (ExtensionType) -> Bool) throws(HandshakeFailure) {
    for certificate in certificateList {
      for entry in certificate.extensions ?? [] where !isAskedFor(entry.type) {
        throw .misbehaving(.unsolicitedExtension(entry.type))
      }
      try certificate.checkPlaces(.certificate)
    }
  }
}
