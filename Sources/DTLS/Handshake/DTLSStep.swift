import TLSWire

/// What one end waits for.
enum DTLSStep: String, Hashable, Sendable, Codable {
  // The client.
  case start
  case cookieOrServerHello
  case serverHello
  case serverCertificate
  case serverKeyExchange
  case certificateRequestOrDone
  case serverHelloDone
  case serverFinished
  case clientDone
  // The server.
  case clientHello
  case clientCertificate
  case clientKeyExchange
  case certificateVerify
  case clientFinished
  case serverDone

  /// The messages that may come (RFC 6347 §4.2.4, figure 1).
  var expected: [HandshakeType] {
    switch self {
    case .start, .clientDone, .serverDone: []
    case .cookieOrServerHello: [.helloVerifyRequest, .serverHello]
    case .serverHello: [.serverHello]
    case .serverCertificate, .clientCertificate: [.certificate]
    case .serverKeyExchange: [.serverKeyExchange]
    case .certificateRequestOrDone: [.certificateRequest, .serverHelloDone]
    case .serverHelloDone: [.serverHelloDone]
    case .serverFinished, .clientFinished: [.finished]
    case .clientHello: [.clientHello]
    case .clientKeyExchange: [.clientKeyExchange]
    case .certificateVerify: [.certificateVerify]
    }
  }

  /// The message with which the peer's last flight ended. If it comes again, the answer to it was lost:
  /// "the implementation transitions to the SENDING state, where it retransmits the flight"
  /// (RFC 6347 §4.2.4).
  var repetition: HandshakeType? {
    switch self {
    case .serverFinished: .serverHelloDone
    case .clientCertificate, .clientKeyExchange, .certificateVerify, .clientFinished: .clientHello
    case .serverDone: .finished
    default: nil
    }
  }

  var isDone: Bool { self == .clientDone || self == .serverDone }
}
