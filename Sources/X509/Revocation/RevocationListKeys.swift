import COpenSSL
import CryptoPrimitives

/// The keys with which an authority may have signed its lists: those that the path to it vouches for
/// (RFC 5280 §6.3.3 (f), (g)). An authority that changed its key has several of them on one path.
struct RevocationListKeys {
  /// Who issued the certificate in question.
  let issuer: Certificate
  /// The authority's certificates, the issuer's own first.
  private let certificates: [Certificate]

  /// - Parameters:
  ///   - place: of the certificate in question.
  ///   - others: certificates of the authority that are off the path, and hold all the same.
  /// - Returns: nil where nobody knows who issued it.
  init?(_ path: CertificatePath, above place: Int, others: [Certificate]) {
    guard let issuer = path.issuer(at: place) else { return nil }
    self.issuer = issuer
    let above = path.certificates.dropFirst(place + 1).filter { $0.bearsName(of: issuer) }
    certificates = (above.isEmpty ? [issuer] : above) + others
  }

  /// Why a list of the authority's name is not its word; nil: one of its keys signed it, and may.
  func problem(of list: OpaquePointer) -> RevocationStatus.Problem? {
    var isCritical: Int32 = 0
    let raw = X509_CRL_get_ext_d2i(list, NID_authority_key_identifier, &isCritical, nil)
    // -1: there is none. Anything else can't be read, or stands there twice.
    guard raw != nil || isCritical == -1 else { return .malformed }
    let named = raw.map { $0.assumingMemoryBound(to: AUTHORITY_KEYID.self) }
    defer { AUTHORITY_KEYID_free(named) }
    // The identifier "provides a means of identifying the public key corresponding to the private key used
    // to sign a CRL" (§5.2.1): where it names one, no other will do.
    let fitting = certificates.filter { certificate in
      named.map { X509_check_akid(certificate.pointer, $0) == X509_V_OK } ?? true
    }
    guard !fitting.isEmpty else { return .otherKey }
    let allowed = fitting.filter { $0.keyUsages?.contains(.cRLSign) ?? true }
    guard !allowed.isEmpty else { return .notAuthorised }
    let isSigned = allowed.contains {
      X509_CRL_verify(list, $0.publicKey.handle.pointer) == 1
    }
    return isSigned ? nil : .badSignature
  }
}

extension Certificate {
  /// Whether its subject has the name of another's.
  func bearsName(of other: Certificate) -> Bool {
    X509_NAME_cmp(X509_get_subject_name(pointer), X509_get_subject_name(other.pointer)) == 0
  }
}
