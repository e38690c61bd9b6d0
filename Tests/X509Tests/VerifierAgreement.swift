import Knowledge
import Testing
import X509

/// A fault and whose it is.
private struct Found: Hashable, CustomStringConvertible {
  var fault: CertificateFault?
  var certificate: Certificate?
  var description: String { "\(fault?.rawValue ?? "?") of \(certificate?.subject ?? "?")" }
}

/// Expects our checks to find in a chain what OpenSSL's verifier finds, no more and no less.
///
/// - Returns: what we found.
@discardableResult
func expectAgreement(
  _ chain: [Certificate], _ verification: CertificateVerification, _ label: String
) -> CertificateExamination {
  let examination = verification.examine(chain)
  let ours = Set(examination.findings.map { Found(fault: $0.fault, certificate: $0.certificate) })
  let theirs = Set(
    verifierFindings(
      chain, at: verification.at, trust: verification.trust, purpose: verification.purpose
    ).map { Found(fault: CertificateFault(verifierCode: $0.code), certificate: $0.certificate) })
  // OpenSSL's verifier, told to go on after each fault, takes a certificate that can't be read for
  // one without issuer. We say what it is.
  let isMalformed = examination.findings.contains { $0.fault == .malformed }
  if isMalformed {
    #expect(!theirs.isEmpty, "\(label): only ours \(words(ours, but: theirs))")
  } else {
    // Not a set in the message: its order would change from run to run.
    let onlyTheirs = words(theirs, but: ours)
    #expect(
      ours == theirs, "\(label): only ours \(words(ours, but: theirs)), only theirs \(onlyTheirs)")
  }
  if let host = verification.host, let leaf = chain.first, !isMalformed {
    #expect(
      examination.name?.matches == (nameFinding(leaf, host: host) == nil), "\(label): \(host)")
  }
  return examination
}

private func words(_ some: Set<Found>, but others: Set<Found>) -> [String] {
  some.subtracting(others).map(\.description).sorted()
}
