public import TLSKeys
import TLSWire

/// The states of both ends, by the names that the learner sees.
public enum StateName: String, Hashable, Sendable, Codable, CaseIterable {
  case start = "start"
  case expectingServerHello = "expecting_server_hello"
  case expectingCertificate = "expecting_certificate"
  case expectingServerKeyExchange = "expecting_server_key_exchange"
  case expectingServerHelloDone = "expecting_server_hello_done"
  case expectingServerChangeCipherSpec = "expecting_server_change_cipher_spec"
  case expectingServerFinished = "expecting_server_finished"
  case expectingServerChangeCipherSpecResumed = "expecting_server_change_cipher_spec_resumed"
  case expectingServerFinishedResumed = "expecting_server_finished_resumed"
  case expectingEncryptedExtensions = "expecting_encrypted_extensions"
  case expectingCertificateOrRequest = "expecting_certificate_or_request"
  case expectingServerCertificate = "expecting_server_certificate"
  case expectingServerCertificateVerify = "expecting_server_certificate_verify"
  case expectingServerFinished13 = "expecting_server_finished_1.3"
  case expectingClientHello = "expecting_client_hello"
  case expectingClientCertificate = "expecting_client_certificate"
  case expectingClientCertificateVerify = "expecting_client_certificate_verify"
  case expectingClientKeyExchange = "expecting_client_key_exchange"
  case expectingClientChangeCipherSpec = "expecting_client_change_cipher_spec"
  case expectingClientFinished = "expecting_client_finished"
  case expectingClientChangeCipherSpecResumed = "expecting_client_change_cipher_spec_resumed"
  case expectingClientFinishedResumed = "expecting_client_finished_resumed"
  case expectingSecondClientHello = "expecting_second_client_hello"
  case expectingEndOfEarlyData = "expecting_end_of_early_data"
  case expectingClientCertificate13 = "expecting_client_certificate_1.3"
  case expectingClientCertificateVerify13 = "expecting_client_certificate_verify_1.3"
  case expectingClientFinished13 = "expecting_client_finished_1.3"
  case established = "established"
  case established13 = "established_1.3"
  case closing = "closing"
  case closed = "closed"
  case failed = "failed"
}

/// One allowed step of a handshake.
public struct Transition: Hashable, Sendable, Codable {
  public var side: Side
  public var from: StateName
  public var message: MessageKind
  /// Where it leads; several, where the negotiated suite decides.
  public var to: [StateName]
}

/// The states and the messages that they accept, as data (RFC 5246 §7.3, figure 1). The engine
/// itself looks messages up here before a state's handler sees them. Alerts may come in any state
/// and are not listed.
public enum TransitionTable {
  public static let rows: [Transition] = client + server + resumption12 + client13 + server13

  private static let client: [Transition] = [
    row(
      .client, .expectingServerHello, .serverHello,
      [
        .expectingCertificate, .expectingServerKeyExchange, .expectingServerHelloDone,
        .expectingServerChangeCipherSpecResumed, .expectingServerHello,
        .expectingEncryptedExtensions,
      ]),
    Transition(
      side: .client, from: .expectingServerHello, message: .applicationData,
      to: [.expectingServerHello]),
    row(
      .client, .expectingCertificate, .certificate,
      [.expectingServerKeyExchange, .expectingServerHelloDone]),
    row(
      .client, .expectingServerKeyExchange, .certificateStatus, [.expectingServerKeyExchange]),
    row(
      .client, .expectingServerKeyExchange, .serverKeyExchange, [.expectingServerHelloDone]),
    row(.client, .expectingServerHelloDone, .certificateStatus, [.expectingServerHelloDone]),
    row(.client, .expectingServerHelloDone, .serverKeyExchange, [.expectingServerHelloDone]),
    row(.client, .expectingServerHelloDone, .certificateRequest, [.expectingServerHelloDone]),
    row(
      .client, .expectingServerHelloDone, .serverHelloDone, [.expectingServerChangeCipherSpec]),
    row(
      .client, .expectingServerChangeCipherSpec, .newSessionTicket,
      [.expectingServerChangeCipherSpec]),
    Transition(
      side: .client, from: .expectingServerChangeCipherSpec, message: .changeCipherSpec,
      to: [.expectingServerFinished]),
    row(.client, .expectingServerFinished, .finished, [.established]),
    row(.client, .established, .helloRequest, [.established, .expectingServerHello]),
    Transition(
      side: .client, from: .established, message: .applicationData, to: [.established]),
  ]

  private static let server: [Transition] = [
    row(
      .server, .expectingClientHello, .clientHello,
      [
        .expectingClientKeyExchange, .expectingClientCertificate,
        .expectingClientChangeCipherSpecResumed,
        .expectingSecondClientHello, .expectingEndOfEarlyData, .expectingClientCertificate13,
        .expectingClientFinished13,
      ]),
    row(
      .server, .expectingClientCertificate, .certificate, [.expectingClientKeyExchange]),
    row(
      .server, .expectingClientKeyExchange, .clientKeyExchange,
      [.expectingClientChangeCipherSpec, .expectingClientCertificateVerify]),
    row(
      .server, .expectingClientCertificateVerify, .certificateVerify,
      [.expectingClientChangeCipherSpec]),
    Transition(
      side: .server, from: .expectingClientChangeCipherSpec, message: .changeCipherSpec,
      to: [.expectingClientFinished]),
    row(.server, .expectingClientFinished, .finished, [.established]),
    row(
      .server, .established, .clientHello,
      [
        .established, .expectingClientKeyExchange, .expectingClientCertificate,
        .expectingClientChangeCipherSpecResumed,
      ]),
    Transition(
      side: .server, from: .established, message: .applicationData, to: [.established]),
  ]

  static func row(
    _ side: Side, _ from: StateName, _ type: HandshakeType, _ to: [StateName]
  ) -> Transition {
    Transition(side: side, from: from, message: .handshake(type), to: to)
  }

  /// What may come in a state, on either side.
  public static func accepted(in state: StateName) -> [MessageKind] {
    acceptedByState[state] ?? []
  }

  /// What may come in a state on one side.
  static func accepted(in state: StateName, on side: Side) -> [MessageKind] {
    (side == .client ? acceptedByClient : acceptedByServer)[state] ?? []
  }

  private static let acceptedByState = messages(of: rows)
  private static let acceptedByClient = messages(of: rows.filter { $0.side == .client })
  private static let acceptedByServer = messages(of: rows.filter { $0.side == .server })

  private static func messages(of rows: [Transition]) -> [StateName: [MessageKind]] {
    Dictionary(grouping: rows, by: \.from).mapValues { $0.map(\.message) }
  }
}
