import CryptoPrimitives
import Knowledge
import Testing
import X509

@Suite("The checks find what OpenSSL's verifier finds")
struct DifferentialTests {
  /// A fault and whose it is.
  private struct Found: Hashable, CustomStringConvertible {
    var fault: CertificateFault?
    var certificate: Certificate?
    var description: String { "\(fault?.rawValue ?? "?") of \(certificate?.subject ?? "?")" }
  }

  private func ours(_ examination: CertificateExamination) -> Set<Found> {
    Set(examination.findings.map { Found(fault: $0.fault, certificate: $0.certificate) })
  }

  private func theirs(_ verification: CertificateVerification, _ chain: [Certificate]) -> Set<Found>
  {
    Set(
      verifierFindings(
        chain, at: verification.at, trust: verification.trust, purpose: verification.purpose
      ).map { Found(fault: CertificateFault(verifierCode: $0.code), certificate: $0.certificate) })
  }

  private func compare(
    _ chain: [Certificate], _ verification: CertificateVerification, _ label: String
  ) {
    let examination = verification.examine(chain)
    let (ours, theirs) = (ours(examination), theirs(verification, chain))
    #expect(
      ours == theirs,
      "\(label): only ours \(ours.subtracting(theirs)), only OpenSSL's \(theirs.subtracting(ours))")
    guard let host = verification.host, let leaf = chain.first else { return }
    #expect(
      examination.name?.matches == (nameFinding(leaf, host: host) == nil), "\(label): \(host)")
  }

  @Test("Three thousand chains with faults drawn at random, for servers and for clients")
  func generatedChains() throws {
    let hosts = [
      GeneratedChain.host, "ip.uc.test", "192.0.2.7", "2001:db8::7", "sip.sub.uc.test", "uc.test",
    ]
    var seen: Set<CertificateFault> = []
    var good = 0
    for seed in 0..<3000 {
      let chain = try GeneratedChain(seed: UInt64(seed))
      let verification = CertificateVerification(
        host: hosts[seed % hosts.count], at: GeneratedChain.now,
        trust: TrustStore(roots: chain.trust), purpose: seed % 5 == 0 ? .client : .server)
      compare(chain.sent, verification, "chain \(seed)")
      let found = verification.examine(chain.sent).findings.map(\.fault)
      seen.formUnion(found)
      if found.isEmpty { good += 1 }
    }
    // A generator that never makes a fault would prove nothing; nor one that makes nothing else.
    #expect(good > 100)
    let made: Set<CertificateFault> = [
      .selfSigned, .untrustedRoot, .unknownIssuer, .incomplete, .signatureUnverified,
      .badSignature, .mayNotSign, .notAnAuthority, .pathTooLong, .nameNotPermitted,
      .nameExcluded, .constraintNotUnderstood, .expired, .notYetValid, .wrongUsage, .shortKey,
      .shortAuthorityKey, .weakHash,
    ]
    #expect(seen == made, "\(made.symmetricDifference(seen))")
  }

  @Test("Every ready-made chain, for several hosts, moments and trust stores")
  func readyMadeChains() throws {
    let now: Int64 = 1_767_225_600
    let random = RandomStream.seeded(22)
    let catalogue = try CertificateCatalogue(
      host: "sip.uc.test", at: now,
      serverKey: .makeRSA(bits: 2048, random: random.substream("server")), random: random)
    for name in ReadyMadeCertificate.allCases {
      let made = try catalogue.chain(name)
      let chain = made.identity.chain
      let stores: [[Certificate]] = [made.trust.roots, [], chain, Array(chain.suffix(1))]
      for roots in stores {
        for host in ["sip.uc.test", "other.uc.test", "a.sip.uc.test", "192.0.2.1", ""] {
          for at in [now, now - 2000 * 86_400, now + 2000 * 86_400, chain[0].notAfter] {
            for purpose in CertificatePurpose.allCases {
              let verification = CertificateVerification(
                host: host, at: at, trust: TrustStore(roots: roots), purpose: purpose)
              compare(chain, verification, name.rawValue)
              compare(chain.reversed(), verification, "\(name.rawValue) reversed")
            }
          }
        }
      }
    }
  }
}
