import Bytes
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
  ) throws(HandshakeFailure) -> ConnectionState {
    let hello = try decoding { () throws(WireError) in
      try ByteReader.read(SSL2ClientHello.self, from: bytes)
    }
    guard configuration.readsSSL2Hello, hello.version >= .tls10 else {
      throw .refused(.ssl2Hello(hello.version))
    }
    let offer = hello.clientHello
    let message = try decoding { () throws(WireError) in try HandshakeMessage.making(offer) }
    let length = [UInt8(truncatingIfNeeded: bytes.count >> 8) | 0x80, UInt8(bytes.count & 0xff)]
    exchange.effects.append(
      .received(
        Message(
          sender: .client, content: .handshake(message), records: length + bytes,
          isProtected: false)))
    exchange.facts.observe(ssl2Hello: bytes, hello)
    return try answer(offer, &exchange)
  }
}
