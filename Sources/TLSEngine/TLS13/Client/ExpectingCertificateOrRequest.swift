import TLSKeys
import TLSWire

/// The server proves itself by a certificate; before it, it may ask for one (RFC 8446 §4.3.2).
struct ExpectingCertificateOrRequest: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingCertificateOrRequest,
    .on(.certificateRequest, to: .expectingServerCertificate),
    .on(.certificate, to: .expectingServerCertificateVerify))

  let client: Client13

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    guard case .handshake(.certificateRequest) = message.kind else {
      return try ExpectingServerCertificate(client: client).receive(message, &exchange)
    }
    let request = try message.read(CertificateRequest13.self)
    try request.check(context: [])
    var client = client
    client.request = request
    return ExpectingServerCertificate(client: client)
  }
}

extension CertificateRequest13 {
  /// - Parameter context: what its context must be; nil after the handshake, where it is free.
  func check(context: [UInt8]?) throws(HandshakeFailure) {
    if let context, certificateRequestContext != context {
      throw .misbehaving(.illegalParameter("certificate_request_context"))
    }
    try checkPlaces(.certificateRequest)
    // "The signature_algorithms extension MUST be specified" (RFC 8446 §4.3.2).
    guard signatureSchemes != nil else {
      throw .misbehaving(.missingExtension(.signatureAlgorithms))
    }
  }
}
