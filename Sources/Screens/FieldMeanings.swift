/// What a field is for, by its name in the RFC; where a name means different things, by the name of
/// its message in front (`alert.level`).
struct FieldMeaning {
  /// A few words for the meaning column.
  var brief: String
  /// Sentences for those who ask.
  var explanation: String
  /// A footnote that the brief words need.
  var note: String?

  init(_ brief: String, _ explanation: String, note: String? = nil) {
    self.brief = brief
    self.explanation = explanation
    self.note = note
  }

  /// The meaning of a field.
  ///
  /// - Parameters:
  ///   - name: as the annotation has it; an entry's place (`cipher_suite[2]`) is left out.
  ///   - structure: the message or record that it stands in.
  ///   - is13: whether it is TLS 1.3's meaning that is asked for.
  static func of(_ name: String, in structure: String, is13: Bool = false) -> FieldMeaning? {
    let plain = String(name.prefix { $0 != "[" })
    if is13, let meaning = table13["\(structure).\(plain)"] ?? table13[plain] { return meaning }
    return table["\(structure).\(plain)"] ?? table[plain]
  }

  private static let table = records.merging(handshake) { first, _ in first }
    .merging(keyExchange) { first, _ in first }.merging(extensions) { first, _ in first }

  // MARK: Records, alerts

  private static let records: [String: FieldMeaning] = [
    "record.type": .init(
      "", "What the record carries: handshake, alert, application data or the change of keys."),
    "legacy_record_version": .init(
      "",
      "The version of the record layer. It was of use once; today nobody decides anything by it.",
      note: "a leftover: the hellos choose the session's version"),
    "length": .init("", "How many bytes follow, so that the reader knows where this ends."),
    "fragment": .init("", "What the record carries, or a part of it."),
    "level": .init("", "1 is a warning; 2 is fatal, and ends the connection at once."),
    "description": .init("", "What happened, as a number that everyone knows."),
    "change_cipher_spec.type": .init(
      "from here on: encrypted",
      "The one value that this message can have. What the sender sends after it is protected."),
    "nonce_explicit": .init(
      "part of the nonce",
      "Eight bytes that differ in every record; with the fixed part they are the nonce of AES-GCM or AES-CCM."
    ),
    "IV": .init(
      "start value for CBC",
      "A block of unpredictable bytes, new for every record (RFC 5246 6.2.3.2)."),
    "ciphertext": .init(
      "encrypted", "The content, encrypted with the sender's record key."),
    "tag": .init(
      "integrity check",
      "Shows whether a single bit was changed; nobody can make it without the key."),
    "MAC": .init(
      "integrity check",
      "HMAC over what stands in front of it: the ciphertext (encrypt_then_mac, RFC 7366), or the plaintext of a NULL suite."
    ),
    "content": .init(
      "NOT encrypted",
      "The suite's cipher is NULL: what the record carries is there for all to read."),
  ]

  // MARK: Hellos and the messages around them

