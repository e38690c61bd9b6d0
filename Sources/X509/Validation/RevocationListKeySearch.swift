import Knowledge

/// Looks for certificates of an authority with which it signs lists and nothing else, and which are therefore
/// on no path (RFC 5280 §6.3.3 (f)).
struct RevocationListKeySearch {
  private let verification: CertificateVerification
  private let chain: [Certificate]
  private let path: CertificatePath

  /// - Parameter chain: everything that came; the certificates are looked for in it.
  init(_ verification: CertificateVerification, _ chain: [Certificate], _ path: CertificatePath) {
    self.chain = chain
    self.path = path
    self.verification = CertificateVerification(
      host: nil, at: verification.at, trust: verification.trust, purpose: .any,
      revocation: RevocationPolicy(mode: .hard, lists: verification.revocation.lists),
      rules: verification.rules)
  }

  /// As many of one authority as are looked at: each takes a path of its own.
  private static let most = 8

  /// The certificates for the lists on which a certificate of the path would stand.
  ///
  /// - Parameter place: where on the path it stands.
  func certificates(above place: Int) -> [Certificate] {
    guard let issuer = path.issuer(at: place) else { return [] }
    return chain.filter {
      $0.bearsName(of: issuer) && $0.keyUsages?.contains(.cRLSign) == true
        && !path.certificates.contains($0)
    }.prefix(Self.most).filter { holds($0, above: place) }
  }

  /// Whether somebody on the path above issued it, and it holds: "the trust anchor for the certification path
  /// MUST be the same as the trust anchor used to validate the target certificate" (§6.3.3 (f)). More is asked
  /// for: another authority below that anchor could take the name.
  private func holds(_ certificate: Certificate, above place: Int) -> Bool {
    let examination = CertificateExamination(
      verification, [certificate] + chain, staple: nil, isOfListKey: true)
    let above = path.certificates.dropFirst(place + 1)
    guard let own = examination.path, own.end == .trusted,
      own.certificates.dropFirst().allSatisfy(above.contains)
    else { return false }
    return examination.checks.allSatisfy { $0.outcome == .passed || $0.outcome == .skipped }
  }
}
