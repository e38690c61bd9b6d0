import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// A client's certificate that a server asked for after the handshake (RFC 8446 §4.6.2).
struct AwaitedCertificate: Sendable, Codable {
  /// What the client must repeat.
  let context: [UInt8]
  var next = MessageKind.handshake(.certificate)
  /// The certificate that came, to be proved.
  var certificate: Certificate?
}

extension MessageKind {
  /// Whether the message belongs to a client's proof of identity.
  var isPartOfAuthentication: Bool {
    switch self {
    case .handshake(.certificate), .handshake(.certificateVerify), .handshake(.finished): true
    default: false
    }
  }
}

// MARK: The client

extension Established13 {
  /// Shows a certificate, or says that there is none.
  func answerRequest(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let request = try message.read(CertificateRequest13.self)
    try request.check(context: nil)
    guard let client, case .handshake(let handshake) = message else {
      return self
    }
    try exchange.observe(handshake, from: .server)
    try exchange.sendCertificate(answering: request, client)
    let verifyData = try exchange.derivePostHandshakeVerifyData()
    try exchange.send(Finished(verifyData: verifyData))
    return self
  }
}

// MARK: The server

extension Established13 {
  /// Asks the client for a certificate, if it said that one may.
  ///
  /// - Returns: nil when it did not, or is asked already.
  func request(_ exchange: inout Exchange) throws(HandshakeFailure) -> Established13? {
    guard let server, awaited == nil, permitsRequest else { return nil }
    let context = exchange.freshBytes("certificate_request_context", 8)
    try exchange.send(server.wrappedValue.certificateRequest(context: context))
    var next = self
    next.awaited = AwaitedCertificate(context: context)
    return next
  }

  func receiveAuthentication(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    guard var awaited, let server, case .handshake(let handshake) = message else {
      throw .misbehaving(.unexpectedMessage(expected: accepted(on: side), found: message.kind))
    }
    var next = self
    switch handshake.type {
    case .certificate:
      try exchange.observe(handshake, from: .client)
      awaited.certificate = try exchange.receiveClientCertificate(
        message, context: awaited.context, server)
      awaited.next =
        .handshake(awaited.certificate == nil ? .finished : .certificateVerify)
      next.awaited = awaited
    case .certificateVerify:
      try exchange.observe(handshake, from: .client)
      guard let key = awaited.certificate?.publicKey else { break }
      try exchange.verifyCertificateVerify(
        message, key: key, offered: server.signatureSchemes)
      awaited.next = .handshake(.finished)
      next.awaited = awaited
    default:
      let expected = try exchange.derivePostHandshakeVerifyData()
      try exchange.compareFinished(message, with: expected)
      try exchange.observe(handshake, from: .client)
      next.awaited = nil
    }
    return next
  }
}

extension Exchange {
  /// The content of the Finished that ends an authentication after the handshake: its key comes from
  /// the client's traffic secret of the moment (RFC 8446 §4.4.4).
  mutating func derivePostHandshakeVerifyData() throws(HandshakeFailure) -> [UInt8] {
    let number = facts.keyUpdates[.client] ?? 0
    use(.postHandshake(try schedule13, after: number))
    facts.beginFinished(of: .client)
    try derive(.postHandshakeFinishedKey)
    try derive(.finishedHash(.client))
    let verifyData = try derive(.verifyData(.client))
    erase(.postHandshakeFinishedKey)
    return verifyData
  }
}
