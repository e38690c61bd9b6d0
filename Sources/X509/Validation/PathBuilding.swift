import COpenSSL
import CryptoPrimitives

/// Looks for the way to a trusted root: each time first among the client's own certificates, then
/// among those sent. Nobody's signature is opened yet; names and identifiers lead the way.
struct PathBuilding {
  private let trust: [Certificate]
  private let time: Int64
  private let rules: VerificationRules
  /// What was sent and is not in use.
  private var unused: [Certificate]
  private var path: CertificatePath

  /// - Parameter chain: as it came, the server's certificate first.
  init(
    _ chain: [Certificate], leaf: Certificate, trust: [Certificate], at time: Int64,
    rules: VerificationRules
  ) {
    self.trust = trust
    self.time = time
    self.rules = rules
    unused = chain
    path = CertificatePath(certificates: [leaf], trustedFrom: 1, end: .failed(.unknownIssuer))
  }

  /// The path, as far as it goes.
  consuming func build() -> CertificatePath {
    var asksPeer = true
    while true {
      if let end = searchTrusted(&asksPeer) {
        path.end = end
        return path
      }
      guard asksPeer else { continue }
      guard searchSent() else {
        path.end = isTrustedLeaf() ? .trusted : .failed(faultAtTheEnd)
        return path
      }
    }
  }

  private var top: Certificate { path.certificates[path.certificates.count - 1] }
  private var isTooDeep: Bool { path.certificates.count > rules.longest }

  /// Whether the peer's certificate itself is one of those trusted, and that is enough.
  private mutating func isTrustedLeaf() -> Bool {
    guard rules.endsAnywhere, !isTooDeep, trust.contains(path.certificates[0]) else { return false }
    path.trustedFrom = 0
    return true
  }

  /// Looks among the client's own.
  ///
  /// - Parameter asksPeer: whether those sent may be looked at too; not once a trusted one is in.
  /// - Returns: how it ends; nil: it goes on.
  private mutating func searchTrusted(_ asksPeer: inout Bool) -> CertificatePath.End? {
    let subject = top
    if let issuer = isTooDeep ? nil : search(subject, .trusted) {
      if !subject.isSelfSigned {
        path.certificates.append(issuer)
        asksPeer = false
        return issuer.isSelfSigned || rules.endsAnywhere ? .trusted : nil
      }
      if subject == issuer {
        // The peer sent the root too: the client's own copy takes its place.
        path.trustedFrom = path.certificates.count - 1
        return .trusted
      }
      rejectMimic()
    }
    return asksPeer ? nil : .failed(faultAtTheEnd)
  }

  /// Looks among those sent.
  ///
  /// - Returns: whether one was found.
  private mutating func searchSent() -> Bool {
    guard !isTooDeep, !top.isSelfSigned, let issuer = search(top, .sent) else { return false }
    if let place = unused.firstIndex(of: issuer) { unused.remove(at: place) }
    path.certificates.append(issuer)
    path.trustedFrom = path.certificates.count
    return true
  }

  private var faultAtTheEnd: CertificateFault {
    isTooDeep ? .pathTooDeep : path.faultAtTop
  }

  /// Looks at everyone, and takes the first that fits and is valid today; else the one that fits and
  /// ends last.
  private mutating func search(
    _ subject: Certificate, _ source: CertificatePath.Source
  ) -> Certificate? {
    let all = source == .trusted ? trust : unused
    var candidates: [CertificatePath.Candidate] = []
    var best: Int?
    var isSettled = false
    for certificate in all {
      // Nobody needs to hear that a certificate that was sent is not the issuer of itself.
      if source == .sent, certificate == subject, !subject.isSelfIssued { continue }
      var candidate = CertificatePath.Candidate(
        certificate: certificate, rejection: rejection(of: certificate, for: subject))
      if candidate.rejection == nil, source == .sent, isUsed(certificate) {
        candidate.rejection = .usedAlready
      }
      if candidate.rejection == nil {
        if isSettled {
          candidate.rejection = .notNeeded
        } else if let rival = best, !certificate.isValid(at: time),
          !certificate.endsLater(than: candidates[rival].certificate)
        {
          candidate.rejection = .outOfDate
        } else {
          if let rival = best { candidates[rival].rejection = .outOfDate }
          best = candidates.count
          isSettled = certificate.isValid(at: time)
        }
      }
      candidates.append(candidate)
    }
    path.searches.append(.init(subject: subject, place: source, candidates: candidates))
    return best.map { candidates[$0].certificate }
  }

  private func isUsed(_ certificate: Certificate) -> Bool {
    path.certificates.contains(certificate)
      && !(path.certificates.count == 1 && top.isSelfIssued)
  }

  /// "The trusted one" was no such thing: another certificate under the same name.
  private mutating func rejectMimic() {
    guard let last = path.searches.indices.last,
      let taken = path.searches[last].candidates.firstIndex(where: { $0.rejection == nil })
    else { return }
    path.searches[last].candidates[taken].rejection = .notTheTrustedOne
  }

  /// Why one certificate can't be that of another's issuer, as far as their words go.
  private func rejection(
    of candidate: Certificate, for subject: Certificate
  ) -> CertificatePath.Rejection? {
    if X509_NAME_cmp(
      X509_get_subject_name(candidate.pointer), X509_get_issuer_name(subject.pointer)) != 0
    {
      return .otherName
    }
    if let wanted = subject.authorityKeyIdentifier, let found = candidate.subjectKeyIdentifier,
      wanted != found
    {
      return .otherKey
    }
    if subject.namesOtherSerial(than: candidate) { return .otherSerial }
    if subject.namesOtherIssuer(of: candidate) { return .otherSerial }
    guard let kind = subject.signingKeyKind else { return .unknownAlgorithm }
    guard candidate.publicKey.isReadable else { return .unknownKey }
    return candidate.publicKey.makesSignatures(of: kind) ? nil : .otherAlgorithm
  }
}

extension Certificate {
  /// Whether a moment lies within its dates. Like OpenSSL's verifier it holds no longer in the very
  /// second of its `notAfter`, with which RFC 5280 §4.1.2.5 still counts it in.
  func isValid(at time: Int64) -> Bool {
    guard let notBefore, let notAfter else { return false }
    return notBefore <= time && time < notAfter
  }

  /// Whether its last moment comes after another's; no, where one of them is none.
  fileprivate func endsLater(than other: Certificate) -> Bool {
    defer { ERR_clear_error() }
    return ASN1_TIME_compare(X509_get0_notAfter(pointer), X509_get0_notAfter(other.pointer)) > 0
  }

  /// The kind of key (`NID_…`) that its signature was made with, as the signed part has it: what stands
  /// beside the signature anyone can change. Nil where the algorithm is not known.
  fileprivate var signingKeyKind: Int32? {
    var kind: Int32 = 0
    guard let algorithm = X509_get0_tbs_sigalg(pointer),
      OBJ_find_sigid_algs(OBJ_obj2nid(algorithm.pointee.algorithm), nil, &kind) == 1,
      kind != NID_undef
    else { return nil }
    return kind
  }
}

extension PublicKey {
  /// Whether it is of a kind (`NID_…`).
  fileprivate func makesSignatures(of kind: Int32) -> Bool {
    if EVP_PKEY_is_a(handle.pointer, OBJ_nid2sn(kind)) == 1 { return true }
    return kind == NID_rsassaPss && EVP_PKEY_is_a(handle.pointer, "RSA") == 1
  }
}
