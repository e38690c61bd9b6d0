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
    // A version is another thing there than in TLS.
    if structure == Annotation.asn1 { return elements[plain] }
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
    "key_name": .init("which of the server's keys sealed it"),
    "encrypted_state": .init("the session, sealed by the server for itself"),
    "mac": .init("the server's proof that it sealed it"),
    "session_state.secret": .init("what the session is resumed with"),
    "session_state.timestamp": .init("milliseconds since 1970"),
    "session_state.lifetime": .init("seconds"),
    "session_state.extended_master_secret": .init("whether the secret covers the handshake"),
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

  // MARK: Certificates

  /// What the elements of certificates and of their state are for (RFC 5280, RFC 6960).
  private static let elements: [String: FieldMeaning] = [
    "tbsCertificate": .init("everything that is signed"),
    "version": .init("2 is version 3, which has extensions"),
    "serialNumber": .init("unique among those of its issuer"),
    "signature": .init("how it is signed; the same stands outside"),
    "issuer": .init("who signed"), "subject": .init("whose key it is"),
    "validity": .init("from when and until when"),
    "subjectPublicKeyInfo": .init("the key that this is about"),
    "extensions": .init("what the key may do, for which names, and where to ask"),
    "signatureAlgorithm": .init("how it is signed"),
    "signatureValue": .init("the issuer's signature"),
    "basicConstraints": .init("whether the subject may sign certificates"),
    "keyUsage": .init("what the key may do"),
    "extendedKeyUsage": .init("what the certificate is for"),
    "subjectAltName": .init("the names that count"),
    "nameConstraints": .init("for which names it may sign"),
    "subjectKeyIdentifier": .init("a short name of this key"),
    "authorityKeyIdentifier": .init("a short name of the key that signed"),
    "crlDistributionPoints": .init("where the list of revoked certificates is"),
    "authorityInfoAccess": .init("where to ask, and where the issuer's certificate is"),
    "certificatePolicies": .init("under which rules it was issued"),
    "ct_precert_scts": .init(
      "proofs that public logs have seen it (RFC 6962, obsoleted by RFC 9162)"),
    "tbsResponseData": .init("everything that is signed"),
    "responderID": .init("who signed"), "certID": .init("which certificate"),
    "certStatus": .init("whether it holds"), "thisUpdate": .init("known to hold at"),
    "nextUpdate": .init("ask again by then"),
  ]
}
