import Bytes
import CryptoPrimitives
import TLSWire

// A server that keeps no state before it has heard its own cookie (RFC 6347 §4.2.1).
extension DTLSEndpoint {
  /// Takes nothing but a hello, and without a cookie of its own nothing of that.
  mutating func listen(
    to record: DTLSRecord, at time: Int64
  ) throws(DTLSDiscard) -> [[UInt8]] {
    guard record.epoch == 0 else { throw .epoch(record.epoch) }
    guard record.type == .handshake else { throw .contentType(record.type) }
    for part in try parts(of: record.fragment) {
      guard part.type == .clientHello else { throw .fragment(part.type) }
      if part.messageSequence != reassembly.next {
        reassembly = Reassembly(next: part.messageSequence)
      }
      guard reassembly.add(part, epoch: 0) == .taken else { throw .fragment(part.type) }
      guard let (message, _) = reassembly.whole else { continue }
      reassembly.forget()
      return try answer(message, in: record, at: time)
    }
    return []
  }

  private mutating func answer(
    _ message: DTLSMessage, in record: DTLSRecord, at time: Int64
  ) throws(DTLSDiscard) -> [[UInt8]] {
    let hello: DTLSClientHello
    do throws(WireError) {
      hello = try message.read()
    } catch {
      throw .malformedFragment(error)
    }
    do throws(DTLSFailure) {
      if configuration.demandsCookie {
        let cookie = try DTLSExchange.cookie(
          for: hello, address: configuration.peerAddress, secret: cookieSecret)
        guard constantTimeEqual(cookie, hello.cookie) else {
          return [try request(cookie, answering: record)]
        }
      }
      // "the server MUST use the record sequence number in the ClientHello as the record sequence
      // number in its initial ServerHello", and message numbers go on in the same way.
      channel.continueNumbers(at: record.sequenceNumber)
      _ = try? channel.open(record)
      reassembly.advance()
      exchange.nextSequence = message.sequence
      try exchange.receive(message)
      return try sendFlight(at: time)
    } catch {
      return fail(error)
    }
  }

  /// "the server MUST use the record sequence number in the ClientHello as the record sequence number
  /// in the HelloVerifyRequest."
  private func request(
    _ cookie: [UInt8], answering record: DTLSRecord
  ) throws(DTLSFailure) -> [UInt8] {
    do throws(WireError) {
      let message = try DTLSMessage(HelloVerifyRequest(cookie: cookie), sequence: 0)
      return try DTLSRecord(
        type: .handshake, version: .dtls10, epoch: 0, sequenceNumber: record.sequenceNumber,
        fragment: message.bytes
      ).bytes
    } catch {
      throw .internalError("\(error)")
    }
  }
}

extension DTLSExchange {
  /// The cookie for a hello: "HMAC(Secret, Client-IP, Client-Parameters)".
  ///
  /// - Parameter secret: the server's own.
  static func cookie(
    for hello: DTLSClientHello, address: [UInt8], secret: [UInt8]
  ) throws(DTLSFailure) -> [UInt8] {
    var parameters = hello
    parameters.cookie = []
    do {
      let covered =
        try bigEndian(UInt64(address.count), width: 2) + address
        + ByteWriter.bytes(of: parameters)
      return try HashAlgorithm.sha256.hmac(covered, key: secret)
    } catch {
      throw .internalError("\(error)")
    }
  }
}
