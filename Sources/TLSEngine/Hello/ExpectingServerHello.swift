import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// The offer is out; the server's choice is to come (RFC 5246 §7.4.1.3, RFC 8446 §4.1.3).
struct ExpectingServerHello: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingServerHello,
    .on(
      .serverHello, to: .expectingCertificate, .expectingServerKeyExchange,
      .expectingServerHelloDone, .expectingServerChangeCipherSpecResumed, .expectingServerHello,
      .expectingEncryptedExtensions),
    .on(.applicationData, to: .expectingServerHello))

  let configuration: Boxed<ClientConfiguration>
  let offer: ClientHello
  /// The pre-shared key that was offered, and whether data went with it.
  var key: OfferedKey?
  var sendsEarlyData = false
  /// A connection is there already, on which the server may still be speaking.
  var isRenegotiation = false
  /// The HelloRetryRequest that led to this offer, if one did.
  var retry: ServerHello?

  func isDue(_ message: MessageKind) -> Bool {
    message == .handshake(.serverHello) || isRenegotiation
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    if case .applicationData(let data) = message {
      exchange.effects.append(.deliver(data))
      return self
    }
    let hello = try message.read(ServerHello.self)
    let version = hello.version
    try checkSelectedVersion(hello)
    guard configuration.wrappedValue.offers(version) else { throw .refused(.version(version)) }
    exchange.decide(.version(version))
    try checkExtensions(hello)
    try hello.checkNoServerNames()
    return version == .tls13
      ? try receive13(hello, &exchange) : try receive12(hello, &exchange)
  }

  /// "An extension type MUST NOT appear in the extended server hello unless the same extension
  /// type appeared in the corresponding client hello" (RFC 5246 §7.4.1.4); a cookie comes unasked
  /// (RFC 8446 §4.2).
  private func checkExtensions(_ hello: ServerHello) throws(HandshakeFailure) {
    for entry in hello.extensions ?? [] where !offer.has(entry.type) {
      if entry.type == .cookie, hello.isHelloRetryRequest { continue }
      throw .misbehaving(.unsolicitedExtension(entry.type))
    }
  }
}
