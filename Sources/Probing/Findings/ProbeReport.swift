public import TLSWire

/// All that was found out about a server.
public struct ProbeReport: Hashable, Sendable {
  /// The highest version first.
  public var versions: [VersionFindings] = []
  /// What a hello was answered with that offered less than the server can, and said so (RFC 7507); nil: it
  /// takes one version alone, and nobody can fall back.
  public var fallback: Finding?
  /// Whether it said that it would compress (RFC 3749).
  public var compresses = false
  /// Questions that were put, each on a connection of its own.
  public var connections = 0
  /// Why it was not asked to the end; nil: it was.
  public var cutShort: ProbeAnswer?
  /// Whether that is so because at the end it refused what it had taken at the beginning.
  public var hasTired = false

  public init() {}

  /// What no question asks about.
  public static let notAsked = ["SSL 2.0", "SRP", "Kerberos", "GOST"]

  /// Whether it does something.
  public enum Finding: String, Hashable, Sendable, CaseIterable {
    case yes
    case no
    case unknown
  }

  public var taken: [VersionFindings] { versions.filter { $0.standing == .taken } }

  /// Whether anything was found out at all.
  public var isEmpty: Bool {
    taken.isEmpty && !versions.contains { if case .spoken = $0.standing { true } else { false } }
  }

  /// Whether it has suites with a key that both had before.
  public var hasSharedKey: Bool { suites.contains(where: \.usesSharedKey) }

  /// Every suite that it takes, each once.
  public var suites: [ProbedSuite] {
    var seen: Set<CipherSuite> = []
    return taken.flatMap(\.suites).filter { seen.insert($0).inserted }.map(ProbedSuite.init)
  }

  /// Whether what could be found out was.
  public var isComplete: Bool {
    cutShort == nil && versions.allSatisfy { $0.standing.isKnown && $0.isComplete }
  }

  /// The handshake that showed a chain and was asked for a stapled response; nil: none was made.
  public func handshake(showing chain: [[UInt8]]) -> HandshakeFindings? {
    taken.compactMap(\.handshake).first { $0.chain.first == chain.first }
  }

  /// Each chain that it showed, by the certificate in front.
  public var chains: [[[UInt8]]] {
    var seen: Set<[UInt8]> = []
    return taken.flatMap { $0.chains }.filter { chain in
      chain.first.map { seen.insert($0).inserted } ?? false
    }
  }
}

/// What a server does in one version.
public struct VersionFindings: Hashable, Sendable {
  public enum Standing: Hashable, Sendable {
    case taken
    /// It said so, or closed while it answers others.
    case refused(ProbeAnswer)
    /// It speaks the version, and took nothing of what was offered: what it takes is not known. Without a
    /// pre-shared key nobody can offer one (RFC 9846 §4.3.11).
    case spoken(ProbeAnswer)
    /// It could not be found out.
    case unknown(ProbeAnswer)

    public var isKnown: Bool {
      switch self {
      case .taken, .refused: true
      case .spoken, .unknown: false
      }
    }
  }

  /// Whose order decides.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    case server
    case client
    /// Neither: it goes by more than the order.
    case other
    case unknown
  }

  public var version: ProtocolVersion
  public var standing: Standing
  /// What keeps groups from being found.
  public enum GroupLimit: String, Hashable, Sendable, CaseIterable {
    /// Its certificate's key is on a curve, and without that curve it takes none (RFC 8422 §5.3).
    case certificate
    /// It answers short hellos alone, and those name only the usual groups.
    case shortHello = "short"
    /// It stopped answering.
    case unanswered
  }

  /// What it took first, first.
  public var suites: [CipherSuite] = []
  /// Whose order that is; nil: there is nothing to choose from.
  public var order: Order?
  /// Whether those are all.
  public var isComplete = true
  /// The same of groups, where they were asked for.
  public var groups: [NamedGroup] = []
  public var groupOrder: Order?
  /// In TLS 1.3: whether a key that the client sends at once decides, though the server would choose another
  /// group of those offered (RFC 9846 §4.3.8); nil: it was not asked.
  public var shareDecides: ProbeReport.Finding?
  /// Why those may not be all; nil: they are.
  public var groupLimit: GroupLimit?
  /// The smallest prime of a finite field that it showed, in bits.
  public var primeBits: Int?
  /// How it signed its key exchange over MD5 or SHA-1, though better was offered too (RFC 9155 §4).
  public var oldSignature: SignatureScheme?
  /// The answer to the first question.
  public var first: ServerFlight?
  /// The chains that it showed.
  public var chains: [[[UInt8]]] = []
  /// What a handshake to its end has shown.
  public var handshake: HandshakeFindings?

  /// Whether its groups are all known, where they were asked for.
  public var hasAllGroups: Bool { groupLimit == nil }

  public init(_ version: ProtocolVersion, _ standing: Standing) {
    self.version = version
    self.standing = standing
  }
}

extension VersionFindings {
  /// Whether the handshake that was tried came to nothing, and not for want of what only the server's own
  /// clients have: a certificate, or a key that both had before.
  public var lacksHandshake: Bool {
    guard let handshake, !handshake.isEstablished, handshake.requiresCertificate != .yes else {
      return false
    }
    return !suites.allSatisfy { ProbedSuite($0).usesSharedKey }
  }
}

/// What shows only in a handshake to its end.
public struct HandshakeFindings: Hashable, Sendable {
  /// Connections that it took: one, and another where a ticket was tried.
  public var connections = 1
  /// Whether it came about.
  public var isEstablished = false
  /// Why not, in words; nil: it did, or nobody knows.
  public var failure: String?
  public var asksForCertificate: ProbeReport.Finding = .unknown
  /// Whether the server goes no further without the client's certificate.
  public var requiresCertificate: ProbeReport.Finding = .unknown
  /// Tickets that came.
  public var tickets: Int?
  /// The longest time for which one is good, in seconds; nil: none came, or it says nothing.
  public var ticketLifetime: Int?
  /// The most bytes of early data that a ticket allows (RFC 9846 §4.3.10), 0: none; nil: no ticket of
  /// TLS 1.3 came.
  public var earlyDataLimit: Int?
  /// Whether a ticket of TLS 1.3 is taken with nothing beside it (psk_ke, RFC 9846 §4.3.9): then whoever gets
  /// the key that seals it reads what was resumed.
  public var resumesWithoutExchange: ProbeReport.Finding = .unknown
  /// Whether a client may begin a further handshake (RFC 5246 §7.4.1.1); TLS 1.3 has none.
  public var takesRenegotiation: ProbeReport.Finding = .unknown
  /// DER, the server's own first.
  public var chain: [[UInt8]] = []
  /// The OCSP response that came with it, as it was asked for; nil: none.
  public var staple: [UInt8]?

  public init() {}
}
