import Testing
import X509

@Suite("The real roots of this machine, each a chain of one")
struct InstalledRootTests {
  /// 2025-06-01 and 2026-01-01, and a day on which none of them is valid any more.
  private static let moments: [Int64] = [1_748_736_000, 1_767_225_600, 4_102_444_800]

  @Test(
    "Trusted or not, at several moments, they are judged as OpenSSL's verifier judges them",
    .enabled(if: !Certificate.installedRoots.isEmpty, "no roots in /etc/ssl/certs"))
  func roots() {
    let roots = Certificate.installedRoots
    for (place, root) in roots.enumerated() {
      let other = roots[(place + 1) % roots.count]
      for at in Self.moments {
        for trusted in [[root], [], [other], [other, root]] {
          for purpose in CertificatePurpose.allCases {
            let verification = CertificateVerification(
              host: "sip.uc.test", at: at, trust: TrustStore(roots: trusted), purpose: purpose)
            expectAgreement([root], verification, root.subject)
          }
        }
      }
      let again = try? Certificate(der: root.der)
      #expect(again == root && again?.pem == root.pem, "\(root.subject)")
    }
  }

  @Test(
    "A root that is trusted among all others is found among them",
    .enabled(if: !Certificate.installedRoots.isEmpty, "no roots in /etc/ssl/certs"))
  func amongAll() {
    let roots = Certificate.installedRoots
    let trust = TrustStore(roots: roots)
    for root in roots {
      // Of two roots of one name the verifier takes the first, and the other for an impostor.
      guard roots.count(where: { $0.subject == root.subject }) == 1 else { continue }
      let verification = CertificateVerification(
        host: nil, at: Self.moments[0], trust: trust)
      let path = expectAgreement([root], verification, root.subject).path
      #expect(path?.certificates == [root] && path?.end == .trusted, "\(root.subject)")
    }
  }
}
