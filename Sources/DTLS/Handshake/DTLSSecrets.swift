public import Bytes
import CryptoPrimitives
public import Knowledge
public import TLSKeys
public import TLSWire

/// The values of one end, and how those that follow from others were derived: by the rules of TLS 1.2
/// (RFC 6347 changes none) and, for SRTP, by the exporter.
public struct DTLSSecrets: Hashable, Sendable, Codable {
  private var stored: [ValueName: Hexadecimal] = [:]
  /// In the order in which they were made.
  public private(set) var derivations: [Derivation] = []

  init() {}

  /// All of them by name.
  public var values: KnownValues { stored.mapValues(\.wrappedValue) }

  /// A value; nil where this end does not have it.
  public internal(set) subscript(name: ValueName) -> [UInt8]? {
    get { stored[name]?.wrappedValue }
    set { stored[name] = newValue.map(Hexadecimal.init(wrappedValue:)) }
  }

  /// Applies a rule.
  @discardableResult
  mutating func derive(_ rule: Rule) throws(DTLSFailure) -> [UInt8] {
    do throws(Evaluator.Failure) {
      let value = try Evaluator(values).value(of: rule.formula)
      self[rule.output] = value
      derivations.append(Derivation(rule: rule, value: value))
      return value
    } catch {
      switch error {
      case .missing(let input): throw .internalError("\(rule.output) needs \(input)")
      case .doesNotFit(let key): throw .internalError("\(key) does not fit")
      case .unusable(let input, let why): throw .illegalParameter("\(input): \(why)")
      case .crypto(let error): throw .illegalParameter("\(rule.output): \(error.reason)")
      }
    }
  }

  /// Applies the first rule of a schedule that gives the value and finds its inputs.
  @discardableResult
  mutating func derive(
    _ name: ValueName, by schedule: KeySchedule12
  ) throws(DTLSFailure) -> [UInt8] {
    let rules = RuleBook.of(.whole(.tls12(schedule))).ways(to: name)
    guard let rule = rules.first(where: { $0.inputs.allSatisfy { stored[$0] != nil } }) else {
      throw .internalError("no rule gives \(name)")
    }
    return try derive(rule)
  }
}

extension ValueName {
  /// What the exporter gives for SRTP: both sides' keys and salts (RFC 5764 §4.2).
  public static let srtpKeyingMaterial: ValueName = "srtp_keying_material"

  /// The master key and salt of what that side sends.
  public static func srtpMasterKey(_ side: Side) -> ValueName {
    ValueName(rawValue: "\(side.rawValue).srtp_master_key")
  }

  public static func srtpMasterSalt(_ side: Side) -> ValueName {
    ValueName(rawValue: "\(side.rawValue).srtp_master_salt")
  }
}

/// The keys of SRTP that a handshake gave: a master key and salt for each direction.
public struct SRTPKeys: Hashable, Sendable, Codable {
  public var profile: SRTPProfile
  @Hexadecimal public var clientKey: [UInt8]
  @Hexadecimal public var clientSalt: [UInt8]
  @Hexadecimal public var serverKey: [UInt8]
  @Hexadecimal public var serverSalt: [UInt8]
}

extension SRTPKeys {
  /// The label of the exporter.
  public static let exporterLabel = "EXTRACTOR-dtls_srtp"

  /// How the keys follow from the master secret: the exporter without a context (RFC 5705 §4), cut into
  /// client's key, server's key, client's salt, server's salt (RFC 5764 §4.2). None for a profile that
  /// is not known.
  public static func rules(_ profile: SRTPProfile, hash: String = "SHA256") -> [Rule] {
    guard let lengths = profile.masterLengths else { return [] }
    var rules = [
      Rule(
        .srtpKeyingMaterial,
        .pseudorandomFunction(
          hash: hash, secret: .masterSecret, label: exporterLabel,
          seeds: [.clientRandom, .serverRandom], count: 2 * (lengths.key + lengths.salt)),
        RFCSection(5705, "4"))
    ]
    var offset = 0
    for (name, count) in [
      (ValueName.srtpMasterKey, lengths.key), (ValueName.srtpMasterSalt, lengths.salt),
    ] {
      for side in Side.allCases {
        rules.append(
          Rule(
            name(side), .slice(of: .srtpKeyingMaterial, offset: offset, count: count),
            RFCSection(5764, "4.2")))
        offset += count
      }
    }
    return rules
  }

  /// The keys among the values of an end; nil before it has them.
  init?(_ profile: SRTPProfile, in secrets: DTLSSecrets) {
    guard let clientKey = secrets[.srtpMasterKey(.client)],
      let clientSalt = secrets[.srtpMasterSalt(.client)],
      let serverKey = secrets[.srtpMasterKey(.server)],
      let serverSalt = secrets[.srtpMasterSalt(.server)]
    else { return nil }
    self.init(
      profile: profile, clientKey: clientKey, clientSalt: clientSalt, serverKey: serverKey,
      serverSalt: serverSalt)
  }
}
