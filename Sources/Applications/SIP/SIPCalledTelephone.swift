public import CryptoPrimitives

/// The telephone of the one who is called, as a value: it registers, and answers what comes to it on the
/// same connection (RFC 5626).
public struct SIPCalledTelephone: ConversationEnd {
  private var telephone: SIPTelephone
  /// How it answers calls.
  public private(set) var answering: SIPServer

  /// - Parameters:
  ///   - answering: how it answers calls; see ``SIPServer/telephone(fingerprint:way:random:)``.
  ///   - random: what identifiers are made from.
  public init(_ answering: SIPServer, random: RandomStream) {
    self.answering = answering
    telephone = SIPTelephone(
      account: .bob, address: answering.address, way: answering.way,
      random: random.substream("sip/called"))
  }

  /// Whether the registrar knows where it is.
  public var isRegistered: Bool { telephone.standing == .registered }

  public var isFinished: Bool { isRegistered || telephone.failure != nil }

  public var hasSucceeded: Bool { isRegistered }

  public mutating func start() -> [[UInt8]] { telephone.start() }

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    var answering = answering
    defer { self.answering = answering }
    return telephone.receive(bytes) { _, event in
      if case .asked(let request) = event { answering.receive(request.message.bytes) } else { [] }
    }
  }
}

extension SIPServer {
  /// What answers calls in the telephone of bob@uc.test, at 192.0.2.20: the same value on either side of the
  /// proxy gives the same answers.
  public static func telephone(
    fingerprint: String? = nil, way: SIPWay? = nil, random: RandomStream
  ) -> SIPServer {
    let address = "192.0.2.20"
    // What comes over the proxy names the telephone by its place, and not by its domain.
    let owner = SIPAccount(
      user: SIPAccount.bob.user, displayName: SIPAccount.bob.displayName, domain: address,
      password: SIPAccount.bob.password)
    return SIPServer(
      accounts: [owner], address: address, fingerprint: fingerprint, way: way,
      trusting: [SIPAccount.ada.name], random: random.substream("sip/answering"))
  }

  /// Where the telephone can be reached.
  var contactURI: String { (way ?? SIPWay()).uri(accounts.first?.user ?? "", at: address) }
}
