public import Knowledge

/// The key schedule of TLS 1.3 (RFC 8446 §7.1) as rules: three secrets in a chain, each the way to
/// the next and to the values of its time. There is no way back up.
public struct KeySchedule13: Hashable, Sendable, Codable {
  /// The suite's hash, by OpenSSL's name.
  public var hash: String
  /// Bytes of the hash, of a record key and of a nonce.
  public var hashLength: Int
  public var keyLength: Int
  public var nonceLength: Int
  /// The Diffie-Hellman group; nil with a pre-shared key alone.
  public var agreement: KeyAgreement?
  /// Whether a pre-shared key opens the chain.
  public var usesPreSharedKey: Bool

  public init(
    hash: String, hashLength: Int, keyLength: Int, nonceLength: Int, agreement: KeyAgreement?,
    usesPreSharedKey: Bool = false
  ) {
    self.hash = hash
    self.hashLength = hashLength
    self.keyLength = keyLength
    self.nonceLength = nonceLength
    self.agreement = agreement
    self.usesPreSharedKey = usesPreSharedKey
  }

  /// Every rule of this session.
  public var rules: [Rule] {
    sharedSecretRules + chain + handshakeRules + applicationRules
      + Side.allCases.flatMap { side in
        recordRules(.handshakeTrafficSecret(side), side, of: "handshake")
          + recordRules(.applicationTrafficSecret(side), side, of: "application")
          + [finishedRule(side)]
      }
  }

  private static let source = RFCSection(8446, "7.1")

  private var sharedSecretRules: [Rule] {
    guard let agreement else { return [] }
    return Side.allCases.map { side in
      Rule(
        .sharedSecret,
        .keyAgreement(
          agreement, privateKey: .ephemeralPrivate(side),
          peerPublicKey: .ephemeralPublic(side.other)),
        RFCSection(8446, "7.4"))
    }
  }

  /// Early secret, handshake secret, master secret, and the steps between them.
  private var chain: [Rule] {
    [
      Rule(.noMessagesHash, .hash(hash, of: .noMessages), Self.source),
      Rule(
        .earlySecret,
        .extract(hash: hash, salt: nil, secret: usesPreSharedKey ? .preSharedKey : nil),
        Self.source),
      secret(.earlyDerived, from: .earlySecret, "derived", .noMessagesHash),
      Rule(
        .handshakeSecret,
        .extract(hash: hash, salt: .earlyDerived, secret: agreement == nil ? nil : .sharedSecret),
        Self.source),
      secret(.handshakeDerived, from: .handshakeSecret, "derived", .noMessagesHash),
      Rule(
        .masterSecret, .extract(hash: hash, salt: .handshakeDerived, secret: nil), Self.source),
    ]
  }

  private var handshakeRules: [Rule] {
    [Rule(.helloHash, .hash(hash, of: .helloMessages), RFCSection(8446, "4.4.1"))]
      + Side.allCases.map { side in
        secret(
          .handshakeTrafficSecret(side), from: .handshakeSecret, "\(side.initial) hs traffic",
          .helloHash)
      }
  }

  private var applicationRules: [Rule] {
    [
      Rule(
        .serverFinishedHash, .hash(hash, of: .serverFinishedMessages), RFCSection(8446, "4.4.1")),
      Rule(
        .clientFinishedHash, .hash(hash, of: .clientFinishedMessages), RFCSection(8446, "4.4.1")),
      secret(.exporterMasterSecret, from: .masterSecret, "exp master", .serverFinishedHash),
      secret(.resumptionMasterSecret, from: .masterSecret, "res master", .clientFinishedHash),
    ]
      + Side.allCases.map { side in
        secret(
          .applicationTrafficSecret(side), from: .masterSecret, "\(side.initial) ap traffic",
          .serverFinishedHash)
      }
  }

  /// Derive-Secret (RFC 8446 §7.1): the context is the hash of the messages so far.
  private func secret(
    _ output: ValueName, from secret: ValueName, _ label: String, _ context: ValueName
  ) -> Rule {
    Rule(
      output,
      .expandLabel(hash: hash, secret: secret, label: label, context: context, count: hashLength),
      Self.source)
  }

  /// Key and nonce of one direction (RFC 8446 §7.3).
  private func recordRules(_ secret: ValueName, _ side: Side, of epoch: String) -> [Rule] {
    func part(_ name: ValueName, _ label: String, _ count: Int) -> Rule {
      Rule(
        name, .expandLabel(hash: hash, secret: secret, label: label, context: nil, count: count),
        RFCSection(8446, "7.3"))
    }
    return [
      part(.recordKey(side, epoch), "key", keyLength),
      part(.recordIV(side, epoch), "iv", nonceLength),
    ]
  }

  /// The key of a Finished (RFC 8446 §4.4.4).
  private func finishedRule(_ side: Side) -> Rule {
    Rule(
      .finishedKey(side),
      .expandLabel(
        hash: hash, secret: .handshakeTrafficSecret(side), label: "finished", context: nil,
        count: hashLength),
      RFCSection(8446, "4.4.4"))
  }
}

// The names of TLS 1.3's values (RFC 8446 §7.1).
extension ValueName {
  /// What a pre-shared key and a Diffie-Hellman exchange give.
  public static let preSharedKey: ValueName = "psk"
  public static let sharedSecret: ValueName = "shared_secret"

  public static let earlySecret: ValueName = "early_secret"
  public static let earlyDerived: ValueName = "early_secret.derived"
  public static let handshakeSecret: ValueName = "handshake_secret"
  public static let handshakeDerived: ValueName = "handshake_secret.derived"
  public static let exporterMasterSecret: ValueName = "exporter_master_secret"
  public static let resumptionMasterSecret: ValueName = "resumption_master_secret"

  /// The empty transcript and its hash.
  public static let noMessages: ValueName = "no_messages"
  public static let noMessagesHash: ValueName = "no_messages_hash"
  /// ClientHello to ServerHello, to the server's Finished, to the client's Finished.
  public static let helloMessages: ValueName = "hello_messages"
  public static let helloHash: ValueName = "hello_hash"
  public static let serverFinishedMessages: ValueName = "messages_to_server_finished"
  public static let serverFinishedHash: ValueName = "hash_to_server_finished"
  public static let clientFinishedMessages: ValueName = "messages_to_client_finished"
  public static let clientFinishedHash: ValueName = "hash_to_client_finished"

  public static func handshakeTrafficSecret(_ side: Side) -> ValueName {
    side.value("handshake_traffic_secret")
  }

  /// The first one of a session; key updates make the next (RFC 8446 §7.2).
  public static func applicationTrafficSecret(_ side: Side) -> ValueName {
    side.value("application_traffic_secret_0")
  }

  public static func finishedKey(_ side: Side) -> ValueName { side.value("finished_key") }

  /// The keys of one direction's records in one epoch, `handshake` or `application`.
  public static func recordKey(_ side: Side, _ epoch: String) -> ValueName {
    side.value("\(epoch)_write_key")
  }

  public static func recordIV(_ side: Side, _ epoch: String) -> ValueName {
    side.value("\(epoch)_write_iv")
  }
}

extension Side {
  /// The letter by which labels of the key schedule tell the sides apart.
  fileprivate var initial: String { self == .client ? "c" : "s" }
}
