import Knowledge
import TLSKeys
import TLSWire
import X509

// Taking the other side's certificates apart, and verifying them.
extension Exchange {
  /// The certificates of a chain.
  ///
  /// - Parameter chain: DER, the sender's own first.
  func readCertificates(_ chain: [[UInt8]]) throws(HandshakeFailure) -> [Certificate] {
    var certificates: [Certificate] = []
    for bytes in chain {
      do throws(X509Error) {
        certificates.append(try Certificate(der: bytes))
      } catch {
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
  mutating func verify(
    _ chain: [Certificate], _ policy: ServerVerification,
    purpose: CertificatePurpose = .server
  ) throws(HandshakeFailure) {
    let all = ServerVerification.checks.allSatisfy(policy.skipped.contains)
    let made =
      all
      ? CertificateVerification.skipped()
      : CertificateVerification(
        host: policy.host, at: policy.now, trust: policy.trust, purpose: purpose
      )
      .verify(chain)
    let checks = made.map { check in
      policy.skipped.contains(check.name) ? Check(check.name, .skipped, check.source) : check
    }
    for check in checks { effects.append(.verified(check)) }
    if let failed = checks.first(where: \.failed) { throw .refused(.certificate(failed)) }
  }
}
