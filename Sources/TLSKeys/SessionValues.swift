public import Knowledge

// The names of TLS 1.2's values, in the RFC's own words where it has any. What both sides have is
// told apart by a prefix: `client.` or `server.`.
extension ValueName {
  /// The 32 random bytes of the hellos (RFC 5246 §7.4.1.2, §7.4.1.3).
  public static let clientRandom: ValueName = "client_random"
  public static let serverRandom: ValueName = "server_random"
  /// The version in the ClientHello, two bytes; an RSA pre-master secret must repeat it.
  public static let offeredVersion: ValueName = "client_version"

  /// The long-term key of the server's certificate, PKCS #8 in DER.
  public static let serverPrivateKey: ValueName = "server.private_key"

  /// The pre-master secret as the client encrypted it (RFC 5246 §7.4.7.1).
  public static let encryptedPreMasterSecret: ValueName = "encrypted_pre_master_secret"

  /// The parameters of a finite-field Diffie-Hellman exchange (RFC 5246 §7.4.3).
  public static let dhPrime: ValueName = "dh_p"
  public static let dhGenerator: ValueName = "dh_g"

  /// With a pre-shared key: what stands beside it in the pre-master secret (RFC 4279 §2), and the
  /// name by which the client speaks of the key.
  public static let otherSecret: ValueName = "other_secret"
  public static let pskIdentity: ValueName = "psk_identity"

  public static let preMasterSecret: ValueName = "pre_master_secret"
  public static let masterSecret: ValueName = "master_secret"
  /// All handshake messages up to and with the ClientKeyExchange (RFC 7627 §3), and their hash.
  public static let sessionMessages: ValueName = "session_messages"
  public static let sessionHash: ValueName = "session_hash"
  /// All handshake messages before a CertificateVerify, which signs them (RFC 5246 §7.4.8).
  public static let signedMessages: ValueName = "messages_to_certificate_verify"
  public static let keyBlock: ValueName = "key_block"

  /// The key of the server's tickets, a ticket as it was sent, and the state inside
  /// (RFC 5077 §4).
  public static let ticketKey: ValueName = "server.ticket_key"
  public static let ticket: ValueName = "session_ticket"
  public static let ticketState: ValueName = "ticket_state"
  /// By which a session is found again (RFC 5246 §7.4.1.2), and the master secret that a resumed
  /// session takes over from the one it resumes.
  public static let sessionID: ValueName = "session_id"
  public static let earlierMasterSecret: ValueName = "earlier_master_secret"

  /// One side's ephemeral key pair, of DHE and ECDHE.
  public static func ephemeralPrivate(_ side: Side) -> ValueName { Sided.ephemeralPrivate[side] }
  public static func ephemeralPublic(_ side: Side) -> ValueName { Sided.ephemeralPublic[side] }

  /// The private key for one of several offered groups, before the server has chosen
  /// (RFC 8446 §4.2.8).
  public static func offeredPrivate(_ group: String) -> ValueName {
    Side.client.value("ephemeral_private.\(group)")
  }

  public static func offeredPublic(_ group: String) -> ValueName {
    Side.client.value("ephemeral_public.\(group)")
  }

  /// The parts of the key block (RFC 5246 §6.3).
  public static func writeMACKey(_ side: Side) -> ValueName { Sided.writeMACKey[side] }
  public static func writeKey(_ side: Side) -> ValueName { Sided.writeKey[side] }
  public static func writeIV(_ side: Side) -> ValueName { Sided.writeIV[side] }

  /// What a Finished covers, its hash, and its content (RFC 5246 §7.4.9).
  public static func finishedMessages(_ side: Side) -> ValueName { Sided.finishedMessages[side] }
  public static func finishedHash(_ side: Side) -> ValueName { Sided.finishedHash[side] }
  public static func verifyData(_ side: Side) -> ValueName { Sided.verifyData[side] }

  /// One direction's protected records, and the application data inside them.
  public static func protectedRecords(_ side: Side) -> ValueName { Sided.protectedRecords[side] }
  public static func applicationData(_ side: Side) -> ValueName { Sided.applicationData[side] }
}

extension ValueName {
  /// The side to which the value belongs; nil where both have it, or nobody.
  public var owner: Side? { Side.allCases.first { rawValue.hasPrefix($0.prefix) } }
}

/// Which end of a connection.
public enum Side: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
  case client
  case server

  public var other: Side { self == .client ? .server : .client }

  func value(_ name: String) -> ValueName { ValueName(rawValue: prefix + name) }

  /// What the names of its own values begin with.
  fileprivate var prefix: String { "\(rawValue)." }
}

/// The names of a value that both sides have, made once: they are asked for with every step of a
/// handshake.
struct Sided {
  private let client: ValueName
  private let server: ValueName

  init(_ name: String) {
    client = Side.client.value(name)
    server = Side.server.value(name)
  }

  subscript(side: Side) -> ValueName { side == .client ? client : server }

  static let ephemeralPrivate = Sided("ephemeral_private")
  static let ephemeralPublic = Sided("ephemeral_public")
  static let writeMACKey = Sided("write_MAC_key")
  static let writeKey = Sided("write_key")
  static let writeIV = Sided("write_IV")
  static let finishedMessages = Sided("finished_messages")
  static let finishedHash = Sided("finished_hash")
  static let verifyData = Sided("verify_data")
  static let protectedRecords = Sided("protected_records")
  static let applicationData = Sided("application_data")
  static let handshakeTrafficSecret = Sided("handshake_traffic_secret")
  static let finishedKey = Sided("finished_key")

  /// The keys of records before any update of them.
  static let firstTrafficSecret = Sided("application_traffic_secret_0")
  static let earlyKey = Sided("early_write_key")
  static let earlyIV = Sided("early_write_iv")
  static let handshakeKey = Sided("handshake_write_key")
  static let handshakeIV = Sided("handshake_write_iv")
  static let firstKey = Sided("application_write_key")
  static let firstIV = Sided("application_write_iv")
}
