import Bytes
import CryptoPrimitives
import Knowledge
import TLSWire

// What the messages of TLS 1.3 say, and the points of the transcript that its key schedule knows
// (RFC 8446 §4.4.1).
extension WireFacts {
  mutating func observeOffer13(_ hello: ClientHello) {
    clientShares = hello.keyShares ?? []
    guard let offered = hello.offeredPSKs, let first = offered.identities.first else {
      preSharedKey = .none
      return
    }
    // "For identities established externally, an obfuscated_ticket_age of 0 SHOULD be used"
    // (RFC 8446 §4.2.11).
    preSharedKey = .offered(first.obfuscatedTicketAge == 0 ? .external : .resumption)
    values[.ticket] = first.identity
    values[.binder] = offered.binders.first?.binder
    values[.noMessages] = []
    values[.clientHelloMessages] = transcript
    values[.binderMessages] = transcript.dropLast(offered.bindersLength)
  }

  mutating func observeChoice13(_ hello: ServerHello, _ message: HandshakeMessage) {
    values[.noMessages] = []
    if hello.isHelloRetryRequest {
      wasRetried = true
      restartAfterRetry(hello, message)
      return
    }
    values[.helloMessages] = transcript
    if let share = hello.serverShare {
      group = share.group
      agreement = .named(share.group.label)
      values[.ephemeralPublic(.server)] = share.keyExchange
      values[.ephemeralPublic(.client)] =
        clientShares.first { $0.group == share.group }?.keyExchange
    }
    if hello.selectedIdentity != nil, let kind = preSharedKey.kind {
      preSharedKey = .accepted(kind)
    }
  }

  private mutating func restartAfterRetry(_ hello: ServerHello, _ message: HandshakeMessage) {
    guard let name = hello.cipherSuite.parameters13?.hash.rawValue,
      let digest = try? HashAlgorithm(rawValue: name)?
        .digest(Array(transcript.dropLast(message.bytes.count)))
    else { return }
    restartTranscript(with: digest, then: message.bytes)
  }

  /// The first Finished is the server's, the second the client's.
  mutating func observeFinished13() {
    finishedCount += 1
    if finishedCount == 1 {
      values[.serverFinishedMessages] = transcript
    } else {
      values[.clientFinishedMessages] = transcript
    }
  }

  /// Whether both Finished have passed: what follows is no part of the transcript.
  var isHandshake13Over: Bool { version == .tls13 && finishedCount > 1 }

  mutating func observeAfterHandshake(
    _ message: HandshakeMessage, from sender: Side
  ) throws(WireError) {
    switch message.type {
    case .keyUpdate: keyUpdates[sender, default: 0] += 1
    case .newSessionTicket:
      values[.ticketNonce] = try message.read(NewSessionTicket13.self).ticketNonce
    // "Handshake Context + CertificateRequest" and what answers it (RFC 8446 §4.4).
    case .certificateRequest: setTranscript(handshakeMessages + message.bytes)
    case .certificate: setTranscript(transcript + message.bytes)
    case .certificateVerify:
      values[.signedMessages] = transcript
      setTranscript(transcript + message.bytes)
    case .finished: setTranscript([])
    default: break
    }
  }
}