  private static let handshake: [String: FieldMeaning] = [
    "msg_type": .init("", "Which handshake message this is."),
    "client_hello.legacy_version": .init(
      "its highest",
      "The client offers this version and lower ones. From TLS 1.3 on the true offer stands in an extension, therefore the name."
    ),
    "server_hello.legacy_version": .init(
      "the session's version", "The version that the server chose, up to TLS 1.2."),
    "random": .init(
      "new each session",
      "32 random bytes, in the open. Both randoms go into the keys, so that an old handshake can't be played again."
    ),
    "legacy_session_id": .init(
      "none: a new session", "Names an earlier session to resume; empty when there is none."),
    "legacy_session_id_echo": .init(
      "can't be resumed by ID", "The name under which this session could be resumed later."),
    "cipher_suites": .init(
      "best first", "All combinations of key exchange, cipher and hash that the client accepts."),
    "cipher_suite": .init(
      "", "Key exchange, cipher and hash of this session in one number."),
    "legacy_compression_methods": .init(
      "no compression",
      "Only null is left: compression before encryption gives secrets away (CRIME)."),
    "legacy_compression_method": .init(
      "no compression",
      "Nothing is compressed: compression before encryption gives secrets away (CRIME)."),
    "compression_method": .init("no compression", "0 stands for no compression."),
    "extensions": .init(
      "", "What came after the first design of TLS: each entry is a type, a length and data."),
    "certificate_list": .init(
      "", "The server's certificate first, then those that lead up to an authority."),
    "cert_data": .init(
      "",
      "A certificate in DER: a name and a public key, signed by an authority. No secret is in it."),
    "status_type": .init("", "How the authority gives its word: OCSP is the one way (RFC 6960)."),
    "responder_id_list": .init(
      "", "Whose word the client takes; empty: whoever the authority gave that task."),
    "request_extensions": .init("", "Further wishes of the client; empty: none."),
    "ocsp_response": .init(
      "the authority's word",
      "Signed by the authority, with a date: so fresh a certificate can't have been revoked since without anyone knowing. The server fetched it beforehand, so that the client need not ask the authority, who would learn whom it talks to."
    ),
    "certificate_types": .init("", "Which kinds of key the client may prove itself with."),
    "certificate_authorities": .init("", "Authorities whose certificates the server takes."),
    "ticket_lifetime_hint": .init("seconds", "How long the ticket may be kept."),
    "ticket": .init(
      "only the server reads it", "The session's secrets, encrypted by the server for itself."),
    "verify_data": .init(
      "proof of the same keys",
      "12 bytes from the master secret and the hash of all messages so far. If they fit, both saw the same handshake and have the same keys."
    ),
  ]

  // MARK: Key exchange

  private static let keyExchange: [String: FieldMeaning] = [
    "encrypted_pre_master_secret": .init(
      "only the server's private key opens it",
      "The client made the pre-master secret and encrypted it to the public key of the certificate. Whoever has the private key, now or in ten years, reads it."
    ),
    "msg_length": .init(
      "", "The highest bit is set, as in no record of TLS: by that a server knows SSL 2.0's form."),
    "version": .init("the highest that the client speaks", "The version that is really offered."),
    "cipher_spec_length": .init("", "Bytes of the list of ciphers, three for each."),
    "session_id_length": .init("", "0: no session of SSL 2.0 is to be resumed."),
    "challenge_length": .init("", "Bytes of the random number at the end."),
    "cipher_spec": .init(
      "", "Three bytes: a zero and a suite of TLS, or a cipher of SSL 2.0."),
    "kind": .init("", "0: a suite of TLS. Anything else is a cipher of SSL 2.0, long broken."),
    "cipher_specs": .init(
      "three bytes each", "A zero and a suite of TLS, or a cipher of SSL 2.0."),
    "code": .init("", "The suite."),
    "challenge": .init(
      "becomes the client's random",
      "A server of TLS takes it for the client's random, with zeros in front if it is shorter."),
    "psk_identity_hint": .init(
      "which key", "Which of its pre-shared keys the client should take; often empty."),
    "psk_identity": .init(
      "name of the key",
      "By this name the server finds the key that both had before. It is sent in the open: it tells who is calling."
    ),
    "curve_type": .init("", "3: the curve is one with a name."),
    "namedcurve": .init(
      "the group", "The group in which both compute; the server took it from the client's list."),
    "public": .init(
      "server's PUBLIC key",
      "The public half of the server's ephemeral key. The private half stays with the server."),
    "ecdh_Yc": .init(
      "client's PUBLIC key",
      "The public half of the client's ephemeral key. The private half stays with the client."),
    "dh_p": .init("the prime", "All numbers of this exchange are taken modulo this prime."),
    "dh_g": .init("the generator", "The number that both raise to a secret power."),
    "dh_Ys": .init(
      "server's PUBLIC key", "g to the power of the server's secret number, modulo p."),
    "dh_Yc": .init(
      "client's PUBLIC key", "g to the power of the client's secret number, modulo p."),
    "algorithm": .init("", "How the signature is made: hash, and kind of key."),
    "signature": .init(
      "by the certificate's key",
      "Made with the private key of the certificate over both randoms and the parameters above. It proves who made the ephemeral key; it encrypts nothing."
    ),
  ]

