public import CryptoPrimitives

/// What travels inside a connection, by its name.
public struct ApplicationScenario: RawRepresentable, Sendable, Hashable, Codable, CaseIterable {
  /// Every application there is.
  static var applications: [any Application.Type] {
    [
      SIPCall.self, Chat.self, XMPPChat.self, Presence.self, Provisioning.self, Web.self, Echo.self,
    ]
  }

  /// A call on its way over a proxy: what `sip-call` is on each of two hops.
  static var hops: [any Application.Type] { [SIPFirstHop.self, SIPSecondHop.self] }

  public let rawValue: String

  /// - Returns: nil for a name that no application has.
  public init?(rawValue: String) {
    guard Self.applications.contains(where: { $0.name == rawValue }) else { return nil }
    self.rawValue = rawValue
  }

  private init(_ application: any Application.Type) { rawValue = application.name }

  public static let allCases = applications.map(Self.init)

  public static let sipCall = Self(SIPCall.self)
  public static let chat = Self(Chat.self)
  public static let xmppChat = Self(XMPPChat.self)
  public static let presence = Self(Presence.self)
  public static let provisioning = Self(Provisioning.self)
  public static let web = Self(Web.self)
  public static let echo = Self(Echo.self)

  /// From the caller to a proxy, and from there to the called telephone.
  public static let sipFirstHop = Self(SIPFirstHop.self)
  public static let sipSecondHop = Self(SIPSecondHop.self)

  private var application: any Application.Type {
    (Self.applications + Self.hops).first { $0.name == rawValue } ?? Echo.self
  }

  /// Where its servers listen; nil: where the world's server does.
  public var port: UInt16? { application.port }

  var savedName: String { application.savedName }

  /// The client's end, before its first word.
  ///
  /// - Parameters:
  ///   - random: what identifiers and keys are made from.
  ///   - server: the name by which the server is called, for what is said to name it; nil: that of the
  ///     scenario's own world.
  public func makeClient(
    random: RandomStream, calling server: String? = nil
  ) -> ApplicationClient {
    Self.client(of: application, random, server)
  }

  /// The server's end.
  ///
  /// - Parameter random: what nonces and keys are made from; it may be the client's.
  public func makeServer(random: RandomStream) -> ApplicationServer {
    Self.server(of: application, random)
  }

  private static func client<A: Application>(
    of _: A.Type, _ random: RandomStream, _ server: String?
  ) -> ApplicationClient {
    ApplicationEnd(
      server.map { A.makeClient(random: random, calling: $0) } ?? A.makeClient(random: random),
      savedAs: A.savedName)
  }

  private static func server<A: Application>(
    of _: A.Type, _ random: RandomStream
  ) -> ApplicationServer {
    ApplicationEnd(A.makeServer(random: random), savedAs: A.savedName)
  }
}

/// Looks for everything worth knowing in the plaintext of one direction, each thing once. Who reads
/// it does not know what was spoken: every application looks.
public func findings(in plaintext: [UInt8]) -> [ApplicationFinding] {
  var known: Set<ApplicationFinding> = []
  return ApplicationScenario.applications.flatMap { $0.findings(in: plaintext) }
    .filter { known.insert($0).inserted }
}
