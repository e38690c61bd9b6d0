import TLSKeys

/// The states and the messages that they accept, as data (RFC 5246 §7.3, RFC 8446 appendix A): what
/// each state says of itself, in one table. Alerts may come in any state and are not listed.
public enum TransitionTable {
  public static let rows: [Transition] =
    bySide(rows12.filter { !$0.from.isAbbreviated }) + bySide(rows12.filter(\.from.isAbbreviated))
    + bySide(rows13)

  /// In the order in which a handshake passes through them.
  private static let states12: [any HandshakeState.Type] = [
    ExpectingServerHello.self, ExpectingCertificate.self, ExpectingServerKeyExchange.self,
    ExpectingServerHelloDone.self, ExpectingServerChangeCipherSpec.self,
    ExpectingServerFinished.self,
    ExpectingClientHello.self, ExpectingClientCertificate.self, ExpectingClientKeyExchange.self,
    ExpectingClientCertificateVerify.self, ExpectingClientChangeCipherSpec.self,
    ExpectingClientFinished.self,
    Established.self,
  ]

  private static let states13: [any HandshakeState.Type] = [
    ExpectingEncryptedExtensions.self, ExpectingCertificateOrRequest.self,
    ExpectingServerCertificate.self, ExpectingServerCertificateVerify.self,
    ExpectingServerFinished13.self,
    ExpectingSecondClientHello.self, ExpectingEndOfEarlyData.self,
    ExpectingClientCertificate13.self, ExpectingClientCertificateVerify13.self,
    ExpectingClientFinished13.self,
    Established13.self,
  ]

  private static let rows12 = states12.flatMap { $0.transitions.rows }
  private static let rows13 = states13.flatMap { $0.transitions.rows }

  private static func bySide(_ rows: [Transition]) -> [Transition] {
    Side.allCases.flatMap { side in rows.filter { $0.side == side } }
  }

  /// The struct of each state.
  static let structs: [StateName: any HandshakeState.Type] = (states12 + states13)
    .reduce(into: [:]) { structs, state in
      for row in state.transitions.rows { structs[row.from] = state }
    }
}

extension StateName {
  /// Whether it belongs to the abbreviated handshake (RFC 5246 §7.3, figure 2; RFC 5077 §3.1).
  fileprivate var isAbbreviated: Bool {
    switch self {
    case .expectingServerChangeCipherSpecResumed, .expectingServerFinishedResumed,
      .expectingClientChangeCipherSpecResumed, .expectingClientFinishedResumed:
      true
    default: false
    }
  }
}