  // MARK: Extensions

  private static let extensions: [String: FieldMeaning] = [
    "extension_type": .init("", "Which extension this is (IANA's registry)."),
    "extension_data": .init("", "What the extension says; empty where being there says it all."),
    "server_name": .init(
      "",
      "The name that the client wants to reach, readable for anyone: one address can hold many servers (RFC 6066)."
    ),
    "server_name_list": .init("", "Names by kind; in practice one host name."),
    "name_type": .init("", "0: a host name; no other kind was ever defined."),
    "host_name": .init("", "The name that the client wants to reach, in the open."),
    "supported_groups": .init(
      "", "The groups for Diffie-Hellman that the client can use, best first (RFC 8422, RFC 7919)."),
    "named_group_list": .init("best first", "The groups that the client can use."),
    "named_group": .init("", "An elliptic curve or a finite field."),
    "ec_point_formats": .init(
      "", "How points of a curve are written; only uncompressed is left (RFC 8422)."),
    "max_fragment_length": .init("", "Records shall hold no more than this (RFC 6066)."),
    "heartbeat": .init("", "Whether the other side may ask for signs of life (RFC 6520)."),
    "mode": .init("", "Whether heartbeats may be sent to this side."),
    "use_srtp": .init("", "The handshake shall give keys for SRTP, in DTLS (RFC 5764)."),
    "srtp_protection_profiles": .init("best first", "Ciphers and MACs for the audio."),
    "srtp_protection_profile": .init("", "A cipher and a MAC for the audio."),
    "srtp_mki": .init("", "Which of several master keys is meant; mostly empty."),
    "signed_certificate_timestamp": .init(
      "", "Proofs that the certificate stands in public logs (RFC 6962)."),
    "sct_list": .init("", "One proof for each log."),
    "serialized_sct": .init("", "A log's promise, with its time and signature."),
    "sct": .init("", "Version, log, time and signature."),
    "client_certificate_type": .init("", "In what form the client can show its key (RFC 7250)."),
    "server_certificate_type": .init("", "In what form the client can read the server's key."),
    "certificate_type_list": .init("best first", "X.509, or the bare public key."),
    "certificate_type": .init("", "X.509, or the bare public key."),
    "ec_point_format_list": .init("", "The forms that this side reads."),
    "ec_point_format": .init("", "How a point of a curve is written."),
    "signature_algorithms": .init(
      "", "The signatures that the client can verify, best first (RFC 5246 7.4.1.4.1)."),
    "supported_signature_algorithms": .init("best first", "Pairs of hash and kind of signature."),
    "signature_scheme": .init("", "Hash and kind of signature."),
    "application_layer_protocol_negotiation": .init(
      "",
      "What the client wants to speak inside, so that one port can serve several protocols (RFC 7301)."
    ),
    "protocol_name_list": .init("", "Protocol names, best first."),
    "protocol_name": .init("", "A protocol by its registered name."),
    "extended_master_secret": .init(
      "empty: yes",
      "The master secret shall cover the whole handshake, so that no man in the middle can make two sessions share one (RFC 7627)."
    ),
    "encrypt_then_mac": .init(
      "empty: yes",
      "With CBC suites: encrypt first, then the integrity check over the ciphertext (RFC 7366). AEAD suites don't need it."
    ),
    "renegotiation_info": .init(
      "guards renegotiation",
      "Guards a second handshake on the same connection; empty in a first one (RFC 5746)."),
    "renegotiated_connection": .init(
      "empty the first time",
      "The Finished messages of the handshake before; empty in a first one. Without this tie an attacker could open a connection, say something, and let a client's whole session follow on it: to the server all of it would come from one client (RFC 5746)."
    ),
    "session_ticket": .init(
      "", "Whether the client takes a ticket by which this session can be resumed (RFC 5077)."),
  ]
}
