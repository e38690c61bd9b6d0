import CryptoPrimitives
import Knowledge
import Testing
import X509

@Suite("The checks find what OpenSSL's verifier finds")
struct DifferentialTests {
  @Test("Three thousand chains with faults drawn at random, for servers and for clients")
  func generatedChains() throws {
    let hosts = [
      GeneratedChain.host, "ip.uc.test", "192.0.2.7", "2001:db8::7", "sip.sub.uc.test", "uc.test",
    ]
    var seen: Set<CertificateFault> = []
    var rules: Set<ProfileRule> = []
    var good = 0
    for seed in 0..<3000 {
      let chain = try GeneratedChain(seed: UInt64(seed))
      let verification = CertificateVerification(
        host: hosts[seed % hosts.count], at: GeneratedChain.now,
        trust: TrustStore(roots: chain.trust), purpose: seed % 5 == 0 ? .client : .server)
      var other = verification
      other.rules = VerificationRules(
        depth: seed % 7 == 0 ? seed / 7 % 4 : nil, endsAnywhere: seed % 3 == 0,
        isStrict: seed % 2 == 0)
      rules.formUnion(
        expectAgreement(chain.sent, other, "chain \(seed), other rules").findings.compactMap(\.rule)
      )
      let found = expectAgreement(chain.sent, verification, "chain \(seed)").findings.map(\.fault)
      seen.formUnion(found)
      if found.isEmpty { good += 1 }
    }
    // A generator that never makes a fault would prove nothing; nor one that makes nothing else.
    #expect(good > 100)
    let made: Set<CertificateFault> = [
      .selfSigned, .untrustedRoot, .unknownIssuer, .incomplete, .signatureUnverified,
      .badSignature, .mayNotSign, .notAnAuthority, .pathTooLong, .nameNotPermitted,
      .nameExcluded, .constraintNotUnderstood, .expired, .notYetValid, .wrongUsage, .shortKey,
      .shortAuthorityKey, .weakHash, .ambiguousIssuer,
    ]
    #expect(rules.count > 2, "\(rules)")
    #expect(seen == made, "\(made.symmetricDifference(seen))")
  }

  @Test("Every ready-made chain, for several hosts, moments and trust stores")
  func readyMadeChains() throws {
    let now: Int64 = 1_767_225_600
    let random = RandomStream.seeded(22)
    let catalogue = try CertificateCatalogue(
      host: "sip.uc.test", at: now,
      ownKey: .makeRSA(bits: 2048, random: random.substream("server")), random: random)
    for name in ReadyMadeCertificate.allCases {
      let made = try catalogue.chain(name)
      let chain = made.identity.chain
      let stores: [[Certificate]] = [made.trust.roots, [], chain, Array(chain.suffix(1))]
      for roots in stores {
        for host in ["sip.uc.test", "other.uc.test", "a.sip.uc.test", "192.0.2.1", ""] {
          for at in [now, now - 2000 * 86_400, now + 2000 * 86_400, chain[0].notAfter ?? 0] {
            for purpose in CertificatePurpose.allCases {
              let verification = CertificateVerification(
                host: host, at: at, trust: TrustStore(roots: roots), purpose: purpose)
              expectAgreement(chain, verification, name.rawValue)
              expectAgreement(chain.reversed(), verification, "\(name.rawValue) reversed")
            }
          }
        }
      }
    }
  }
}
