public import CryptoPrimitives

/// The caller's hop of a call that goes over a proxy (RFC 3261 §16).
public enum SIPFirstHop: Application {
  public static let name = "sip-first-hop"

  public static func makeClient(random: RandomStream) -> SIPClient { SIPClient(random: random) }

  public static func makeServer(random: RandomStream) -> SIPProxy {
    SIPProxy(called: SIPServer.telephone(random: random), random: random)
  }
}

/// The called one's hop: its telephone has registered over it, and what is for it comes that way (RFC 5626).
public enum SIPSecondHop: Application {
  public static let name = "sip-second-hop"

  public static func makeClient(random: RandomStream) -> SIPCalledTelephone {
    SIPCalledTelephone(SIPServer.telephone(random: random), random: random)
  }

  public static func makeServer(random: RandomStream) -> SIPServer { SIPServer(random: random) }
}
