import Bytes
public import Knowledge

/// Everything that a verifier looked at in a chain, and what it found: what a screen shows step by
/// step. `checks` is the short form.
public struct CertificateExamination: Sendable, Hashable {
  public let verification: CertificateVerification
  /// The chain as it came.
  public let chain: [Certificate]
  /// The way to a root; nil if no certificate came.
  public let path: CertificatePath?
  /// What is wrong with the certificates on the path, names of hosts left aside.
  public let findings: [CertificateFinding]
  /// The names held against the one that was wanted; nil if none was.
  public let name: HostNameMatch?
  /// What is known of each certificate's revocation; empty if nobody asked.
  public let revocations: [RevocationStatus]
  /// The keys on the path, each with its pin and whether the client knows it; empty if it has none.
  public let pins: [PinMatch]

  /// One key held against those that the client was given beforehand.
  public struct PinMatch: Sendable, Hashable {
    public var certificate: Certificate
    public var pin: [UInt8]
    public var isKnown: Bool
  }

  init(_ verification: CertificateVerification, _ chain: [Certificate], staple: [UInt8]?) {
    self.verification = verification
    self.chain = chain
    // What can't be read issued nothing; it does no harm where it is not needed.
    let built = chain.first.flatMap { leaf in
      leaf.hasReadableExtensions
        ? PathBuilding(
          chain.filter(\.hasReadableExtensions), leaf: leaf, trust: verification.trust.roots,
          at: verification.at
        ).build() : nil
    }
    let unreadable = chain.filter { !$0.hasReadableExtensions }
    guard let leaf = chain.first, let path = built, path.end == .trusted || unreadable.isEmpty
    else {
      path = chain.first.map {
        CertificatePath(certificates: [$0], trustedFrom: 1, end: .failed(.malformed))
      }
      findings = unreadable.map { .init(.malformed, $0) }
      name = nil
      revocations = []
      pins = []
      return
    }
    self.path = path
    findings = PathFindings(path, at: verification.at, purpose: verification.purpose).all
    name = verification.host.map { HostNameMatch(leaf, wanted: $0) }
    revocations = verification.revocation.statuses(of: path, staple: staple, at: verification.at)
    pins =
      verification.pins.map { known in
        path.certificates.map { certificate in
          let pin = CertificateVerification.pin(of: certificate.publicKey)
          return PinMatch(certificate: certificate, pin: pin, isKnown: known.contains(pin))
        }
      } ?? []
  }

  /// Each check with an outcome of its own, whatever the others found.
  public var checks: [Check] {
    guard path != nil else {
      let failure = Check.Failure(reason: CertificateFault.noCertificate.reason)
      return verification.sources.map { name, source in
        Check(name, name == .certificateChain ? .failed(failure) : .skipped, source)
      }
    }
    let judgement = OpenSSLJudgement(self)
    return verification.sources.map { name, source in
      Check(name, outcome(of: name, judgement), source)
    }
  }

  private func outcome(of check: Check.Name, _ judgement: OpenSSLJudgement) -> Check.Outcome {
    if check == .certificateHostname { return nameOutcome(judgement) }
    if check == .certificateUsage, verification.purpose == .any { return .skipped }
    if check == .certificateRevocation { return revocationOutcome(judgement) }
    if check == .certificatePin { return pinOutcome }
    guard let finding = findings.first(where: { $0.fault.check == check }) else { return .passed }
    return .failed(failure(finding, judgement))
  }

  private func nameOutcome(_ judgement: OpenSSLJudgement) -> Check.Outcome {
    guard let name else { return verification.host == nil ? .skipped : .passed }
    guard !name.matches else { return .passed }
    let names = name.comparisons.prefix(Self.mostNames).map(\.name)
    let others = name.comparisons.count - names.count
    let found = names.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
    let code = judgement.code(of: .wrongName)
    return .failed(
      Check.Failure(
        reason: CertificateFault.wrongName.reason, found: found.isEmpty ? nil : found,
        expected: name.wanted, verifierCode: code, verifierMessage: code.map(verifierMessage)))
  }

  private func revocationOutcome(_ judgement: OpenSSLJudgement) -> Check.Outcome {
    guard verification.revocation.mode != .off,
      !findings.contains(where: { $0.fault == .malformed })
    else { return .skipped }
    var unknown: CertificateFinding?
    for status in revocations {
      switch status.verdict {
      case .good: break
      case .revoked:
        return .failed(failure(CertificateFinding(.revoked, status.certificate), judgement))
      case .unknown:
        unknown = unknown ?? CertificateFinding(.revocationUnknown, status.certificate)
      }
    }
    guard let unknown else { return .passed }
    // What could not be found out was not checked, even where the client lets it pass.
    return verification.revocation.mode == .soft ? .skipped : .failed(failure(unknown, judgement))
  }

  private var pinOutcome: Check.Outcome {
    if pins.contains(where: \.isKnown) { return .passed }
    return .failed(
      Check.Failure(
        reason: CertificateFault.notPinned.reason, found: pins.first.map { $0.pin.hex },
        expected: verification.pins?.first?.hex))
  }

  /// As many names as a line can hold: a certificate may have thousands.
  private static let mostNames = 5

  private func failure(
    _ finding: CertificateFinding, _ judgement: OpenSSLJudgement
  ) -> Check.Failure {
    let certificate = finding.certificate
    let found: String
    var expected: String?
    switch finding.fault {
    case .unknownIssuer, .selfSigned, .untrustedRoot, .incomplete: found = certificate.issuer
    case .expired: (found, expected) = (timestamp(certificate.notAfter), timestamp(verification.at))
    case .notYetValid:
      (found, expected) = (timestamp(certificate.notBefore), timestamp(verification.at))
    default: found = certificate.subject
    }
    let code = judgement.code(of: finding.fault)
    return Check.Failure(
      reason: finding.fault.reason, found: found, expected: expected, verifierCode: code,
      verifierMessage: code.map(verifierMessage))
  }
}

/// What OpenSSL's verifier says of the same chain: asked when the first fault wants its words, and
/// not at all of a chain without fault.
private final class OpenSSLJudgement {
  private let examination: CertificateExamination
  private lazy var codes: [Int32] = {
    let asked = examination.verification
    let name = asked.host.flatMap { host in
      examination.chain.first.flatMap { nameFinding($0, host: host) }
    }
    return verifierFindings(
      examination.chain, at: asked.at, trust: asked.trust, purpose: asked.purpose,
      lists: asked.revocation.mode == .off ? nil : asked.revocation.lists ?? []
    ).map(\.code) + (name.map { [$0.code] } ?? [])
  }()

  init(_ examination: CertificateExamination) { self.examination = examination }

  /// Its number for a fault; nil if it does not find it.
  func code(of fault: CertificateFault) -> Int? {
    codes.first { fault.verifierCodes.contains($0) }.map { Int($0) }
  }
}
