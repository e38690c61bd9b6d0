import Bytes

/// What a field is for, by its name in the RFC; where a name means different things, by the name of
/// its message in front (`alert.level`).
struct FieldMeaning {
  /// A few words for the meaning column.
  var brief: String
  /// A footnote that the brief words need.
  var note: String?

  init(_ brief: String, note: String? = nil) {
    self.brief = brief
    self.note = note
  }

  /// The footnote under a value. That a version of 1.2 stands where 1.3 is spoken wants one; that it
  /// stands where 1.2 is spoken does not.
  func note(under content: [UInt8]) -> String? { content == [3, 3] ? nil : note }

  /// The meaning of a field.
  ///
  /// - Parameters:
  ///   - name: as the annotation has it; an entry's place (`cipher_suite[2]`) is left out.
  ///   - structure: the message or record that it stands in.
  ///   - is13: whether it is TLS 1.3's meaning that is asked for.
  static func of(_ name: String, in structure: String, is13: Bool = false) -> FieldMeaning? {
    let plain = String(name.prefix { $0 != "[" })
    if structure == Annotation.retry, plain != "random" {
      return of(name, in: "server_hello", is13: is13)
    }
    if is13, let meaning = table13["\(structure).\(plain)"] ?? table13[plain] { return meaning }
    return table["\(structure).\(plain)"] ?? table[plain]
  }

  private static let table = records.merging(handshake) { first, _ in first }
    .merging(keyExchange) { first, _ in first }.merging(extensions) { first, _ in first }

  // MARK: Records, alerts

  private static let records: [String: FieldMeaning] = [
    "record.type": .init(""),
    "legacy_record_version": .init("", note: "a leftover: the hellos choose the session's version"),
    "change_cipher_spec.type": .init("from here on: encrypted"),
    "nonce_explicit": .init("part of the nonce"),
    "IV": .init("start value for CBC"),
    "ciphertext": .init("encrypted"),
    "tag": .init("integrity check"),
    "MAC": .init("integrity check"),
    "content": .init("NOT encrypted"),
  ]

  // MARK: Hellos and the messages around them

  private static let handshake: [String: FieldMeaning] = [
    "client_hello.legacy_version": .init("its highest"),
    "server_hello.legacy_version": .init("the session's version"),
    "random": .init("new each session"),
    "\(Annotation.retry).random": .init("fixed: a HelloRetryRequest"),
    "legacy_session_id": .init("none: a new session"),
    "legacy_session_id_echo": .init("can't be resumed by ID"),
    "cipher_suites": .init("best first"),
    "legacy_compression_methods": .init("no compression"),
    "legacy_compression_method": .init("no compression"),
    "compression_method": .init("no compression"),
    "ocsp_response": .init("the authority's word"),
    "ticket_lifetime_hint": .init("seconds"),
    "ticket": .init("only the server reads it"),
    "verify_data": .init("proof of the same keys"),
  ]

  // MARK: Key exchange

  private static let keyExchange: [String: FieldMeaning] = [
    "encrypted_pre_master_secret": .init("only the server's private key opens it"),
    "version": .init("the highest that the client speaks"),
    "cipher_specs": .init("three bytes each"),
    "challenge": .init("becomes the client's random"),
    "psk_identity_hint": .init("which key"),
    "psk_identity": .init("name of the key"),
    "namedcurve": .init("the group"),
    "public": .init("server's PUBLIC key"),
    "ecdh_Yc": .init("client's PUBLIC key"),
    "dh_p": .init("the prime"),
    "dh_g": .init("the generator"),
    "dh_Ys": .init("server's PUBLIC key"),
    "dh_Yc": .init("client's PUBLIC key"),
    "signature": .init("by the certificate's key"),
  ]

  // MARK: Extensions

  private static let extensions: [String: FieldMeaning] = [
    "named_group_list": .init("best first"),
    "srtp_protection_profiles": .init("best first"),
    "certificate_type_list": .init("best first"),
    "supported_signature_algorithms": .init("best first"),
    "extended_master_secret": .init("empty: yes"),
    "encrypt_then_mac": .init("empty: yes"),
    "renegotiation_info": .init("guards renegotiation"),
    "renegotiated_connection": .init("empty the first time"),
  ]
}
