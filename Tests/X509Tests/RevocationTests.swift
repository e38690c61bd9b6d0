import CryptoPrimitives
import Knowledge
import Testing
import X509

@Suite("Revoked certificates: by list, by stapled response, reachable or not, soft and hard")
struct RevocationTests {
  private static let now: Int64 = 1_767_225_600
  private static let day: Int64 = 86_400
  private static let catalogue = Result { try make() }

  private static func make() throws -> CertificateCatalogue {
    let random = RandomStream.seeded(31)
    return try CertificateCatalogue(
      host: "sip.uc.test", at: now,
      ownKey: .makeRSA(bits: 2048, random: random.substream("server")), random: random)
  }

  private func examine(
    _ chain: ReadyMadeChain, _ mode: RevocationPolicy.Mode, lists: [RevocationList]?,
    staple: [UInt8]? = nil, at time: Int64 = now
  ) -> CertificateExamination {
    CertificateVerification(
      host: "sip.uc.test", at: time, trust: chain.trust,
      revocation: RevocationPolicy(mode: mode, lists: lists)
    ).examine(chain.identity.chain, staple: staple)
  }

  private func outcome(_ examination: CertificateExamination) -> String {
    switch examination.checks.first(where: { $0.name == .certificateRevocation })?.outcome {
    case .passed: "passed"
    case .skipped: "skipped"
    case .failed(let failure), .undecided(let failure): failure.reason
    case nil: "absent"
    }
  }

