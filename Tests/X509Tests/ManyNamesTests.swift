import CryptoPrimitives
import Knowledge
import Testing
import X509

@Suite("Thousands of names are read at a bearable cost")
struct ManyNamesTests {
  private static let hosts = (0..<10_000).map { AlternativeName.dns("host-\($0).uc.test") }

  private func server(
    _ names: [AlternativeName], under constraints: CertificateProfile.NameConstraints?
  ) throws -> (leaf: Certificate, trust: TrustStore) {
    let forger = try Forger(constraints: constraints)
    var profile = CertificateProfile(
      subject: "many", validFrom: Forger.now - 1000, validTo: Forger.now + 1000)
    profile.names = names
    let key = try PrivateKey.makeEd25519(random: .seeded(8))
    let leaf = try forger.authority.issue(
      profile, publicKey: key.publicKey, random: .seeded(9))
    return (leaf, forger.trust)
  }

  private func judge(
    _ leaf: Certificate, _ trust: TrustStore, host: String, purpose: CertificatePurpose = .server
  ) -> CertificateExamination {
    let verification = CertificateVerification(
      host: host, at: Forger.now, trust: trust, purpose: purpose)
    let (examination, cost) = measured {
      let examination = verification.examine([leaf])
      _ = examination.checks
      return examination
    }
    #expect(cost < .bearable, "\(host)")
    expectAgreement([leaf], verification, host)
    return examination
  }

  @Test("Ten thousand names, of which the last is the one, or none")
  func names() throws {
    let (leaf, trust) = try server(Self.hosts, under: nil)
    #expect(leaf.dnsNames.count == 10_000)
    let last = judge(leaf, trust, host: "host-9999.uc.test")
    #expect(last.findings == [] && last.name?.matches == true)
    let none = judge(leaf, trust, host: "host-10000.uc.test")
    #expect(none.name?.comparisons.count == 10_000 && none.name?.matches == false)
    // A line that says so stays a line.
    let words = none.checks.compactMap { check -> String? in
      guard case .failed(let failure) = check.outcome else { return nil }
      return failure.found
    }
    #expect(words.count == 1 && words.allSatisfy { $0.count < 400 }, "\(words)")
  }

  @Test("Ten thousand wildcards and addresses")
  func wildcards() throws {
    let names = (0..<5000).flatMap { number -> [AlternativeName] in
      [.dns("*.sub-\(number).uc.test"), .ip("10.0.\(number / 256).\(number % 256)")]
    }
    let (leaf, trust) = try server(names, under: nil)
    #expect(judge(leaf, trust, host: "a.sub-4999.uc.test").name?.matches == true)
    #expect(judge(leaf, trust, host: "10.0.19.135").name?.matches == true)
    #expect(judge(leaf, trust, host: "10.0.19.136").name?.matches == false)
  }

  @Test("Ten thousand names under few constraints, and under more than anyone compares")
  func constraints() throws {
    for (count, isJudged) in [(1, true), (50, true), (104, true), (105, false), (300, false)] {
      let permitted = (1..<count).map { AlternativeName.dns("sub-\($0).uc.test") }
      let constraints = CertificateProfile.NameConstraints(
        permitted: permitted + [.dns("uc.test")])
      let (leaf, trust) = try server(Self.hosts, under: constraints)
      let examination = judge(leaf, trust, host: "host-0.uc.test")
      #expect(examination.findings.isEmpty == isJudged, "\(count): \(examination.findings)")
    }
  }

  @Test("Ten thousand constraints, and one name")
  func manyConstraints() throws {
    let excluded = (0..<10_000).map { AlternativeName.dns("sub-\($0).uc.test") }
    let (leaf, trust) = try server(
      [.dns("sip.sub-9999.uc.test")], under: .init(excluded: excluded))
    let examination = judge(leaf, trust, host: "sip.sub-9999.uc.test")
    #expect(examination.findings.map(\.fault) == [.nameExcluded])
  }

  @Test("A name of sixty thousand bytes, with as many labels as dots")
  func longName() throws {
    for label in ["a", "a.", ".", "*", "*.", "xn--", "-"] {
      let name = String(repeating: label, count: 60_000 / label.count)
      let (leaf, trust) = try server([.dns(name), .dns("*." + name)], under: nil)
      for host in ["sip.uc.test", name, "x." + name, "*." + name] {
        _ = judge(leaf, trust, host: host)
      }
    }
  }
}
