import Bytes
import CryptoPrimitives
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
  /// What a stapled response says of the peer's certificate; nil: none came.
  public let stapled: RevocationStatus.Content?

  /// One key held against those that the client was given beforehand.
  public struct PinMatch: Sendable, Hashable {
    public var certificate: Certificate
    public var pin: [UInt8]
    public var isKnown: Bool
  }

  /// - Parameter isOfListKey: whether it is asked of the signer of a list: who signs the lists about that one is
  ///   not looked for any further.
  init(
    _ verification: CertificateVerification, _ chain: [Certificate], staple: [UInt8]?,
    isOfListKey: Bool = false
  ) {
    self.verification = verification
    self.chain = chain
    guard let leaf = chain.first else {
      (path, findings, name, revocations, pins, stapled) = (nil, [], nil, [], [], nil)
      return
    }
    let path = Self.path(of: leaf, chain, verification)
    self.path = path
    // What can't be read issued nothing; it does no harm where it is not needed.
    let missed =
      path.end == .trusted
      ? [] : chain.filter { !$0.hasReadableExtensions && !path.certificates.contains($0) }
    findings =
      missed.map { CertificateFinding($0.damagedExtensions.first?.fault ?? .malformed, $0) }
      + PathFindings(path, sent: chain, verification).all
    name = verification.host.map { HostNameMatch(leaf, wanted: $0) }
    let search = isOfListKey ? nil : RevocationListKeySearch(verification, chain, path)
    revocations = verification.revocation.statuses(of: path, staple: staple, at: verification.at) {
      search?.certificates(above: $0) ?? []
    }
    stapled = staple.map {
      StapledResponse.content($0, leaf, path.issuer(at: 0), at: verification.at)
    }
    pins =
      verification.pins.map { known in
        path.certificates.map { certificate in
          let pin = CertificateVerification.pin(of: certificate.publicKey)
          return PinMatch(certificate: certificate, pin: pin, isKnown: known.contains(pin))
        }
      } ?? []
  }

  private static func path(
    of leaf: Certificate, _ chain: [Certificate], _ verification: CertificateVerification
  ) -> CertificatePath {
    guard leaf.hasReadableExtensions else {
      return CertificatePath(certificates: [leaf], trustedFrom: 1, end: .failed(.malformed))
    }
    return PathBuilding(
      chain.filter(\.hasReadableExtensions), leaf: leaf, trust: verification.trust.roots,
      at: verification.at, rules: verification.rules
    ).build()
  }

  /// Each check with an outcome of its own, whatever the others found.
  public var checks: [Check] {
    let sources = verification.sources(chain, hasStaple: stapled != nil)
    guard path != nil else {
      let failure = Check.Failure(reason: CertificateFault.noCertificate.reason)
      return sources.map { name, source in
        Check(name, name == .certificateChain ? .failed(failure) : .skipped, source)
      }
    }
    let judgement = OpenSSLJudgement(self)
    return sources.map { name, source in Check(name, outcome(of: name, judgement), source) }
  }

  private func outcome(of check: Check.Name, _ judgement: OpenSSLJudgement) -> Check.Outcome {
    switch check {
    case .certificateHostname: return nameOutcome(judgement)
    case .certificateRevocation: return revocationOutcome(judgement)
    case .certificatePin: return pinOutcome
    case .certificateStaple: return stapleOutcome
    case .certificateUsage:
      if verification.purpose == .any { return .skipped }
      let read = path?.certificates ?? []
      if let failure = damage(in: read, ExtensionReading.usage) { return .failed(failure) }
      // In strict mode a purpose is not judged by half of what a certificate says.
      if verification.rules.isStrict, let odd = read.first(where: { !$0.hasReadableExtensions }),
        let damaged = odd.damagedExtensions.first
      {
        return .failed(Check.Failure(reason: damaged.fault.reason, found: damaged.name))
      }
    default: break
    }
    let own = findings.filter { $0.fault.check == check }
    // What speaks against it counts before what is not known.
    if let finding = own.first(where: { !$0.fault.isIgnorance }) {
      return .failed(failure(finding, judgement))
    }
    return own.first.map { .undecided(failure($0, judgement)) } ?? .passed
  }

  /// Why a check can't hold that reads these extensions.
  private func damage(
    in certificates: [Certificate], _ names: Set<String>
  ) -> Check.Failure? {
    for certificate in certificates {
      guard let damaged = certificate.damaged(among: names) else { continue }
      return Check.Failure(reason: damaged.fault.reason, found: damaged.name)
    }
    return nil
  }

  private func nameOutcome(_ judgement: OpenSSLJudgement) -> Check.Outcome {
    guard let name, let leaf = chain.first else { return .skipped }
    if let failure = damage(in: [leaf], ExtensionReading.name) { return .failed(failure) }
    guard !name.matches else { return .passed }
    let names = name.comparisons.prefix(Self.mostNames).map(\.name)
    let others = name.comparisons.count - names.count
    let found = names.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
    let code = judgement.code(among: CertificateFault.wrongName.verifierCodes)
    return .failed(
      Check.Failure(
        reason: CertificateFault.wrongName.reason, found: found.isEmpty ? nil : found,
        expected: name.wanted, verifierCode: code, verifierMessage: code.map(verifierMessage)))
  }

  private func revocationOutcome(_ judgement: OpenSSLJudgement) -> Check.Outcome {
    guard verification.revocation.mode != .off else { return .skipped }
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

  /// Clients that asked "MUST check the OCSP response and abort the handshake if the response is not
  /// satisfactory" (RFC 6066 §8). "If these features are requested by the client", the server must not leave
  /// them out (RFC 7633 §4.2.3, §4.3.3).
  private var stapleOutcome: Check.Outcome {
    guard verification.asksForStaple else { return .skipped }
    if let leaf = chain.first, let failure = damage(in: [leaf], ExtensionReading.stapling) {
      return .failed(failure)
    }
    let isDemanded = chain.first?.demandsStaple == true
    switch stapled {
    case .good?: return .passed
    case .revoked?:
      return .failed(
        Check.Failure(reason: CertificateFault.stapleRevoked.reason, found: chain.first?.subject))
    case .unusable(let problem)? where !isDemanded:
      // Nobody is known whose word it could be: the chain is at fault.
      guard problem != .unknownIssuer else { return .skipped }
      return .failed(
        Check.Failure(reason: CertificateFault.stapleUnusable.reason, found: problem.rawValue))
    case .unusable?, nil:
      return .failed(
        Check.Failure(reason: CertificateFault.stapleMissing.reason, found: chain.first?.subject))
    }
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
    let (found, expected) = details(finding)
    let codes =
      finding.rule.map { [$0.verifierCode].compactMap(\.self) } ?? finding.fault.verifierCodes
    let code = judgement.code(among: codes)
    let depth = path?.certificates.firstIndex(of: certificate).flatMap { $0 > 0 ? $0 : nil }
    return Check.Failure(
      reason: finding.fault.reason, found: found, expected: expected, verifierCode: code,
      verifierMessage: code.map(verifierMessage), depth: depth,
      subject: depth.map { _ in certificate.subject })
  }

  private func details(_ finding: CertificateFinding) -> (found: String, expected: String?) {
    let certificate = finding.certificate
    switch finding.fault {
    case .unknownIssuer, .selfSigned, .untrustedRoot, .incomplete: return (certificate.issuer, nil)
    case .unknownIssuerKey:
      let issuer = path?.unknownIssuerKey(of: certificate)
      return (issuer?.publicKey.algorithmName ?? certificate.issuer, nil)
    case .expired:
      return (timestamp(certificate.notAfter ?? 0), timestamp(verification.at))
    case .notYetValid:
      return (timestamp(certificate.notBefore ?? 0), timestamp(verification.at))
    case .malformedDates: return (certificate.malformedDates.joined(separator: ", "), nil)
    case .unreadableExtension, .repeatedExtension, .emptyExtension:
      let damaged = certificate.damagedExtensions.filter { $0.fault == finding.fault }
      return (damaged.map(\.name).joined(separator: ", "), nil)
    case .unknownKey, .malformedKey: return (certificate.publicKey.algorithmName, nil)
    case .unknownExtension:
      let names = certificate.unknownCriticalExtensions
      return (names.isEmpty ? certificate.subject : names.joined(separator: ", "), nil)
    case .unknownHash: return (certificate.signatureAlgorithm ?? certificate.subject, nil)
    case .flawedKey: return (certificate.publicKey.flaw?.rawValue ?? certificate.subject, nil)
    case .outsideProfile: return (finding.rule?.rawValue ?? certificate.subject, nil)
    case .nameNotPermitted, .nameExcluded, .constraintNotUnderstood:
      guard let limit = finding.limit else { return (certificate.subject, nil) }
      return (limit.name, "\(limit.authority.subject): \(limit.shownLimits)")
    default: return (certificate.subject, nil)
    }
  }
}
