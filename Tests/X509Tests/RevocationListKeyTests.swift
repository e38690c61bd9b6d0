import CryptoPrimitives
import Foundation
import Knowledge
import Testing
import X509

private let now: Int64 = 1_767_225_600

/// RFC 5280 §6.3.3 (f), (g): the key that signs a list need not be the one that signed the certificate.
@Suite("Keys that sign an authority's lists, on the path and off it")
struct RevocationListKeyTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("odd")

  private struct Sample: Sendable {
    var name: String
    /// `passed`, `revoked` or `revocation_unknown`.
    var outcome: String
    /// 2026-06-01; those of PKITS hold until 2030.
    var time: Int64 = 1_780_272_000
    /// Whether theirs comes to the same without being told to look for keys off the path.
    var isSameForOpenSSL = true
  }

  private static let samples = [
    Sample(name: "crl-roll", outcome: "revoked"),
    Sample(name: "crl-roll-clean", outcome: "passed"),
    Sample(name: "crl-root-roll", outcome: "revoked"),
    Sample(name: "crl-root-roll-clean", outcome: "passed"),
    Sample(name: "crl-aki", outcome: "revocation_unknown"),
    Sample(name: "pkits-old-with-new", outcome: "passed"),
    Sample(name: "pkits-separate-valid", outcome: "passed", isSameForOpenSSL: false),
    Sample(name: "pkits-separate-revoked", outcome: "revoked", isSameForOpenSSL: false),
    Sample(name: "pkits-separate-revoked-key", outcome: "revocation_unknown"),
    Sample(name: "pkits-crl-key", outcome: "passed", isSameForOpenSSL: false),
    Sample(name: "pkits-new-with-old", outcome: "passed", isSameForOpenSSL: false),
  ]

  private static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  private static func outcome(_ examination: CertificateExamination) -> String {
    switch examination.checks.first(where: { $0.name == .certificateRevocation })?.outcome {
    case .passed: "passed"
    case .skipped: "skipped"
    case .failed(let failure), .undecided(let failure): failure.reason
    case nil: "absent"
    }
  }

  @Test("Chains of others, NIST's among them", arguments: samples.indices)
  func others(place: Int) throws {
    let sample = Self.samples[place]
    let chain = CertificateFile(try Self.bytes(sample.name + ".pem")).certificates
    let roots = CertificateFile(try Self.bytes(sample.name + ".ca.pem")).certificates
    let lists = RevocationListFile(try Self.bytes(sample.name + ".crl.pem")).lists
    #expect(chain.count > 1 && roots.count == 1 && lists.count > 1)
    for isStrict in [false, true] {
      let verification = CertificateVerification(
        host: nil, at: sample.time, trust: TrustStore(roots: roots), purpose: .any,
        revocation: RevocationPolicy(mode: .hard, lists: lists),
        rules: VerificationRules(isStrict: isStrict))
      #expect(Self.outcome(verification.examine(chain)) == sample.outcome, "\(sample.name)")
    }
    let codes = verifierFindings(
      chain, at: sample.time, trust: TrustStore(roots: roots), purpose: .any, lists: lists
    ).compactMap { CertificateFault(verifierCode: $0.code)?.rawValue }
    let theirs = codes.isEmpty ? "passed" : codes.contains("revoked") ? "revoked" : codes[0]
    #expect((theirs == sample.outcome) == sample.isSameForOpenSSL, "\(sample.name): \(codes)")
  }

  @Test("A list that names another key than its signer's says so")
  func otherKey() throws {
    let lists = RevocationListFile(try Self.bytes("crl-aki.crl.pem")).lists
    let verification = CertificateVerification(
      host: nil, at: 1_780_272_000,
      trust: TrustStore(roots: CertificateFile(try Self.bytes("crl-aki.ca.pem")).certificates),
      purpose: .any, revocation: RevocationPolicy(mode: .hard, lists: lists))
    let chain = CertificateFile(try Self.bytes("crl-aki.pem")).certificates
    let contents = verification.examine(chain).revocations.flatMap(\.answers).map(\.content)
    #expect(contents.contains(.unusable(.otherKey)))
  }

  // MARK: Keys for lists alone, issued by different authorities

  private static func key(_ name: String) throws -> PrivateKey {
    try .makeEC(group: .secp256r1, random: RandomStream.seeded(61).substream(name))
  }

  private static func profile(_ name: String) -> CertificateProfile {
    .authority(name, validFrom: now - 86_400, validTo: now + 86_400)
  }

  private struct World {
    var root: CertificateAuthority
    var inter: CertificateAuthority
    /// Another authority below the same root.
    var other: CertificateAuthority
    var leaf: Certificate
    let random = RandomStream.seeded(62)

    init() throws {
      func key(_ name: String) throws -> PrivateKey { try RevocationListKeyTests.key(name) }
      func profile(_ name: String) -> CertificateProfile { RevocationListKeyTests.profile(name) }
      root = try .makeRoot(profile("Root"), key: key("root"), random: random.substream("root"))
      inter = try root.makeIntermediate(
        profile("Inter"), key: key("inter"), random: random.substream("inter"))
      other = try root.makeIntermediate(
        profile("Other"), key: key("other"), random: random.substream("other"))
      leaf = try inter.issue(
        .server(["a.test"], validFrom: now - 60, validTo: now + 60),
        publicKey: key("leaf").publicKey, random: random.substream("leaf"))
    }

    /// Whoever signs lists in the name of Inter.
    func signer(
      by issuer: CertificateAuthority, _ usages: [CertificateProfile.KeyUsage] = [.cRLSign]
    ) throws -> CertificateAuthority {
      var profile = CertificateProfile(subject: "Inter", validFrom: now - 60, validTo: now + 60)
      profile.keyUsages = usages
      let key = try RevocationListKeyTests.key("lists")
      let certificate = try issuer.issue(
        profile, publicKey: key.publicKey, random: random.substream(issuer.name))
      return CertificateAuthority(name: "Inter", certificate: certificate, key: key)
    }

    func list(
      of authority: CertificateAuthority, _ revoked: [Certificate], age: Int64
    ) throws -> RevocationList {
      try authority.revocationList(
        revoked.map { RevocationList.Entry(serial: $0.serial, since: now - 100) },
        from: now - age, to: now + 60, random: random.substream("list \(age)"))
    }

    func outcome(_ signer: CertificateAuthority, _ lists: [RevocationList]) -> String {
      let verification = CertificateVerification(
        host: nil, at: now, trust: TrustStore(roots: [root.certificate]),
        revocation: RevocationPolicy(mode: .hard, lists: lists))
      return RevocationListKeyTests.outcome(
        verification.examine([
          leaf, inter.certificate, signer.certificate, other.certificate,
        ]))
    }
  }

  @Test("Off the path a key counts where the authority, or whoever issued it, vouches for it")
  func offThePath() throws {
    let world = try World()
    for issuer in [world.root, world.inter, world.other] {
      let signer = try world.signer(by: issuer)
      let roots = try world.list(of: world.root, [], age: 90)
      // About the signer where Inter issued it; as old as can be, so that the signer's counts for the leaf.
      let inters = try world.list(of: world.inter, [], age: 80)
      let others = try world.list(of: world.other, [], age: 80)
      let base = issuer == world.inter ? [roots, inters, others] : [roots, others]
      let clean = world.outcome(signer, base + [try world.list(of: signer, [], age: 50)])
      let full = world.outcome(signer, base + [try world.list(of: signer, [world.leaf], age: 50)])
      // Another authority below the root must not take the name.
      #expect(clean == (issuer == world.other ? "revocation_unknown" : "passed"), "\(issuer.name)")
      #expect(full == (issuer == world.other ? "revocation_unknown" : "revoked"), "\(issuer.name)")
    }
  }

  @Test("A key that may not sign lists, and one that was revoked, do not count")
  func unfitKeys() throws {
    let world = try World()
    let signer = try world.signer(by: world.root)
    let own = try world.list(of: signer, [], age: 50)
    #expect(world.outcome(signer, [try world.list(of: world.root, [], age: 90), own]) == "passed")
    let revoking = try world.list(of: world.root, [signer.certificate], age: 90)
    #expect(world.outcome(signer, [revoking, own]) == "revocation_unknown")
    let mute = try world.signer(by: world.root, [.digitalSignature])
    let lists = [
      try world.list(of: world.root, [], age: 90), try world.list(of: mute, [], age: 50),
    ]
    #expect(world.outcome(mute, lists) == "revocation_unknown")
  }
}
