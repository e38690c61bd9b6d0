import Bytes
public import TLSWire

/// A suite as an administrator sees it: who can read what was recorded under it. All of it stands in the
/// name that IANA gave it.
public struct ProbedSuite: Hashable, Sendable {
  /// How both come to a secret, and what that is worth when a long-lived key is stolen later.
  public enum Exchange: String, Hashable, Sendable, CaseIterable {
    /// Keys for one connection alone, and a certificate: TLS 1.3, ECDHE, DHE.
    case ephemeral
    /// The secret is encrypted to the server's key (RFC 5246 §7.4.7.1).
    case rsa
    /// Diffie-Hellman with a key that stands in the certificate (RFC 5246 §8.1.2).
    case fixed
    /// Nobody proves who they are (RFC 5246 §F.1.1.1).
    case anonymous
    /// A key that both had before, and keys for one connection alone beside it.
    case sharedEphemeral
    /// A key that both had before, and no more than that, or RSA beside it (RFC 4279 §2, §4).
    case shared
  }

  public let suite: CipherSuite
  /// IANA's name, or the number.
  public let name: String
  public let exchange: Exchange

  public init(_ suite: CipherSuite) {
    self = Self.known[suite.rawValue] ?? ProbedSuite(named: suite)
  }

  /// Taken apart once: an interview asks for each of them many times.
  private static let known = Dictionary(
    uniqueKeysWithValues: everyNumber.map { ($0.rawValue, ProbedSuite(named: $0)) })

  private init(named suite: CipherSuite) {
    self.suite = suite
    let name = suite.name ?? CipherSuite.oldNames[suite.rawValue] ?? suite.hexadecimal
    self.name = name
    exchange = Self.exchange(in: name)
  }

  private static func exchange(in name: String) -> Exchange {
    guard let end = name.firstRange(of: "_WITH_")?.lowerBound else { return .ephemeral }
    var words = Set(name[..<end].split(separator: "_").map(String.init))
    words.remove("TLS")
    if words.contains("anon") { return .anonymous }
    let isEphemeral = words.contains("DHE") || words.contains("ECDHE")
    if words.contains("PSK") { return isEphemeral ? .sharedEphemeral : .shared }
    if isEphemeral { return .ephemeral }
    return words.contains("DH") || words.contains("ECDH") ? .fixed : .rsa
  }

  /// Whether whoever gets the server's private key later can read a recording with it alone.
  public var opensWithServerKey: Bool { exchange == .rsa || exchange == .fixed }

  /// Whether both must have a key before.
  public var usesSharedKey: Bool { exchange == .shared || exchange == .sharedEphemeral }

  /// Whether nothing is encrypted.
  public var isNull: Bool { name.contains("_NULL_") }

  /// Whether the cipher is one that is broken or forbidden (RFC 7465, RFC 9325 §4.1).
  public var isWeak: Bool {
    !isNull
      && ["_EXPORT", "_RC4_", "_RC2_", "_DES_", "_DES40_", "_3DES_", "_IDEA_"].contains {
        name.contains($0)
      }
  }

  /// Whether the key exchange happens on a curve of the server's choice.
  public var isOnCurve: Bool { name.hasPrefix("TLS_ECDHE_") || name.contains("_ECDH_anon_") }

  /// Whether it happens in a finite field.
  public var isInField: Bool {
    name.hasPrefix("TLS_DHE_") || name.hasPrefix("TLS_DH_anon_") || name.contains("_PSK_DHE_")
  }

  /// Whether the server signs with a key on a curve.
  public var signsOnCurve: Bool { name.hasPrefix("TLS_ECDHE_ECDSA_") }

  /// Whether the cipher protects encryption and integrity in one (RFC 5246 §6.2.3.3).
  public var isAEAD: Bool {
    ["GCM", "CCM", "POLY1305"].contains { name.contains($0) }
  }
}

extension ProbedSuite {
  private static let everyNumber =
    Set(CipherSuite.names.keys).union(old).sorted().map(CipherSuite.init(rawValue:))

  /// Suites that nobody here speaks and nobody should: with keys that never change, with export ciphers,
  /// with DES. A server that takes one of them is to be known (RFC 9325 §4.1, RFC 10015). Of drafts and
  /// of other key exchanges no server of today is suspected.
  private static let old = CipherSuite.oldNames.filter { number, name in
    guard number < 0xCC00, let end = name.firstRange(of: "_WITH_")?.lowerBound else { return false }
    return name[..<end].split(separator: "_").allSatisfy(exchangeWords.contains)
  }.keys

  private static let exchangeWords: Set<Substring> = [
    "TLS", "RSA", "DHE", "DH", "DSS", "ECDHE", "ECDH", "ECDSA", "anon", "PSK", "EXPORT",
  ]

  /// What a client could offer in a version, what is best first: a server that follows the client's
  /// order shows it in the answers.
  ///
  /// SRP is left out: a server that chose it would ask for a name first.
  public static func offered(in version: ProtocolVersion) -> [CipherSuite] {
    version >= .tls13 ? offered13 : version == .tls12 ? offered12 : offeredBefore
  }

  private static let offered13 = offer(.tls13)
  private static let offered12 = offer(.tls12)
  private static let offeredBefore = offer(.tls11)

  private static func offer(_ version: ProtocolVersion) -> [CipherSuite] {
    let all = everyNumber.map(ProbedSuite.init(_:)).filter { $0.isOffered(in: version) }
      .map { (suite: $0.suite, rank: $0.rank) }
    return all.sorted { ($0.rank, $0.suite.rawValue) < ($1.rank, $1.suite.rawValue) }.map(\.suite)
  }

  private func isOffered(in version: ProtocolVersion) -> Bool {
    guard name.hasPrefix("TLS_"), !name.contains("_SCSV"), !name.contains("_SRP_") else {
      return false
    }
    let isOf13 = !name.contains("_WITH_")
    guard version < .tls13 else { return isOf13 }
    let isNew = isAEAD || name.hasSuffix("_SHA256") || name.hasSuffix("_SHA384")
    return !isOf13 && (version == .tls12 || !isNew)
  }

  private var rank: Int {
    let byExchange: Int =
      switch exchange {
      case .ephemeral: isOnCurve ? 0 : 1
      case .rsa: 2
      case .fixed: 3
      case .sharedEphemeral: 4
      case .shared: 5
      case .anonymous: 6
      }
    return (isNull ? 40 : isWeak ? 20 : 0) + byExchange * 2 + (isAEAD ? 0 : 1)
  }
}
