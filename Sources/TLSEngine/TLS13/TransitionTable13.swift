import TLSKeys
import TLSWire

// The states of TLS 1.3 (RFC 8446 appendix A).
extension TransitionTable {
  static let client13: [Transition] = [
    row(
      .client, .expectingEncryptedExtensions, .encryptedExtensions,
      [.expectingCertificateOrRequest, .expectingServerFinished13]),
    row(
      .client, .expectingCertificateOrRequest, .certificateRequest, [.expectingServerCertificate]),
    row(
      .client, .expectingCertificateOrRequest, .certificate, [.expectingServerCertificateVerify]),
    row(.client, .expectingServerCertificate, .certificate, [.expectingServerCertificateVerify]),
    row(
      .client, .expectingServerCertificateVerify, .certificateVerify, [.expectingServerFinished13]),
    row(.client, .expectingServerFinished13, .finished, [.established13]),
    row(.client, .established13, .newSessionTicket, [.established13]),
    row(.client, .established13, .keyUpdate, [.established13]),
    row(.client, .established13, .certificateRequest, [.established13]),
    data(.client),
  ]

  static let server13: [Transition] = [
    row(
      .server, .expectingSecondClientHello, .clientHello,
      [.expectingClientCertificate13, .expectingClientFinished13]),
    row(.server, .expectingEndOfEarlyData, .endOfEarlyData, [.expectingClientFinished13]),
    Transition(
      side: .server, from: .expectingEndOfEarlyData, message: .applicationData,
      to: [.expectingEndOfEarlyData]),
    row(
      .server, .expectingClientCertificate13, .certificate,
      [.expectingClientCertificateVerify13, .expectingClientFinished13]),
    row(
      .server, .expectingClientCertificateVerify13, .certificateVerify,
      [.expectingClientFinished13]),
    row(.server, .expectingClientFinished13, .finished, [.established13]),
    row(.server, .established13, .keyUpdate, [.established13]),
    row(.server, .established13, .certificate, [.established13]),
    row(.server, .established13, .certificateVerify, [.established13]),
    row(.server, .established13, .finished, [.established13]),
    data(.server),
  ]

  private static func data(_ side: Side) -> Transition {
    Transition(side: side, from: .established13, message: .applicationData, to: [.established13])
  }
}
