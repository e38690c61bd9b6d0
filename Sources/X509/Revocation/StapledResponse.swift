import COpenSSL

/// An authority's signed word on one certificate, as a server staples it (RFC 6960 §4.2).
enum StapledResponse {
  /// What a response says of a certificate.
  ///
  /// - Parameters:
  ///   - der: an OCSPResponse.
  ///   - issuer: who must have signed, or have let somebody sign; nil: not known.
  static func content(
    _ der: [UInt8], _ certificate: Certificate, _ issuer: Certificate?, at time: Int64
  ) -> RevocationStatus.Content {
    defer { ERR_clear_error() }
    guard let issuer else { return .unusable(.unknownIssuer) }
    guard let response = read(der) else { return .unusable(.malformed) }
    defer { OCSP_RESPONSE_free(response) }
    guard OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL else {
      return .unusable(.noAnswer)
    }
    guard let basic = OCSP_response_get1_basic(response) else { return .unusable(.malformed) }
    defer { OCSP_BASICRESP_free(basic) }
    if let problem = signatureProblem(basic, issuer, at: time) { return .unusable(problem) }
    guard let single = find(basic, certificate, issuer) else {
      return .unusable(.otherCertificate)
    }
    // Nothing that may be critical is processed here (§4.4).
    if OCSP_BASICRESP_get_ext_by_critical(basic, 1, -1) >= 0
      || OCSP_SINGLERESP_get_ext_by_critical(single, 1, -1) >= 0
    {
      return .unusable(.unknownExtension)
    }
    return content(of: single, at: time)
  }

  private static func read(_ der: [UInt8]) -> OpaquePointer? {
    der.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      guard let response = d2i_OCSP_RESPONSE(nil, &cursor, buffer.count) else { return nil }
      guard let cursor, cursor - start == buffer.count else {
        OCSP_RESPONSE_free(response)
        return nil
      }
      return response
    }
  }

  /// "The key used to sign the response MUST belong to … the CA who issued the certificate in
  /// question" or to somebody with a certificate for this purpose from that CA (§2.2).
  private static func signatureProblem(
    _ basic: OpaquePointer, _ issuer: Certificate, at time: Int64
  ) -> RevocationStatus.Problem? {
    guard let known = OPENSSL_sk_new_null() else { return .malformed }
    defer { OPENSSL_sk_free(known) }
    guard OPENSSL_sk_push(known, UnsafeRawPointer(issuer.pointer)) > 0 else { return .malformed }
    var signer: OpaquePointer?
    guard OCSP_resp_get0_signer(basic, &signer, known) == 1, let signer,
      let der = derBytes(of: signer), let responder = try? Certificate(der: der)
    else { return .notAuthorised }
    if responder != issuer {
      let isDelegate =
        responder.extendedKeyUsages?.contains(.ocspSigning) == true
        && X509_NAME_cmp(X509_get_issuer_name(signer), X509_get_subject_name(issuer.pointer)) == 0
        && responder.isSigned(by: issuer.publicKey) && responder.isValid(at: time)
      guard isDelegate, OPENSSL_sk_push(known, UnsafeRawPointer(responder.pointer)) > 0 else {
        return .notAuthorised
      }
    }
    // Who signed is settled: only the signature itself is left to verify.
    let flags = UInt(OCSP_TRUSTOTHER | OCSP_NOVERIFY)
    return OCSP_basic_verify(basic, known, nil, flags) == 1 ? nil : .badSignature
  }

  private static func find(
    _ basic: OpaquePointer, _ certificate: Certificate, _ issuer: Certificate
  ) -> OpaquePointer? {
    for function in [EVP_sha1(), EVP_sha256(), EVP_sha384(), EVP_sha512()] {
      guard let name = OCSP_cert_to_id(function, certificate.pointer, issuer.pointer) else {
        continue
      }
      defer { OCSP_CERTID_free(name) }
      let place = OCSP_resp_find(basic, name, -1)
      if place >= 0 { return OCSP_resp_get0(basic, place) }
    }
    return nil
  }

  private static func content(
    of single: OpaquePointer, at time: Int64
  ) -> RevocationStatus.Content {
    var reason: Int32 = -1
    var revoked: UnsafeMutablePointer<ASN1_STRING>?
    var thisUpdate: UnsafeMutablePointer<ASN1_STRING>?
    var nextUpdate: UnsafeMutablePointer<ASN1_STRING>?
    let status = OCSP_single_get0_status(single, &reason, &revoked, &thisUpdate, &nextUpdate)
    guard let from = seconds(of: thisUpdate) else { return .unusable(.malformed) }
    if time < from { return .unusable(.notYetValid) }
    let to = seconds(of: nextUpdate)
    if let to, to < from { return .unusable(.malformed) }
    let isOver = to.map { $0 <= time } ?? (time - from > RevocationStatus.Problem.longestAge)
    let old = RevocationStatus.Content.unusable(to == nil ? .tooOld : .outOfDate)
    switch status {
    case V_OCSP_CERTSTATUS_GOOD: return isOver ? old : .good(from: from, to: to)
    case V_OCSP_CERTSTATUS_REVOKED:
      let content = RevocationStatus.Content.revoked(
        since: seconds(of: revoked) ?? from, reason: RevocationList.Reason(rawValue: Int(reason)))
      return isOver && !content.isFinal ? old : content
    default: return isOver ? old : .unusable(.notKnown)
    }
  }
}
