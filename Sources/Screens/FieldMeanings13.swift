import Bytes
import Lab
import TLSWire

// What the fields of TLS 1.3 are for, where another version has no such field or means another thing
// by it (RFC 8446).
extension FieldMeaning {
  static let table13: [String: FieldMeaning] = hellos13.merging(messages13) { first, _ in first }
    .merging(extensions13) { first, _ in first }.merging(shares) { first, _ in first }

  /// A key share goes by the name of its group.
  private static let shares = Dictionary(
    uniqueKeysWithValues: SettingCatalogue.groups.map { group in
      (
        group.label,
        FieldMeaning(
          "a PUBLIC key in \(group.label)",
          "The public half of an ephemeral key in this group. The private half stays with its maker."
        )
      )
    })

  private static let hellos13: [String: FieldMeaning] = [
    "client_hello.legacy_version": .init(
      "ignored",
      "The true offer stands in supported_versions. Old servers refused hellos with a higher number here, so it stays at 1.2 for ever (RFC 8446 4.1.2).",
      note: "the true offer is in supported_versions"),
    "server_hello.legacy_version": .init(
      "ignored",
      "The version that was chosen stands in supported_versions (RFC 8446 4.1.3).",
      note: "the true choice is in supported_versions"),
    "legacy_session_id": .init(
      "compatibility",
      "Random bytes without meaning: to boxes between client and server it looks as if a session of TLS 1.2 were resumed (RFC 8446 D.4)."
    ),
    "legacy_session_id_echo": .init(
      "repeated", "What the client sent, unchanged; it means nothing."),
    "server_hello.cipher_suite": .init(
      "cipher and hash", "Cipher and hash of this session; the key exchange is agreed on by itself."
    ),
    "cipher_suites": .init(
      "best first",
      "Those of TLS 1.3 name a cipher and a hash; the others, for earlier versions, a key exchange too."
    ),
  ]

  private static let messages13: [String: FieldMeaning] = [
    "certificate_request_context": .init(
      "", "Ties a certificate to the request for it; empty in the handshake itself."),
    "certificate_verify.signature": .init(
      "by the certificate's key",
      "Made with the private key of the certificate over the hash of all messages so far. It proves who is there, now; it encrypts nothing."
    ),
    "verify_data": .init(
      "proof of the same keys",
      "HMAC over the hash of all messages so far. If it fits, both saw the same handshake and have the same keys."
    ),
    "ticket_lifetime": .init("seconds", "How long the ticket is good: a week at most."),
    "ticket_age_add": .init(
      "masks the age",
      "The client adds it to the ticket's age, so that nobody on the wire can tell two uses belong together."
    ),
    "ticket_nonce": .init(
      "one for each ticket", "Makes the key of this ticket another than that of the next."),
    "ticket": .init(
      "only the server reads it",
      "The server's memory of the session, sealed for itself, or a name under which it keeps it."),
    "request_update": .init(
      "", "Whether the other side shall change its keys too (1), or not (0)."),
  ]

  private static let extensions13: [String: FieldMeaning] = [
    "supported_versions": .init(
      "", "The versions that the client offers, or the one that the server chose (RFC 8446 4.2.1)."),
    "versions": .init("best first", "The versions that the client speaks: the true offer."),
    "version": .init("", "A version of TLS."),
    "selected_version": .init("the session's version", "The version that the server chose."),
    "key_share": .init(
      "",
      "Public keys for Diffie-Hellman, sent at once: the client guesses the server's group and saves a round trip (RFC 8446 4.2.8)."
    ),
    "client_shares": .init("", "One public key for each group that the client guesses."),
    "key_exchange": .init(
      "a PUBLIC key", "The public half of an ephemeral key. The private half stays with its maker."),
    "group": .init("", "The group in which this public key is."),
    "selected_group": .init(
      "send a key in this group", "The server takes none of the keys that came; it wants one here."),
    "cookie": .init(
      "to be brought back",
      "The client must repeat it in its second ClientHello (RFC 8446 4.2.2)."),
    "psk_key_exchange_modes": .init(
      "", "How a pre-shared key may be used: with Diffie-Hellman or alone (RFC 8446 4.2.9)."),
    "ke_modes": .init("", "psk_dhe_ke: with Diffie-Hellman; psk_ke: the key alone."),
    "psk_key_exchange_mode": .init("", "With Diffie-Hellman beside the key, or without."),
    "pre_shared_key": .init(
      "",
      "Keys that both had before, by a ticket or a name, with a proof that the client has them (RFC 8446 4.2.11)."
    ),
    "identities": .init("", "The keys that the client offers, by what the server knows them by."),
    "identity": .init("a ticket or a name", "What the server knows a key by."),
    "obfuscated_ticket_age": .init(
      "masked", "Milliseconds since the ticket came, masked by its ticket_age_add."),
    "binders": .init("", "One proof for each key that is offered."),
    "binder": .init(
      "proof of having the key",
      "HMAC over the ClientHello up to here, by a key from the pre-shared one."),
    "selected_identity": .init("the first is 0", "Which of the offered keys the server takes."),
    "early_data": .init(
      "",
      "Data follows the ClientHello at once, under the pre-shared key alone; or, from the server: it is taken (RFC 8446 4.2.10)."
    ),
    "max_early_data_size": .init("bytes", "How much data may be sent early with this ticket."),
    "post_handshake_auth": .init(
      "empty: yes", "The server may ask for a certificate after the handshake (RFC 8446 4.2.6)."),
    "certificate_authorities": .init(
      "", "Authorities whose certificates the sender takes (RFC 8446 4.2.4)."),
    "authorities": .init("", "Their names."),
    "distinguished_name": .init("", "The name of an authority, in DER."),
    "oid_filters": .init("", "Extensions that a client's certificate must have."),
    "signature_algorithms_cert": .init(
      "", "The signatures that may stand in certificates (RFC 8446 4.2.3)."),
    "padding": .init("", "Zeros that make the hello longer (RFC 7685)."),
    "zeros": .init("", "Nothing: they only take room."),
  ]
}
