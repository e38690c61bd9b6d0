// The values of TLS 1.3 (RFC 8446 §7.1).
extension ValueWords {
  static let shared13: [String: (String, String, Bool)] = [
    "psk": (
      "pre-shared key",
      "A secret that both sides have before they speak: from an earlier session, or from elsewhere.",
      true
    ),
    "shared_secret": (
      "shared secret", "What Diffie-Hellman gives: the same on both sides, and never sent.", true
    ),
    "early_secret": (
      "early secret",
      "The beginning of the key schedule: from the pre-shared key, or from zeros where there is none.",
      true
    ),
    "early_secret.without_psk": (
      "early secret",
      "The beginning of the key schedule, from zeros: the offered key was not taken.",
      false
    ),
    "early_secret.derived": (
      "way to the handshake secret", "The step from the early secret to the next.", true
    ),
    "handshake_secret": (
      "handshake secret",
      "The shared secret goes in here; the keys of the handshake's messages come out.", true
    ),
    "handshake_secret.derived": (
      "way to the master secret", "The step from the handshake secret to the next.", true
    ),
    "exporter_master_secret": (
      "exporter secret", "From it come keys for other protocols, such as those of DTLS-SRTP.", true
    ),
    "resumption_master_secret": (
      "resumption secret", "From it come the keys by which this session can be resumed.", true
    ),
    "binder_key": ("binder key", "Made of the pre-shared key, to prove that one has it.", true),
    "binder_finished_key": ("key of the binder", "The HMAC's key for the binder.", true),
    "messages_to_binders": (
      "ClientHello up to the binders", "All that the binder confirms.", false
    ),
    "hash_to_binders": (
      "hash of the ClientHello up to the binders", "What the binder confirms.", false
    ),
    "binder": (
      "binder", "Proves that the client has the pre-shared key; sent in the open.", false
    ),
    "ticket_nonce": ("nonce of the ticket", "Makes each ticket's key another one.", false),
    "ticket_psk": (
      "key of the ticket", "The pre-shared key for which the ticket stands.", true
    ),
    "no_messages": ("empty transcript", "No message at all.", false),
    "no_messages_hash": ("hash of nothing", "The hash of the empty transcript.", false),
    "messages_to_client_hello": ("ClientHello", "All messages so far: one.", false),
    "hash_to_client_hello": ("hash of the ClientHello", "Ties the early keys to it.", false),
    "hello_messages": (
      "the hellos", "All messages from the ClientHello to the ServerHello.", false
    ),
    "hello_hash": (
      "hash of the hellos", "It ties the keys of the handshake to both hellos.", false
    ),
    "messages_to_server_finished": (
      "handshake up to the server's Finished",
      "All messages to the server's Finished; most of them pass under protection.", true
    ),
    "hash_to_server_finished": (
      "hash of the handshake up to the server's Finished",
      "It ties the keys of the application data to the handshake.", true
    ),
    "messages_to_client_finished": (
      "whole handshake", "All messages to the client's Finished.", true
    ),
    "hash_to_client_finished": (
      "hash of the whole handshake", "It ties the resumption secret to the handshake.", true
    ),
    "messages_to_certificate_verify": (
      "handshake up to the CertificateVerify", "All messages that its signature covers.", true
    ),
  ]

  /// A value of one side; those of application data are numbered by the key updates before them.
  static func ofASide13(_ tail: String) -> (String, String, Bool)? {
    if let found = sides13[tail] { return found }
    for offered in ["ephemeral_private.", "ephemeral_public."] where tail.hasPrefix(offered) {
      return sides13[offered]
    }
    let plain = tail.filter { !$0.isNumber }
    return sides13[plain.replacing("__", with: "_")]
      ?? sides13[plain.hasSuffix("_") ? String(plain.dropLast()) : plain]
  }

  private static let sides13: [String: (String, String, Bool)] = [
    "handshake_traffic_secret": (
      "handshake traffic secret", "The keys of the SIDE's handshake messages come from it.", true
    ),
    "application_traffic_secret": (
      "traffic secret",
      "The keys of what the SIDE says come from it; a key update replaces it by the next.", true
    ),
    "early_traffic_secret": (
      "early traffic secret", "The keys of the data that goes with the ClientHello.", true
    ),
    "early_write_key": ("record key of early data", "It encrypts the early data.", true),
    "early_write_iv": ("IV of early data", "With the record's number it is the nonce.", true),
    "early_records": ("early records", "What the client sent before the server's answer.", false),
    "early_data": ("early data", "What the client said before the server's answer.", true),
    "handshake_write_key": (
      "record key of the handshake", "It encrypts the SIDE's handshake messages.", true
    ),
    "handshake_write_iv": (
      "IV of the handshake", "With the record's number it is the nonce of each record.", true
    ),
    "application_write_key": ("record key", "It encrypts what the SIDE says.", true),
    "application_write_iv": (
      "IV", "With the record's number it is the nonce of each record.", true
    ),
    "finished_key": ("key of the Finished", "The HMAC's key for the SIDE's Finished.", true),
    "post_handshake_finished_key": (
      "key of the later Finished", "The HMAC's key for a Finished after the handshake.", true
    ),
    "ephemeral_private.": (
      "ephemeral private key", "One of several that the client made; the server chooses.", true
    ),
    "ephemeral_public.": (
      "ephemeral public key", "One of several that the client offers; the server chooses.", false
    ),
  ]
}
