import CryptoPrimitives
import Knowledge
import Testing
import X509

@Suite("Fields that say too little, too much, or what they must not")
struct StrictFieldTests {
  private let forger: Forger

  init() throws { forger = try Forger() }

  private func failure(
    _ chain: [Certificate], _ name: Check.Name = .certificateChain, isStrict: Bool = false
  ) -> Check.Failure? {
    var verification = forger.verification(nil)
    verification.rules.isStrict = isStrict
    return verification.verify(chain).first { $0.name == name }?.failure
  }

  @Test("Bytes behind what an extension holds: it can't be read, whichever it is")
  func tails() throws {
    let known: [[UInt8]] = [
      DER.extension(19, DER.sequence() + [0x05, 0]),
      DER.extension(15, DER.element(0x03, [7, 0x80]) + [0]),
      DER.extension(37, DER.sequence([0x06, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1]) + [0x05, 0]),
      DER.extension(31, DER.sequence(DER.sequence()) + [0]),
      DER.extension(32, DER.sequence(DER.sequence([0x06, 3, 0x2a, 3, 1])) + [0]),
      DER.sequence(
        [0x06, 8, 0x2b, 6, 1, 5, 5, 7, 1, 26], DER.element(0x04, DER.sequence() + [0x05, 0])),
    ]
    for entry in known {
      let leaf = try Certificate(der: forger.sign(forger.signed(more: [entry])))
      #expect(failure([leaf])?.reason == "unreadable_extension", "\(entry)")
    }
    // What nobody knows may hold anything.
    let unknown = DER.sequence([0x06, 4, 0x2a, 3, 4, 5], DER.element(0x04, [5, 0, 1]))
    let free = try Certificate(der: forger.sign(forger.signed(more: [unknown])))
    #expect(failure([free]) == nil)
    let names = DER.sequence(DER.element(0x82, Array("sip.uc.test".utf8))) + [0x05, 0]
    let leaf = try forger.leaf([7: DER.element(0xa3, DER.sequence(DER.extension(17, names)))])
    var verification = forger.verification()
    verification.purpose = .any
    let host = verification.verify([leaf]).first { $0.name == .certificateHostname }
    #expect(host?.failure?.reason == "unreadable_extension")
  }

  @Test("A key usage without a use is called by its name")
  func noUse() throws {
    for content: [UInt8] in [[0], [7, 0]] {
      let usage = DER.extension(15, critical: true, DER.element(0x03, content))
      let leaf = try Certificate(der: forger.sign(forger.signed(more: [usage])))
      #expect(failure([leaf])?.reason == "empty_extension" && failure([leaf])?.found == "keyUsage")
      #expect(!verifierCodes([leaf]).isEmpty)
    }
  }

  private func verifierCodes(_ chain: [Certificate]) -> [Int32] {
    verifierFindings(chain, at: Forger.now, trust: forger.trust, purpose: .server).map(\.code)
  }

