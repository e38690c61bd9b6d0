import CryptoPrimitives
import Knowledge
import Testing
import X509

@Suite("Chains damaged at random, of all kinds of keys: a verdict, OpenSSL's, at a bearable cost")
struct DamagedChainTests {
  @Test("Bytes changed, cut out and doubled in any certificate of a chain, the roots included")
  func damaged() throws {
    var read = 0
    for seed in 0..<400 {
      let chain = try GeneratedChain(seed: UInt64(seed))
      var dice = Dice(seed: UInt64(seed) + 10_000)
      for _ in 0..<10 {
        var sent = chain.sent
        var trust = chain.trust
        let place = dice.roll(sent.count + trust.count)
        let victim = place < sent.count ? sent[place] : trust[place - sent.count]
        guard let damaged = try? Certificate(der: disturbed(victim.der, &dice)) else { continue }
        read += 1
        if place < sent.count { sent[place] = damaged } else { trust[place - sent.count] = damaged }
        judge(sent, trust, "chain \(seed)")
        open(damaged, by: sent + trust, "chain \(seed)")
      }
    }
    #expect(read > 1000, "\(read)")
  }

  private func disturbed(_ der: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var changed = der
    let start = dice.roll(changed.count)
    let end = min(changed.count, start + 1 + dice.roll(8))
    switch dice.roll(8) {
    case 0: changed.removeSubrange(start..<end)
    case 1: changed.insert(contentsOf: der[start..<end], at: dice.roll(changed.count))
    case 2: changed[start] = UInt8(dice.roll(256))
    default: changed[start] ^= 1 << dice.roll(8)
    }
    return changed
  }

  private func judge(_ sent: [Certificate], _ trust: [Certificate], _ label: String) {
    let verification = CertificateVerification(
      host: GeneratedChain.host, at: GeneratedChain.now, trust: TrustStore(roots: trust))
    let (checks, cost) = measured { verification.examine(sent).checks }
    #expect(cost < .bearable && !checks.isEmpty, "\(label)")
    expectAgreement(sent, verification, label)
  }

  /// The signature computed through comes to what libcrypto says, or can't be computed.
  private func open(_ damaged: Certificate, by issuers: [Certificate], _ label: String) {
    for issuer in issuers {
      for (certificate, key) in [(damaged, issuer.publicKey), (issuer, damaged.publicKey)] {
        guard let opening = try? SignatureOpening(of: certificate, by: key) else { continue }
        #expect(opening.holds == certificate.isSigned(by: key), "\(label)")
      }
    }
  }
}

@Suite("Certificates as large as anyone likes are judged at a bearable cost")
struct LargeCertificateTests {
  private func judge(
    _ signed: [UInt8], _ forger: Forger, _ label: String
  ) throws -> CertificateExamination? {
    let der = try forger.sign(signed)
    let (leaf, reading) = measured { try? Certificate(der: der) }
    #expect(reading < .bearable, "\(label)")
    guard let leaf else { return nil }
    let (_, cost) = measured { forger.verification().examine([leaf]).checks }
    #expect(cost < .bearable, "\(label)")
    return expectAgreement([leaf], forger.verification(), label)
  }

  @Test("A common name of a hundred thousand bytes, and ten thousand unknown extensions")
  func names() throws {
    let forger = try Forger()
    let long = try forger.signed(subject: [UInt8](repeating: 0x61, count: 100_000))
    #expect(try judge(long, forger, "long name")?.findings != nil)
    let unknown = (0..<10_000).map { number -> [UInt8] in
      let arcs: [UInt8] = [0x2a, 3, UInt8(0x81 + number % 100), UInt8(0x80 + number / 100), 1]
      return DER.sequence(DER.element(0x06, arcs), DER.element(0x04, [5, 0]))
    }
    let found = try judge(forger.signed(more: unknown), forger, "unknown extensions")
    #expect(found?.findings == [])
    // One extension ten thousand times: "A certificate MUST NOT include more than one instance of a
    // particular extension" (RFC 5280 §4.2).
    let usage = DER.extension(15, critical: true, DER.element(0x03, [7, 0x80]))
    let repeated = Array(repeating: usage, count: 10_000)
    #expect(try judge(forger.signed(more: repeated), forger, "repeated")?.findings != [])
  }

  @Test("Thousands of directory names under a hundred constraints on them")
  func directories() throws {
    let forger = try Forger()
    let names = (0..<9000).map { DER.directory(DER.name(Array("name \($0)".utf8))) }
    let excluded = (0..<100).map { DER.directory(DER.name(Array("name \($0)x".utf8))) }
    let (authority, below) = try forger.constrained(permitted: [], excluded: excluded)
    let leaf = try Certificate(der: below.sign(below.signed(names: names)))
    let verification = forger.verification(nil)
    let (_, cost) = measured { verification.examine([leaf, authority]).checks }
    #expect(cost < .bearable, "\(cost)")
    let found = expectAgreement([leaf, authority], verification, "directory names")
    #expect(found.findings == [])
  }

  @Test(
    "Every directory name under every other: parts, cases, blanks, several attributes in one part")
  func directoryConstraints() throws {
    let forger = try Forger()
    func attribute(_ type: UInt8, _ value: String) -> [UInt8] {
      DER.sequence([0x06, 3, 0x55, 4, type], DER.element(0x0c, Array(value.utf8)))
    }
    let one = DER.element(0x31, attribute(10, "One"))
    let two = DER.element(0x31, attribute(3, "two"))
    let both = DER.element(0x31, attribute(3, "two") + attribute(10, "One"))
    let names = [
      [], one, two, one + two, two + one, both, both + one, one + both, one + one + two,
      DER.element(0x31, attribute(10, "oNE")), DER.element(0x31, attribute(10, " One  ")),
      DER.element(0x31, attribute(10, "")), DER.element(0x31, []),
    ].map { DER.directory(DER.element(0x30, $0)) }
    var seen: Set<CertificateFault> = []
    for base in names {
      for isPermitted in [true, false] {
        let (authority, below) = try forger.constrained(
          permitted: isPermitted ? [base] : [], excluded: isPermitted ? [] : [base])
        for name in names {
          guard let leaf = try? Certificate(der: below.sign(below.signed(names: [name]))) else {
            continue
          }
          let found = expectAgreement(
            [leaf, authority], forger.verification(nil), "\(name) under \(base)")
          seen.formUnion(found.findings.map(\.fault))
        }
      }
    }
    #expect(seen.isSuperset(of: [.nameNotPermitted, .nameExcluded]), "\(seen)")
  }
}
