import COpenSSL
public import CryptoPrimitives

/// A list of certificates that hold no longer, signed by their authority (CRL, RFC 5280 §5).
public struct RevocationList: Hashable, Sendable, Codable {
  /// The list in DER.
  public let der: [UInt8]

  public init(der: [UInt8]) { self.der = der }

  /// The list in PEM (RFC 7468).
  public var pem: String { makePEM("X509 CRL", der) }

  /// One certificate on it.
  public struct Entry: Hashable, Sendable, Codable {
    /// The certificate's serial number, big endian.
    public var serial: [UInt8]
    /// Since when, in seconds since 1970.
    public var since: Int64
    public var reason: Reason?

    public init(serial: [UInt8], since: Int64, reason: Reason? = nil) {
      self.serial = serial
      self.since = since
      self.reason = reason
    }
  }

  /// Why a certificate was revoked (RFC 5280 §5.3.1).
  public enum Reason: Int, Hashable, Sendable, Codable, CaseIterable {
    case unspecified = 0
    case keyCompromise = 1
    case cACompromise = 2
    case affiliationChanged = 3
    case superseded = 4
    case cessationOfOperation = 5
    case certificateHold = 6
    case removeFromCRL = 8
    case privilegeWithdrawn = 9
    case aACompromise = 10
  }
}

extension CertificateAuthority {
  /// The list of what this authority has revoked.
  ///
  /// - Parameters:
  ///   - from: when it was made, in seconds since 1970.
  ///   - to: when the next one comes.
  ///   - number: counts the lists (RFC 5280 §5.2.3).
  public func revocationList(
    _ entries: [RevocationList.Entry], from: Int64, to: Int64, number: Int = 1,
    hash: SignatureHash? = nil, random: RandomStream
  ) throws(X509Error) -> RevocationList {
    guard let list = X509_CRL_new() else { throw .libcrypto("make revocation list") }
    defer { X509_CRL_free(list) }
    let issuer = X509_get_subject_name(certificate.pointer)
    guard X509_CRL_set_version(list, 1) == 1, X509_CRL_set_issuer_name(list, issuer) == 1 else {
      throw .libcrypto("make revocation list")
    }
    try withTime(from) { X509_CRL_set1_lastUpdate(list, $0) }
    try withTime(to) { X509_CRL_set1_nextUpdate(list, $0) }
    for entry in entries { try add(entry, to: list) }
    try addExtensions(to: list, number: number)
    guard X509_CRL_sort(list) == 1 else { throw .libcrypto("make revocation list") }
    let function = SignatureHash.function(hash, for: key.kind)
    let length = random.substream("signature").use {
      X509_CRL_sign(list, key.handle.pointer, function)
    }
    var encoded: UnsafeMutablePointer<UInt8>?
    guard length > 0, case let count = i2d_X509_CRL(list, &encoded), count > 0, let encoded else {
      throw .libcrypto("sign revocation list")
    }
    defer { CRYPTO_free(encoded, "", 0) }
    return RevocationList(der: Array(UnsafeBufferPointer(start: encoded, count: Int(count))))
  }

  private func add(
    _ entry: RevocationList.Entry, to list: OpaquePointer
  ) throws(X509Error) {
    guard let revoked = X509_REVOKED_new() else { throw .libcrypto("revoke certificate") }
    do throws(X509Error) {
      let serial = BN_bin2bn(entry.serial, Int32(clamping: entry.serial.count), nil)
      defer { BN_free(serial) }
      let number = BN_to_ASN1_INTEGER(serial, nil)
      defer { ASN1_STRING_free(number) }
      guard let number, X509_REVOKED_set_serialNumber(revoked, number) == 1 else {
        throw .libcrypto("revoke certificate")
      }
      try withTime(entry.since) { X509_REVOKED_set_revocationDate(revoked, $0) }
      if let reason = entry.reason { try add(reason, to: revoked) }
      guard X509_CRL_add0_revoked(list, revoked) == 1 else {
        throw .libcrypto("revoke certificate")
      }
    } catch {
      X509_REVOKED_free(revoked)
      throw error
    }
  }

  private func add(
    _ reason: RevocationList.Reason, to revoked: OpaquePointer
  ) throws(X509Error) {
    guard let value = ASN1_STRING_type_new(V_ASN1_ENUMERATED) else {
      throw .libcrypto("revoke certificate")
    }
    defer { ASN1_STRING_free(value) }
    guard ASN1_ENUMERATED_set(value, reason.rawValue) == 1,
      X509_REVOKED_add1_ext_i2d(revoked, NID_crl_reason, value, 0, 0) == 1
    else { throw .libcrypto("revoke certificate") }
  }

  /// "CRL issuers are REQUIRED to include the authority key identifier … and the CRL number"
  /// (RFC 5280 §5.2).
  private func addExtensions(to list: OpaquePointer, number: Int) throws(X509Error) {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, certificate.pointer, nil, nil, list, 0)
    let identifier = X509V3_EXT_conf_nid(
      nil, &context, NID_authority_key_identifier, "keyid:always")
    defer { X509_EXTENSION_free(identifier) }
    guard let identifier, X509_CRL_add_ext(list, identifier, -1) == 1,
      let value = ASN1_STRING_type_new(V_ASN1_INTEGER)
    else { throw .libcrypto("make revocation list") }
    defer { ASN1_STRING_free(value) }
    guard ASN1_INTEGER_set(value, number) == 1,
      X509_CRL_add1_ext_i2d(list, NID_crl_number, value, 0, 0) == 1
    else { throw .libcrypto("make revocation list") }
  }

  private func withTime(
    _ seconds: Int64, _ body: (UnsafeMutablePointer<ASN1_STRING>) -> Int32
  ) throws(X509Error) {
    // RFC 5280 §5.1.2.4: UTCTime up to 2049, GeneralizedTime from then on, as this chooses.
    guard let time = ASN1_TIME_set(nil, time_t(seconds)) else { throw .libcrypto("write time") }
    defer { ASN1_STRING_free(time) }
    guard body(time) == 1 else { throw .libcrypto("write time") }
  }
}
