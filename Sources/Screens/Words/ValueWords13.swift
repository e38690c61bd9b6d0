// The values of TLS 1.3 (RFC 8446 §7.1).
extension ValueWords {
  static let shared13: [String: (String, Bool)] = [
    "psk": ("pre-shared key", true),
    "shared_secret": ("shared secret", true),
    "early_secret": ("early secret", true),
    "early_secret.without_psk": ("early secret", false),
    "early_secret.derived": ("way to the handshake secret", true),
    "handshake_secret": ("handshake secret", true),
    "handshake_secret.derived": ("way to the master secret", true),
    "exporter_master_secret": ("exporter secret", true),
    "resumption_master_secret": ("resumption secret", true),
    "binder_key": ("binder key", true),
    "binder_finished_key": ("key of the binder", true),
    "messages_to_binders": ("ClientHello up to the binders", false),
    "hash_to_binders": ("hash of the ClientHello up to the binders", false),
    "binder": ("binder", false),
    "ticket_nonce": ("nonce of the ticket", false),
    "ticket_psk": ("key of the ticket", true),
    "no_messages": ("empty transcript", false),
    "no_messages_hash": ("hash of nothing", false),
    "messages_to_client_hello": ("ClientHello", false),
    "hash_to_client_hello": ("hash of the ClientHello", false),
    "hello_messages": ("the hellos", false),
    "hello_hash": ("hash of the hellos", false),
    "messages_to_server_finished": ("handshake up to the server's Finished", true),
    "hash_to_server_finished": ("hash of the handshake up to the server's Finished", true),
    "messages_to_client_finished": ("whole handshake", true),
    "hash_to_client_finished": ("hash of the whole handshake", true),
    "messages_to_certificate_verify": ("handshake up to the CertificateVerify", true),
  ]

  /// A value of one side; those of application data are numbered by the key updates before them.
  static func ofASide13(_ tail: String) -> (String, Bool)? {
    if let found = sides13[tail] { return found }
    for offered in ["ephemeral_private.", "ephemeral_public."] where tail.hasPrefix(offered) {
      return sides13[offered]
    }
    let plain = tail.filter { !$0.isNumber }
    return sides13[plain.replacing("__", with: "_")]
      ?? sides13[plain.hasSuffix("_") ? String(plain.dropLast()) : plain]
  }

  private static let sides13: [String: (String, Bool)] = [
    "handshake_traffic_secret": ("handshake traffic secret", true),
    "application_traffic_secret": ("traffic secret", true),
    "early_traffic_secret": ("early traffic secret", true),
    "early_write_key": ("record key of early data", true),
    "early_write_iv": ("IV of early data", true),
    "early_records": ("early records", false),
    "early_data": ("early data", true),
    "handshake_write_key": ("record key of the handshake", true),
    "handshake_write_iv": ("IV of the handshake", true),
    "application_write_key": ("record key", true),
    "application_write_iv": ("IV", true),
    "finished_key": ("key of the Finished", true),
    "post_handshake_finished_key": ("key of the later Finished", true),
    "ephemeral_private.": ("ephemeral private key", true),
    "ephemeral_public.": ("ephemeral public key", false),
  ]
}
