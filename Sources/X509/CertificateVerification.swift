public import Knowledge

/// How a client judges the certificates of a server (RFC 5280 §6, RFC 9525).
public struct CertificateVerification: Sendable, Hashable, Codable {
  /// The name or IP address that the client set out to reach; `nil`: the name is not looked at.
  public var host: String?
  /// The moment of judgement, in seconds since 1970.
  ///
  /// (OpenSSL takes a certificate as expired in the very second of its `notAfter`.)
  public var at: Int64
  public var trust: TrustStore

  /// Whose certificate it is.
  public var purpose: CertificatePurpose

  public init(
    host: String?, at: Int64, trust: TrustStore, purpose: CertificatePurpose = .server
  ) {
    self.purpose = purpose
    self.host = host
    self.at = at
    self.trust = trust
  }

  /// What the client checks, in order, and where each check is demanded.
  private static let sources: [(name: Check.Name, source: RFCSection)] = [
    (.certificateChain, RFCSection(5280, "6.1")),
    (.certificateDates, RFCSection(5280, "4.1.2.5")),
    (.certificateHostname, RFCSection(9525, "6.3")),
    (.certificateUsage, RFCSection(5280, "4.2.1.12")),
    (.certificateStrength, RFCSection(9325, "4.5")),
  ]

  /// Judges a chain as it came, the server's certificate first; it may be empty.
  ///
  /// Each check has an outcome of its own, whatever the others found: the verifier goes on after a
  /// fault. Where a chain breaks off, dates and strength are those of the certificates up to there.
  public func verify(_ chain: [Certificate]) -> [Check] {
    guard let leaf = chain.first else {
      let failure = Check.Failure(reason: CertificateFault.noCertificate.reason)
      return Self.sources.map { name, source in
        Check(name, name == .certificateChain ? .failed(failure) : .skipped, source)
      }
    }
    let findings = verifierFindings(chain, at: at, trust: trust, purpose: purpose)
    return Self.sources.map { name, source in
      guard name != .certificateHostname else { return Check(name, nameOutcome(leaf), source) }
      let finding = findings.first { CertificateFault.check(verifierCode: $0.code) == name }
      return Check(name, finding.map { .failed(failure($0)) } ?? .passed, source)
    }
  }

  /// The checks of a client that does not verify: nothing was looked at.
  public static func skipped() -> [Check] {
    sources.map { Check($0.name, .skipped, $0.source) }
  }

  private func nameOutcome(_ leaf: Certificate) -> Check.Outcome {
    guard let host else { return .skipped }
    guard let finding = nameFinding(leaf, host: host) else { return .passed }
    return .failed(
      Check.Failure(
        reason: CertificateFault.wrongName.reason,
        found: leaf.dnsNames.isEmpty ? nil : leaf.dnsNames.joined(separator: ", "), expected: host,
        verifierCode: Int(finding.code), verifierMessage: finding.message))
  }

  private func failure(_ finding: VerifierFinding) -> Check.Failure {
    let fault = CertificateFault(verifierCode: finding.code)
    let found: String? =
      switch fault {
      case .unknownIssuer: finding.certificate?.issuer
      case .expired: finding.certificate.map { timestamp($0.notAfter) }
      case .notYetValid: finding.certificate.map { timestamp($0.notBefore) }
      default: finding.certificate?.subject
      }
    let isDate = fault == .expired || fault == .notYetValid
    return Check.Failure(
      reason: fault.reason, found: found, expected: isDate ? timestamp(at) : nil,
      verifierCode: Int(finding.code), verifierMessage: finding.message)
  }
}
