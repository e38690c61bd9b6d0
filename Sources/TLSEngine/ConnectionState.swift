import Bytes
import TLSKeys
import TLSWire

/// Where one end of a connection stands: one struct for each state, holding what is known then.
/// (Indirect, because the largest state is many times as large as most.)
indirect enum ConnectionState: Sendable, Codable {
  case startingClient(StartingClient)
  case expectingServerHello(ExpectingServerHello)
  case expectingCertificate(ExpectingCertificate)
  case expectingServerKeyExchange(ExpectingServerKeyExchange)
  case expectingServerHelloDone(ExpectingServerHelloDone)
  case expectingServerChangeCipherSpec(ExpectingServerChangeCipherSpec)
  case expectingServerFinished(ExpectingServerFinished)
  case expectingServerChangeCipherSpecResumed(ExpectingServerChangeCipherSpecResumed)
  case expectingServerFinishedResumed(ExpectingServerFinishedResumed)

  case expectingEncryptedExtensions(ExpectingEncryptedExtensions)
  case expectingCertificateOrRequest(ExpectingCertificateOrRequest)
  case expectingServerCertificate(ExpectingServerCertificate)
  case expectingServerCertificateVerify(ExpectingServerCertificateVerify)
  case expectingServerFinished13(ExpectingServerFinished13)

  case expectingClientHello(ExpectingClientHello)
  case expectingClientCertificate(ExpectingClientCertificate)
  case expectingClientCertificateVerify(ExpectingClientCertificateVerify)
  case expectingClientKeyExchange(ExpectingClientKeyExchange)
  case expectingClientChangeCipherSpec(ExpectingClientChangeCipherSpec)
  case expectingClientFinished(ExpectingClientFinished)
  case expectingClientChangeCipherSpecResumed(ExpectingClientChangeCipherSpecResumed)
  case expectingClientFinishedResumed(ExpectingClientFinishedResumed)

  case expectingSecondClientHello(ExpectingSecondClientHello)
  case expectingEndOfEarlyData(ExpectingEndOfEarlyData)
  case expectingClientCertificate13(ExpectingClientCertificate13)
  case expectingClientCertificateVerify13(ExpectingClientCertificateVerify13)
  case expectingClientFinished13(ExpectingClientFinished13)

  case established(Established)
  case established13(Established13)
  /// Our close_notify is out, the peer's is not in.
  case closing
  case closed
  case failed(HandshakeFailure)

  /// The state that takes the next message; nil where none is taken any more.
  var handler: (any HandshakeState)? {
    switch self {
    case .startingClient, .closing, .closed, .failed: nil
    case .expectingServerHello(let state): state
    case .expectingCertificate(let state): state
    case .expectingServerKeyExchange(let state): state
    case .expectingServerHelloDone(let state): state
    case .expectingServerChangeCipherSpec(let state): state
    case .expectingServerFinished(let state): state
    case .expectingServerChangeCipherSpecResumed(let state): state
    case .expectingServerFinishedResumed(let state): state
    case .expectingClientHello(let state): state
    case .expectingClientCertificate(let state): state
    case .expectingClientCertificateVerify(let state): state
    case .expectingClientKeyExchange(let state): state
    case .expectingClientChangeCipherSpec(let state): state
    case .expectingClientFinished(let state): state
    case .expectingClientChangeCipherSpecResumed(let state): state
    case .expectingClientFinishedResumed(let state): state
    case .expectingEncryptedExtensions(let state): state
    case .expectingCertificateOrRequest(let state): state
    case .expectingServerCertificate(let state): state
    case .expectingServerCertificateVerify(let state): state
    case .expectingServerFinished13(let state): state
    case .expectingSecondClientHello(let state): state
    case .expectingEndOfEarlyData(let state): state
    case .expectingClientCertificate13(let state): state
    case .expectingClientCertificateVerify13(let state): state
    case .expectingClientFinished13(let state): state
    case .established(let state): state
    case .established13(let state): state
    }
  }
}

/// A state that waits for a message.
protocol HandshakeState: Sendable, Codable {
  /// The name in the transition table.
  static var name: StateName { get }
  /// What may come now; anything else is an unexpected_message.
  var accepts: [MessageKind] { get }
  /// Takes a message that `accepts` lists.
  func receive(_ message: Message.Content, _ exchange: inout Exchange) throws(HandshakeFailure)
    -> ConnectionState
}

extension HandshakeState {
  /// The table's row for this state.
  var accepts: [MessageKind] { TransitionTable.accepted(in: Self.name) }
}

extension Message.Content {
  /// The body of a handshake message.
  ///
  /// - Throws: `malformed` when it does not read as `Body`.
  func read<Body: HandshakeBody>(_ type: Body.Type) throws(HandshakeFailure) -> Body {
    guard case .handshake(let message) = self else {
      throw .misbehaving(
        .unexpectedMessage(expected: [.handshake(Body.handshakeType)], found: kind))
    }
    return try decoding { () throws(WireError) in try message.read(type) }
  }
}
