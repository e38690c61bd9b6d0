import COpenSSL
import CryptoPrimitives

extension RevocationList {
  /// What the list says of a certificate (RFC 5280 §6.3.3).
  ///
  /// - Parameter issuer: whose list it must be.
  func content(
    of certificate: Certificate, _ issuer: Certificate, at time: Int64
  ) -> RevocationStatus.Content {
    defer { ERR_clear_error() }
    guard let list = read() else { return .unusable(.malformed) }
    defer { X509_CRL_free(list) }
    if let problem = problem(list, issuer, at: time) { return .unusable(problem) }
    guard let from = seconds(of: X509_CRL_get0_lastUpdate(list)) else {
      return .unusable(.malformed)
    }
    var entry: OpaquePointer?
    let found = X509_CRL_get0_by_serial(
      list, &entry,
      UnsafeMutablePointer(mutating: X509_get0_serialNumber(certificate.pointer)))
    // 2: the entry takes an earlier one back (removeFromCRL).
    guard found == 1, let entry else {
      return .good(from: from, to: seconds(of: X509_CRL_get0_nextUpdate(list)))
    }
    let since = seconds(of: X509_REVOKED_get0_revocationDate(entry)) ?? from
    return .revoked(since: since, reason: reason(of: entry))
  }

  /// libcrypto's form, for whoever frees it; nil for what is no list.
  func read() -> OpaquePointer? {
    der.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      guard let list = d2i_X509_CRL(nil, &cursor, buffer.count) else { return nil }
      guard let cursor, cursor - start == buffer.count else {
        X509_CRL_free(list)
        return nil
      }
      return list
    }
  }

  /// Gives back what ``read()`` handed out.
  static func free(_ list: OpaquePointer) { X509_CRL_free(list) }

  private func problem(
    _ list: OpaquePointer, _ issuer: Certificate, at time: Int64
  ) -> RevocationStatus.Problem? {
    if X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(issuer.pointer)) != 0 {
      return .otherIssuer
    }
    // "If the CRL contains a critical extension that the application cannot process, then the
    // application MUST NOT use that CRL" (§5.2). Deltas and partitions mark theirs as critical.
    if X509_CRL_get_ext_by_critical(list, 1, -1) >= 0 { return .partialList }
    if let usages = issuer.keyUsages, !usages.contains(.cRLSign) { return .notAuthorised }
    guard X509_CRL_verify(list, issuer.publicKey.handle.pointer) == 1 else { return .badSignature }
    guard let from = seconds(of: X509_CRL_get0_lastUpdate(list)) else { return .malformed }
    if time < from { return .notYetValid }
    guard let next = X509_CRL_get0_nextUpdate(list) else { return nil }
    guard let to = seconds(of: next) else { return .malformed }
    return to <= time ? .outOfDate : nil
  }

  private func reason(of entry: OpaquePointer) -> Reason? {
    guard let raw = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nil, nil) else { return nil }
    let value = raw.assumingMemoryBound(to: ASN1_STRING.self)
    defer { ASN1_STRING_free(value) }
    return Reason(rawValue: Int(ASN1_ENUMERATED_get(value)))
  }
}
