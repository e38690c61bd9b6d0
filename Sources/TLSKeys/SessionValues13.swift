public import Knowledge

// The names of TLS 1.3's values (RFC 8446 §7.1).
extension ValueName {
  /// What a pre-shared key and a Diffie-Hellman exchange give.
  public static let preSharedKey: ValueName = "psk"
  public static let sharedSecret: ValueName = "shared_secret"

  public static let earlySecret: ValueName = "early_secret"
  /// The beginning of the chain where a pre-shared key was offered in vain.
  public static let earlySecretWithoutKey: ValueName = "early_secret.without_psk"
  public static let earlyDerived: ValueName = "early_secret.derived"
  public static let handshakeSecret: ValueName = "handshake_secret"
  public static let handshakeDerived: ValueName = "handshake_secret.derived"
  public static let exporterMasterSecret: ValueName = "exporter_master_secret"
  public static let resumptionMasterSecret: ValueName = "resumption_master_secret"

  /// The proof that the client has the pre-shared key (RFC 8446 §4.2.11.2).
  public static let binderKey: ValueName = "binder_key"
  public static let binderFinishedKey: ValueName = "binder_finished_key"
  public static let binderMessages: ValueName = "messages_to_binders"
  public static let binderHash: ValueName = "hash_to_binders"
  public static let binder: ValueName = "binder"

  /// What protects early data, and what it says (RFC 8446 §4.2.10).
  public static let earlyTrafficSecret: ValueName = "client.early_traffic_secret"
  public static let earlyRecords: ValueName = "client.early_records"
  public static let earlyData: ValueName = "client.early_data"

  /// A ticket's nonce and the pre-shared key for which the ticket stands (RFC 8446 §4.6.1).
  public static let ticketNonce: ValueName = "ticket_nonce"
  public static let ticketSecret: ValueName = "ticket_psk"

  /// The empty transcript and its hash.
  public static let noMessages: ValueName = "no_messages"
  public static let noMessagesHash: ValueName = "no_messages_hash"
  /// The ClientHello alone; to the ServerHello, to the server's Finished, to the client's Finished.
  public static let clientHelloMessages: ValueName = "messages_to_client_hello"
  public static let clientHelloHash: ValueName = "hash_to_client_hello"
  public static let helloMessages: ValueName = "hello_messages"
  public static let helloHash: ValueName = "hello_hash"
  public static let serverFinishedMessages: ValueName = "messages_to_server_finished"
  public static let serverFinishedHash: ValueName = "hash_to_server_finished"
  public static let clientFinishedMessages: ValueName = "messages_to_client_finished"
  public static let clientFinishedHash: ValueName = "hash_to_client_finished"

  public static func handshakeTrafficSecret(_ side: Side) -> ValueName {
    Sided.handshakeTrafficSecret[side]
  }

  /// The secret of one direction after so many key updates (RFC 8446 §7.2).
  public static func applicationTrafficSecret(_ side: Side, _ number: Int = 0) -> ValueName {
    number == 0
      ? Sided.firstTrafficSecret[side] : side.value("application_traffic_secret_\(number)")
  }

  public static func finishedKey(_ side: Side) -> ValueName { Sided.finishedKey[side] }

  /// The key of a client's Finished after the handshake.
  public static let postHandshakeFinishedKey: ValueName = "client.post_handshake_finished_key"

  /// The keys of one direction's records in one epoch.
  public static func recordKey(_ side: Side, _ epoch: Epoch) -> ValueName {
    switch epoch {
    case .early: Sided.earlyKey[side]
    case .handshake: Sided.handshakeKey[side]
    case .application(0): Sided.firstKey[side]
    case .application: side.value("\(epoch.word)_write_key")
    }
  }

  public static func recordIV(_ side: Side, _ epoch: Epoch) -> ValueName {
    switch epoch {
    case .early: Sided.earlyIV[side]
    case .handshake: Sided.handshakeIV[side]
    case .application(0): Sided.firstIV[side]
    case .application: side.value("\(epoch.word)_write_iv")
    }
  }
}

extension Set<ValueName> {
  /// What both ends keep between sessions, so that it may get lost there: of a session that resumes another the key
  /// itself, beside the key that seals the ticket which holds it (RFC 8446 §4.6.1).
  public static var keptBetweenSessions: Self { [.preSharedKey] }
}
