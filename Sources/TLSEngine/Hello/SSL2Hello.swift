import Bytes
import Knowledge
import TLSKeys
import TLSWire

// A ClientHello in the form of SSL 2.0. "TLS clients MUST NOT send" it (RFC 6176 §3); a server may
// read one that offers TLS, and never negotiates SSL 2.0.
extension ExpectingClientHello {
  /// Refuses it, or goes on as with any hello.
  ///
  /// - Parameter bytes: the hello without the two bytes of length in front.
  func receive(
    ssl2Hello bytes: [UInt8], _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let hello = try decoding { () throws(WireError) in
      try ByteReader.read(SSL2ClientHello.self, from: bytes)
    }
    guard configuration.readsSSL2Hello, hello.version >= .tls10 else {
      throw .refused(.ssl2Hello(hello.version))
    }
    let offer = hello.clientHello
    let message = try decoding { () throws(WireError) in try HandshakeMessage.making(offer) }
    exchange.effects.append(
      .received(
        Message(
          sender: .client, content: .handshake(message), records: hello.framed(bytes),
          isProtected: false)))
    exchange.facts.observe(ssl2Hello: bytes, hello)
    return try answer(offer, &exchange)
  }
}

extension StartingClient {
  /// Begins as clients did that could not know whether the server speaks SSL 2.0. For learners: "TLS
  /// clients MUST NOT send the SSL version 2.0 compatible CLIENT-HELLO message format" (RFC 6176 §3).
  func startWithSSL2Hello(
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    var configuration = configuration
    configuration.wrappedValue.versions.removeAll { $0 >= .tls13 }
    let challenge = exchange.freshBytes("client_random", 32)
    exchange.generate(
      Generated(source: RFCSection(5246, "E.2"), publicPart: .init(.clientRandom, challenge)))
    let hello = SSL2ClientHello(
      version: configuration.offeredVersions.first ?? .tls12,
      cipherSpecs: configuration.offeredSuites.map { SSL2CipherSpec(kind: 0, code: $0) },
      challenge: challenge)
    let bytes = try decoding { () throws(WireError) in try ByteWriter.bytes(of: hello) }
    let offer = hello.clientHello
    let message = try decoding { () throws(WireError) in try HandshakeMessage.making(offer) }
    exchange.facts.observe(ssl2Hello: bytes, hello)
    exchange.effects.append(
      .send(
        Message(
          sender: .client, content: .handshake(message), records: hello.framed(bytes),
          isProtected: false)))
    return ExpectingServerHello(configuration: configuration, offer: offer)
  }
}

extension SSL2ClientHello {
  /// The hello with its length in front, as it stands on the wire.
  fileprivate func framed(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: bytes.count >> 8) | 0x80, UInt8(bytes.count & 0xff)] + bytes
  }
}
