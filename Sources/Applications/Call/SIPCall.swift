public import CryptoPrimitives

/// ada@uc.test registers at sip.uc.test and calls bob@uc.test (RFC 3261, RFC 8866, RFC 4568).
public enum SIPCall: Application {
  public static let name = "sip-call"

  public static func makeClient(random: RandomStream) -> SIPClient { SIPClient(random: random) }

  public static func makeServer(random: RandomStream) -> SIPServer { SIPServer(random: random) }

  /// Whatever stands in SIP messages and their session descriptions.
  public static func findings(in plaintext: [UInt8]) -> [ApplicationFinding] {
    SIPMessage.findings(in: plaintext)
  }
}
