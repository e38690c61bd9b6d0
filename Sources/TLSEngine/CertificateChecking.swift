import Bytes
import Knowledge
import TLSKeys
import TLSWire
public import X509

// Taking the other side's certificates apart, and verifying them.
extension Exchange {
  /// The certificates of a chain. Only the first must be one: what else stands there may be superfluous.
  ///
  /// - Parameter chain: DER, the sender's own first.
  func readCertificates(_ chain: [[UInt8]]) throws(HandshakeFailure) -> [Certificate] {
    var certificates: [Certificate] = []
    for bytes in chain {
      do throws(X509Error) {
        certificates.append(try Certificate.reading(der: bytes))
      } catch {
        // One that nobody can read issued nothing; the path breaks off where it would be needed.
        guard certificates.isEmpty else { continue }
        // What is in a certificate is not TLS's syntax: bad_certificate, not decode_error.
        throw .refused(
          .certificate(
            Check(
              .certificateChain, .failed(.init(reason: "malformed", found: "\(error)")),
              RFCSection(5246, "7.2.2"))))
      }
    }
    return certificates
  }

  /// Says of every check that it is not made: a server without a certificate can be anyone
  /// (RFC 5246 §F.1.1.1).
  mutating func passOverCertificate() {
    for check in CertificateVerification.skipped() { effects.append(.verified(check)) }
  }

  /// Makes every check that is not switched off, reports all, and stops at the first that failed.
  ///
  /// - Parameters:
  ///   - staple: the OCSP response that came with the certificates.
  ///   - laterRevocation: the OCSP response is still to come, and with it `verifyRevocation`.
  ///   - asksForStaple: whether the ClientHello asked for an OCSP response.
  mutating func verify(
    _ chain: [Certificate], _ policy: ServerVerification,
    purpose: CertificatePurpose = .server, staple: [UInt8]? = nil, laterRevocation: Bool = false,
    asksForStaple: Bool = false
  ) throws(HandshakeFailure) {
    var verification = policy.verification(purpose)
    verification.asksForStaple = asksForStaple
    if laterRevocation { verification.revocation.mode = .off }
    let checks = policy.judge(chain, verification, staple)
    try report(checks.filter { !laterRevocation || !Self.wantStaple.contains($0.name) })
  }

  /// Checks that look at the OCSP response.
  private static let wantStaple: Set<Check.Name> = [.certificateRevocation, .certificateStaple]

  /// Makes the check that waited for the OCSP response, which may not have come at all.
  mutating func verifyRevocation(
    _ chain: [Certificate], _ policy: ServerVerification, staple: [UInt8]?
  ) throws(HandshakeFailure) {
    var verification = policy.verification(.server)
    verification.asksForStaple = true
    let checks = policy.judge(chain, verification, staple)
    try report(checks.filter { Self.wantStaple.contains($0.name) })
  }

  /// Verifies a client's certificates. Which name they bear is for the application to look at.
  mutating func verifyClient(
    _ chain: [Certificate], _ configuration: Boxed<ServerConfiguration>
  ) throws(HandshakeFailure) {
    try verify(
      chain,
      ServerVerification(
        trust: configuration.clientTrust ?? TrustStore(roots: []), host: nil,
        now: configuration.now / 1_000_000), purpose: .client)
  }

  private mutating func report(_ checks: [Check]) throws(HandshakeFailure) {
    for check in checks { effects.append(.verified(check)) }
    if let failed = checks.first(where: \.failed) { throw .refused(.certificate(failed)) }
  }
}

extension ServerVerification {
  /// The same as X.509 has it.
  public func verification(_ purpose: CertificatePurpose) -> CertificateVerification {
    CertificateVerification(
      host: host, at: now, trust: trust, purpose: purpose, revocation: revocation, pins: pins)
  }

  /// The checks, those that are switched off among them; where all are off nobody looks at anything.
  func judge(
    _ chain: [Certificate], _ verification: CertificateVerification, _ staple: [UInt8]?
  ) -> [Check] {
    let isOff = CertificateVerification.checks.allSatisfy(skipped.contains) && pins == nil
    guard !isOff else { return CertificateVerification.skipped() }
    return verification.verify(chain, staple: staple).map { check in
      skipped.contains(check.name) ? Check(check.name, .skipped, check.source) : check
    }
  }
}