  @Test("The poison of a precertificate, and a critical extension that nobody knows beside it")
  func precertificate() throws {
    func poison(critical: Bool) -> [UInt8] {
      DER.sequence(
        [0x06, 10, 0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 3], critical ? [0x01, 1, 0xff] : [],
        DER.element(0x04, [5, 0]))
    }
    func faults(_ more: [[UInt8]]) throws -> [CertificateFault] {
      let leaf = try Certificate(der: forger.sign(forger.signed(more: more)))
      return forger.verification().examine([leaf]).findings.map(\.fault)
    }
    #expect(try faults([poison(critical: true)]) == [.precertificate])
    #expect(try faults([poison(critical: false)]) == [])
    #expect(
      try faults([poison(critical: true), Forger.unknown(critical: true)])
        == [.precertificate, .unknownExtension])
    #expect(try faults([Forger.unknown(critical: true)]) == [.unknownExtension])
    let leaf = try Certificate(der: forger.sign(forger.signed(more: [poison(critical: true)])))
    // 34: unhandled critical extension.
    #expect(verifierCodes([leaf]).contains(34) && failure([leaf])?.verifierCode == 34)
  }

  @Test("Signed in a way that nobody knows: strength is not judged, and the search says why")
  func unknownSignature() throws {
    // 1.2.3.4.5, and ecdsa-with-SHA3-256.
    for identifier: [UInt8] in [
      [0x06, 4, 0x2a, 3, 4, 5], [0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 10],
    ] {
      let algorithm = DER.sequence(identifier)
      let leaf = try forger.leaf([2: algorithm], algorithm: algorithm)
      let examination = forger.verification().examine([leaf])
      let strength = examination.checks.first { $0.name == .certificateStrength }
      guard leaf.signatureStrength == 0 else { continue }
      guard case .undecided(let failure)? = strength?.outcome else {
        Issue.record("\(identifier): \(String(describing: strength))")
        continue
      }
      #expect(failure.reason == "unknown_hash")
      let rejections = examination.path?.searches.flatMap(\.candidates).compactMap(\.rejection)
      #expect(rejections?.contains(.otherAlgorithm) == false)
      #expect(examination.checks.contains { $0.name == .certificateChain && $0.failed })
    }
    let leaf = try forger.leaf(
      [2: DER.sequence([0x06, 4, 0x2a, 3, 4, 5])],
      algorithm: DER.sequence([0x06, 4, 0x2a, 3, 4, 5]))
    let searches = forger.verification().examine([leaf]).path?.searches ?? []
    #expect(searches.flatMap(\.candidates).first?.rejection == .unknownAlgorithm)
  }

  @Test("Rules for issuers that OpenSSL's verifier does not ask for: in strict mode alone")
  func strict() throws {
    func dates(_ tag: UInt8, _ first: String, _ last: String) -> [UInt8] {
      DER.sequence(DER.element(tag, Array(first.utf8)), DER.element(tag, Array(last.utf8)))
    }
    let constraints = DER.extension(
      30, critical: true, DER.sequence(DER.element(0xa0, DER.sequence([0x82, 1, 0x61]))))
    let identifier = DER.extension(
      35, DER.sequence(DER.element(0x80, forger.authority.certificate.subjectKeyIdentifier ?? [])))
    let usual = [identifier]
    let plain = try Certificate(der: forger.sign(forger.signed(more: usual)))
    #expect(failure([plain], isStrict: true) == nil)
    let extensions = DER.element(
      0xa3,
      DER.sequence(
        DER.extension(17, DER.sequence(DER.element(0x82, Array("sip.uc.test".utf8)))), identifier))
    let cases: [(Certificate, ProfileRule?)] = [
      (try forger.leaf([1: DER.integer([0]), 7: extensions]), .serialNotPositive),
      (try forger.leaf([1: DER.integer([0xff]), 7: extensions]), .serialNotPositive),
      (
        try forger.leaf([1: DER.integer([UInt8](repeating: 0x11, count: 21)), 7: extensions]),
        .serialTooLong
      ),
      (
        try forger.leaf([1: DER.integer([UInt8](repeating: 0x11, count: 20)), 7: extensions]), nil
      ),
      (
        try forger.leaf([
          4: dates(0x18, "20250101000000Z", "20270101000000Z"), 7: extensions,
        ]), .dateForm
      ),
      (
        try forger.leaf([
          4: DER.sequence(
            DER.time("250101000000Z"), DER.element(0x18, Array("20500101000000Z".utf8))),
          7: extensions,
        ]), nil
      ),
      (try forger.leaf([0: DER.element(0xa0, DER.integer([3])), 7: extensions]), .unknownVersion),
      (
        try Certificate(der: forger.sign(forger.signed(more: usual + [constraints]))),
        .namesWithoutAuthority
      ),
    ]
    for (leaf, rule) in cases {
      #expect(failure([leaf]) == nil)
      #expect(failure([leaf], isStrict: true)?.found == rule?.rawValue)
      let strict = VerificationRules(isStrict: true)
      #expect(
        verifierFindings(
          [leaf], at: Forger.now, trust: forger.trust, purpose: .server, rules: strict
        ).isEmpty)
    }
    let (middle, below) = try forger.middle(
      more: usual + [DER.extension(30, critical: true, DER.sequence())])
    let leaf = try Certificate(der: below.sign(below.signed()))
    var verification = forger.verification()
    verification.rules.isStrict = true
    #expect(verification.examine([leaf, middle]).findings.contains { $0.rule == .noNameLimits })
  }
}