  @Test("With the lists at hand, without, and with none that fits")
  func lists() throws {
    for name in [ReadyMadeCertificate.good, .revoked, .revokedIntermediate] {
      let chain = try Self.catalogue.get().chain(name)
      let lists = try Self.catalogue.get().revocationLists(name)
      let truth = name == .good ? "passed" : "revoked"
      for mode in [RevocationPolicy.Mode.soft, .hard] {
        let unknown = mode == .soft ? "skipped" : "revocation_unknown"
        #expect(outcome(examine(chain, mode, lists: lists)) == truth)
        #expect(outcome(examine(chain, mode, lists: nil)) == unknown)
        #expect(outcome(examine(chain, mode, lists: [])) == unknown)
        // A list is good until the next one is due; who stands on it stays revoked.
        let late = Self.now + 7 * Self.day
        #expect(
          outcome(examine(chain, mode, lists: lists, at: late))
            == (name == .good ? unknown : truth))
      }
      #expect(outcome(examine(chain, .off, lists: lists)) == "skipped")
    }
  }

  /// OpenSSL's verifier reads the same lists: which of the three does it come to?
  @Test("OpenSSL's verifier comes to the same, today and when the lists are out of date")
  func differential() throws {
    for name in ReadyMadeCertificate.allCases where name != .selfSigned {
      let chain = try Self.catalogue.get().chain(name)
      let all = try Self.catalogue.get().revocationLists(name)
      for time in [Self.now, Self.now + 7 * Self.day, Self.now - 2 * 3600] {
        for dropped in 0...all.count {
          let lists = all.enumerated().filter { $0.offset + 1 != dropped }
            .map(\.element)
          let examination = examine(chain, .hard, lists: lists, at: time)
          guard examination.path?.end == .trusted else { continue }
          let codes = verifierFindings(
            chain.identity.chain, at: time, trust: chain.trust, purpose: .server, lists: lists
          ).compactMap { CertificateFault(verifierCode: $0.code) }
          let verdicts = examination.revocations.map(\.verdict)
          let isRevoked = verdicts.contains { if case .revoked = $0 { true } else { false } }
          // OpenSSL reads entries of a list that is not valid yet, too.
          if time >= Self.now || !codes.contains(.revocationUnknown) {
            #expect(isRevoked == codes.contains(.revoked), "\(name) \(time) \(dropped)")
          }
          // OpenSSL says of a list with an entry that is out of date both.
          if !isRevoked {
            #expect(
              verdicts.contains(.unknown) == codes.contains(.revocationUnknown),
              "\(name) \(time) \(dropped): \(verdicts) \(codes)")
          }
        }
      }
    }
  }

  @Test("A stapled response speaks for the server's certificate alone")
  func staples() throws {
    let catalogue = try Self.catalogue.get()
    let chain = try catalogue.chain(.good)
    let leaf = try #require(chain.identity.chain.first)
    func staple(
      _ standing: CertificateStanding, of subject: Certificate? = nil,
      by authority: CertificateAuthority? = nil, to end: Int64 = Self.now + 3600
    ) throws -> [UInt8] {
      try (authority ?? catalogue.intermediate).status(
        of: subject ?? leaf, standing, from: Self.now - 3600, to: end,
        random: .seeded(5))
    }
    func content(_ staple: [UInt8]?) -> RevocationStatus.Content? {
      examine(chain, .hard, lists: nil, staple: staple).revocations.first?.answers.first?.content
    }
    let good = RevocationStatus.Content.good(from: Self.now - 3600, to: Self.now + 3600)
    #expect(content(try staple(.good)) == good)
    #expect(
      content(try staple(.revoked(since: Self.now - 60)))
        == .revoked(since: Self.now - 60, reason: nil))
    #expect(content(try staple(.unknown)) == .unusable(.notKnown))
    #expect(content(try staple(.good, to: Self.now - 1)) == .unusable(.outOfDate))
    // Who was revoked stays so.
    #expect(
      content(try staple(.revoked(since: Self.now - 3000), to: Self.now - 1))
        == .revoked(since: Self.now - 3000, reason: nil))
    #expect(content(try staple(.good, by: catalogue.root)) == .unusable(.notAuthorised))
    let other = try catalogue.chain(.wrongHost).identity.chain[0]
    #expect(content(try staple(.good, of: other)) == .unusable(.otherCertificate))
    #expect(content(nil) == .unusable(.absent))
    var forged = try staple(.good)
    forged[forged.count - 1] ^= 1
    #expect(content(forged) == .unusable(.badSignature))
    // The intermediate's own standing comes from a list only.
    #expect(
      outcome(examine(chain, .hard, lists: nil, staple: try staple(.good)))
        == "revocation_unknown")
    let lists = try catalogue.revocationLists(.good)
    #expect(outcome(examine(chain, .hard, lists: lists, staple: try staple(.good))) == "passed")
    // One word that says "revoked" decides, whatever the other says.
    #expect(
      outcome(examine(chain, .soft, lists: lists, staple: try staple(.revoked(since: 1))))
        == "revoked")
  }

  @Test("A responder with a certificate for this purpose may sign; one without may not")
  func delegates() throws {
    let catalogue = try Self.catalogue.get()
    let chain = try catalogue.chain(.good)
    let leaf = try #require(chain.identity.chain.first)
    let random = RandomStream.seeded(6)
    let key = try PrivateKey.makeEC(group: .secp256r1, random: random)
    for (usages, expected) in [
      ([CertificateProfile.ExtendedKeyUsage.ocspSigning], true), ([.serverAuth], false),
    ] {
      var profile = CertificateProfile(
        subject: "Responder", validFrom: Self.now - Self.day, validTo: Self.now + Self.day)
      profile.extendedKeyUsages = usages
      let certificate = try catalogue.intermediate.issue(
        profile, publicKey: key.publicKey, random: random)
      let response = try catalogue.intermediate.status(
        of: leaf, .good, from: Self.now - 60, to: Self.now + 60,
        signedBy: CertificateAuthority(name: "Responder", certificate: certificate, key: key),
        random: random)
      let content = examine(chain, .hard, lists: nil, staple: response).revocations[0].answers[0]
        .content
      #expect(
        content
          == (expected
            ? .good(from: Self.now - 60, to: Self.now + 60) : .unusable(.notAuthorised)))
    }
  }

  @Test("Damaged lists and responses say nothing, and never \"good\" where they were changed")
  func damage() throws {
    let catalogue = try Self.catalogue.get()
    let chain = try catalogue.chain(.revoked)
    let leaf = try #require(chain.identity.chain.first)
    let response = try catalogue.intermediate.status(
      of: leaf, .revoked(since: Self.now - 60), from: Self.now - 60, to: Self.now + 60,
      random: .seeded(7))
    var dice = Dice(seed: 8)
    func isGood(_ lists: [RevocationList], _ staple: [UInt8]?) -> Bool {
      examine(chain, .hard, lists: lists, staple: staple).revocations.first?.verdict == .good
    }
    for list in try catalogue.revocationLists(.revoked) {
      for length in stride(from: 0, to: list.der.count, by: 3) {
        #expect(!isGood([RevocationList(der: Array(list.der.prefix(length)))], nil))
      }
      for _ in 0..<300 {
        var der = list.der
        der[dice.roll(der.count)] ^= UInt8(1 + dice.roll(255))
        #expect(!isGood([RevocationList(der: der)], nil))
      }
    }
    for length in stride(from: 0, to: response.count, by: 3) {
      #expect(!isGood([], Array(response.prefix(length))))
    }
    for _ in 0..<500 {
      var der = response
      der[dice.roll(der.count)] ^= UInt8(1 + dice.roll(255))
      #expect(!isGood([], der))
    }
  }

  @Test("A pin is the hash of a key on the path")
  func pins() throws {
    let chain = try Self.catalogue.get().chain(.good)
    func failures(_ pins: [[UInt8]]?) -> [String: String] {
      X509Tests.failures(
        CertificateVerification(
          host: nil, at: Self.now, trust: chain.trust, pins: pins
        ).verify(chain.identity.chain))
    }
    for certificate in chain.identity.chain + chain.trust.roots {
      #expect(failures([CertificateVerification.pin(of: certificate.publicKey)]) == [:])
    }
    #expect(failures([[1, 2, 3]]) == ["certificate.pin": "not_pinned"])
    #expect(failures([]) == ["certificate.pin": "not_pinned"])
    #expect(failures(nil) == [:])
  }
}
