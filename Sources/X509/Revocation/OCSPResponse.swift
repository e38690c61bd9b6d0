import COpenSSL
public import CryptoPrimitives

/// What an authority says of one of its certificates (RFC 6960 §2.2).
public enum CertificateStanding: Hashable, Sendable, Codable {
  case good
  /// Since when, in seconds since 1970.
  case revoked(since: Int64)
  /// The authority does not know the certificate.
  case unknown
}

extension CertificateAuthority {
  /// A signed answer to the question whether a certificate still holds (RFC 6960 §4.2.1).
  ///
  /// The same authority, certificate and times give the same bytes where the key is RSA.
  ///
  /// - Parameters:
  ///   - from: when the answer was made and from when it holds, in seconds since 1970.
  ///   - to: until when it holds.
  ///   - responder: who signs in the authority's stead, with a certificate that goes along
  ///     (RFC 6960 §4.2.2.2).
  /// - Returns: an OCSPResponse in DER.
  public func status(
    of subject: Certificate, _ standing: CertificateStanding, from: Int64, to: Int64,
    signedBy responder: CertificateAuthority? = nil, random: RandomStream
  ) throws(X509Error) -> [UInt8] {
    guard let basic = OCSP_BASICRESP_new() else { throw .libcrypto("make OCSP response") }
    defer { OCSP_BASICRESP_free(basic) }
    try add(subject, standing, from: from, to: to, basic)
    // libcrypto would write the time of its own clock. It hands out the field for reading, but the
    // response is ours.
    guard let produced = OCSP_resp_get0_produced_at(basic),
      ASN1_GENERALIZEDTIME_set(UnsafeMutablePointer(mutating: produced), time_t(from)) != nil
    else { throw .libcrypto("make OCSP response") }
    let signer = responder ?? self
    let flags = UInt(responder == nil ? OCSP_NOTIME | OCSP_NOCERTS : OCSP_NOTIME)
    let function = SignatureHash.function(nil, for: signer.key.kind)
    let signed = random.substream("signature").use {
      OCSP_basic_sign(
        basic, signer.certificate.pointer, signer.key.handle.pointer, function, nil, flags)
    }
    guard signed == 1, let response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic)
    else { throw .libcrypto("sign OCSP response") }
    defer { OCSP_RESPONSE_free(response) }
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_OCSP_RESPONSE(response, &encoded)
    guard count > 0, let encoded else { throw .libcrypto("write OCSP response") }
    defer { CRYPTO_free(encoded, "", 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
  }

  private func add(
    _ subject: Certificate, _ standing: CertificateStanding, from: Int64, to: Int64,
    _ basic: OpaquePointer
  ) throws(X509Error) {
    guard let name = OCSP_cert_to_id(EVP_sha256(), subject.pointer, certificate.pointer) else {
      throw .libcrypto("name certificate")
    }
    defer { OCSP_CERTID_free(name) }
    let thisUpdate = try time(from)
    defer { ASN1_STRING_free(thisUpdate) }
    let nextUpdate = try time(to)
    defer { ASN1_STRING_free(nextUpdate) }
    var revocation: UnsafeMutablePointer<ASN1_STRING>?
    defer { ASN1_STRING_free(revocation) }
    let status: Int32
    switch standing {
    case .good: status = V_OCSP_CERTSTATUS_GOOD
    case .unknown: status = V_OCSP_CERTSTATUS_UNKNOWN
    case .revoked(let since):
      status = V_OCSP_CERTSTATUS_REVOKED
      revocation = try time(since)
    }
    guard
      OCSP_basic_add1_status(
        basic, name, status, OCSP_REVOKED_STATUS_NOSTATUS, revocation, thisUpdate, nextUpdate)
        != nil
    else { throw .libcrypto("make OCSP response") }
  }

  private func time(_ seconds: Int64) throws(X509Error) -> UnsafeMutablePointer<ASN1_STRING> {
    guard let time = ASN1_GENERALIZEDTIME_set(nil, time_t(seconds)) else {
      throw .libcrypto("write time")
    }
    return time
  }
}
