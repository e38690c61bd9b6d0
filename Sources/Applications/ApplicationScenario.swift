public import CryptoPrimitives

/// What travels inside a connection.
public enum ApplicationScenario: String, Sendable, Hashable, Codable, CaseIterable {
  /// ada@uc.test registers at sip.uc.test and calls bob@uc.test.
  case sipCall = "sip-call"
  /// The client says something, the server sends it back.
  case echo

  /// The client's end, before its first word.
  ///
  /// - Parameter random: what identifiers and keys are made from.
  public func makeClient(random: RandomStream) -> ApplicationClient {
    switch self {
    case .sipCall: .sipCall(SIPClient(random: random))
    case .echo: .echo(EchoClient())
    }
  }

  /// The server's end.
  ///
  /// - Parameter random: what nonces and keys are made from; it may be the client's.
  public func makeServer(random: RandomStream) -> ApplicationServer {
    switch self {
    case .sipCall: .sipCall(SIPServer(random: random))
    case .echo: .echo(EchoServer())
    }
  }
}
