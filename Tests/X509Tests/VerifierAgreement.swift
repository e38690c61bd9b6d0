import CryptoPrimitives
import Knowledge
import Testing
import X509

/// A fault and whose it is.
private struct Found: Hashable, CustomStringConvertible {
  var fault: CertificateFault?
  var rule: ProfileRule?
  var certificate: Certificate?
  var description: String {
    "\(fault?.rawValue ?? "?") \(rule?.rawValue ?? "") of \(certificate?.subject ?? "?")"
  }
}

extension CertificateFault {
  /// Ours alone: what OpenSSL's verifier does not look at, or says in another way.
  var isOnlyOurs: Bool {
    Self.ours.contains(self)
  }

  private static let ours: Set<CertificateFault> = [
    .unreadableExtension, .repeatedExtension, .emptyExtension, .flawedKey, .unknownKey,
    .malformedKey,
  ]

  /// What OpenSSL's verifier takes for weak is not known to us.
  ///
  /// - Parameter place: of the certificate on the path, and how many there are.
  func inTheirWords(_ place: (at: Int, of: Int)) -> CertificateFault {
    switch self {
    case .unknownHash: .weakHash
    case .precertificate: .unknownExtension
    case .sharedKeyIdentifier: .badSignature
    case .tooMuch: .malformed
    case .ambiguousIssuer:
      place.at < place.of - 1 ? .badSignature : place.of == 1 ? .selfSigned : .untrustedRoot
    default: self
    }
  }
}

extension CertificateFinding {
  fileprivate func isOnlyOurs(on path: CertificatePath?) -> Bool {
    if let rule, rule.verifierCode == nil { return true }
    // Of the last one theirs does not look at the signature.
    let isLast = fault == .unknownHash && certificate == path?.certificates.last
    return fault.isOnlyOurs || isLast
  }
}

/// Expects our checks to find in a chain what OpenSSL's verifier finds, no more and no less.
///
/// - Returns: what we found.
@discardableResult
func expectAgreement(
  _ chain: [Certificate], _ verification: CertificateVerification, _ label: String
) -> CertificateExamination {
  let examination = verification.examine(chain)
  // A wildcard that covers an excluded name is refused by us alone; one within it by both.
  let covering = Set(
    examination.findings.filter { $0.fault == .nameExcluded && $0.limit?.name.first == "*" }
      .map(\.certificate))
  func isCovered(_ found: Found) -> Bool {
    found.fault == .nameExcluded && found.certificate.map(covering.contains) == true
  }
  let ours = Set(
    examination.findings.filter { !$0.isOnlyOurs(on: examination.path) }.map {
      Found(
        fault: $0.fault.inTheirWords(place(of: $0.certificate, on: examination.path)),
        rule: $0.rule, certificate: $0.certificate)
    }.filter { !isCovered($0) })
  let theirs = Set(
    verifierFindings(
      chain, at: verification.at, trust: verification.trust, purpose: verification.purpose,
      rules: verification.rules
    ).map { finding in
      Found(
        fault: CertificateFault(verifierCode: finding.code)?.inTheirWords((0, 1)),
        rule: ProfileRule.allCases.first { $0.verifierCode == finding.code },
        certificate: finding.certificate)
    }.filter { !isCovered($0) })
  // OpenSSL's verifier, told to go on after each fault, takes a certificate that can't be read for
  // one without issuer, and gives up at a key that can't. We say what it is.
  let judged = chain + (examination.path?.certificates ?? [])
  let isDamaged =
    judged.contains { !$0.damagedExtensions.isEmpty || !$0.publicKey.isReadable }
    || examination.findings.contains { $0.fault == .unknownIssuerKey }
  if isDamaged {
    #expect(
      theirs.isEmpty || !examination.findings.isEmpty,
      "\(label): only theirs \(words(theirs, but: ours))")
  } else {
    // Not a set in the message: its order would change from run to run.
    let onlyTheirs = words(theirs, but: ours)
    #expect(
      ours == theirs, "\(label): only ours \(words(ours, but: theirs)), only theirs \(onlyTheirs)")
  }
  if let host = verification.host, let leaf = chain.first, !isDamaged {
    #expect(
      examination.name?.matches == (nameFinding(leaf, host: host) == nil), "\(label): \(host)")
  }
  return examination
}

private func place(
  of certificate: Certificate, on path: CertificatePath?
) -> (at: Int, of: Int) {
  let all = path?.certificates ?? []
  return (all.firstIndex(of: certificate) ?? 0, all.count)
}

private func words(_ some: Set<Found>, but others: Set<Found>) -> [String] {
  some.subtracting(others).map(\.description).sorted()
}
