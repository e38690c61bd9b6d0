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
        FieldMeaning("a PUBLIC key in \(group.label)")
      )
    })

  private static let hellos13: [String: FieldMeaning] = [
    "client_hello.legacy_version": .init(
      "ignored", note: "the true offer is in supported_versions"),
    "change_cipher_spec.type": .init("says nothing any more"),
    "server_hello.legacy_version": .init(
      "ignored", note: "the true choice is in supported_versions"),
    "legacy_session_id": .init("compatibility"),
    "legacy_session_id_echo": .init("repeated"),
    "server_hello.cipher_suite": .init("cipher and hash"),
    "cipher_suites": .init("best first"),
  ]

  private static let messages13: [String: FieldMeaning] = [
    "certificate_request_context": .init(""),
    "certificate_verify.signature": .init("by the certificate's key"),
    "verify_data": .init("proof of the same keys"),
    "ticket_lifetime": .init("seconds"),
    "ticket_age_add": .init("masks the age"),
    "ticket_nonce": .init("one for each ticket"),
    "ticket": .init("only the server reads it"),
    "request_update": .init(""),
  ]

  private static let extensions13: [String: FieldMeaning] = [
    "supported_versions": .init(""),
    "versions": .init("best first"),
    "version": .init(""),
    "selected_version": .init("the session's version"),
    "key_share": .init(""),
    "client_shares": .init(""),
    "key_exchange": .init("a PUBLIC key"),
    "group": .init(""),
    "selected_group": .init("send a key in this group"),
    "cookie": .init("to be brought back"),
    "psk_key_exchange_modes": .init(""),
    "ke_modes": .init(""),
    "psk_key_exchange_mode": .init(""),
    "pre_shared_key": .init(""),
    "identities": .init(""),
    "identity": .init("a ticket or a name"),
    "obfuscated_ticket_age": .init("masked"),
    "binders": .init(""),
    "binder": .init("proof of having the key"),
    "selected_identity": .init("the first is 0"),
    "early_data": .init(""),
    "max_early_data_size": .init("bytes"),
    "post_handshake_auth": .init("empty: yes"),
    "certificate_authorities": .init(""),
    "authorities": .init(""),
    "distinguished_name": .init(""),
    "oid_filters": .init(""),
    "signature_algorithms_cert": .init(""),
    "padding": .init(""),
    "zeros": .init(""),
  ]
}
