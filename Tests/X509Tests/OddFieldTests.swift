import CryptoPrimitives
import Knowledge
import Testing
import X509

/// Certificates of the forger with single parts exchanged.
private struct Odd {
  let forger: Forger
  private let parts: [[UInt8]]

  init() throws {
    forger = try Forger()
    let tree = try #require(MutableDER(forger.signed()))
    guard case .elements(_, let elements) = tree.content else {
      throw X509Error(operation: "", reason: "")
    }
    parts = elements.map(\.der)
  }

  /// Where the parts stand in what is signed.
  enum Part: Int {
    case serial = 1
    case dates = 4
    case key = 6
  }

  func certificate(_ part: Part, _ der: [UInt8]) throws -> Certificate {
    var changed = parts
    changed[part.rawValue] = der
    return try Certificate(der: forger.sign(DER.element(0x30, changed.flatMap { $0 })))
  }

  func dates(_ first: [UInt8], _ last: [UInt8]) throws -> Certificate {
    try certificate(.dates, DER.sequence(first, last))
  }

  func outcome(_ leaf: Certificate, _ check: Check.Name) -> Check.Outcome? {
    forger.verification().verify([leaf]).first { $0.name == check }?.outcome
  }
}

@Suite("Odd certificates are read, and nothing in them passes by default")
struct OddFieldTests {
  @Test("Times of every form pass only where OpenSSL's verifier takes them")
  func times() throws {
    let odd = try Odd()
    var good = 0
    let texts = [
      "250101000000Z", "2501010000Z", "250101000000", "250101000000+0000", "250101010000+0100",
      "250229000000Z", "240229000000Z", "250101000060Z", "250101240000Z", "251301000000Z",
      "250001000000Z", "250100000000Z", "25010100000 Z", "", "Z", "20250101000000Z",
      "20250101000000.5Z", "202501010000Z", "20250101000000", "20260230000000Z", "25010l000000Z",
      "-50101000000Z", "20250101000000+0000", "2501010000000Z",
    ]
    for text in texts {
      for tag: UInt8 in [0x17, 0x18] {
        let time = DER.element(tag, Array(text.utf8))
        for isFirst in [true, false] {
          let leaf = try? odd.dates(
            isFirst ? time : DER.time("240101000000Z"), isFirst ? DER.time("270101000000Z") : time)
          guard let leaf else { continue }
          let theirs = verifierFindings(
            [leaf], at: Forger.now, trust: odd.forger.trust, purpose: .server
          ).filter { CertificateFault(verifierCode: $0.code)?.check == .certificateDates }
          let ours = odd.outcome(leaf, .certificateDates)
          #expect((ours == .passed) == theirs.isEmpty, "\(text) under \(tag)")
          if ours == .passed { good += 1 }
        }
      }
    }
    #expect(good >= 3)
  }

  @Test("30 February and second 60: shown, and the dates fail")
  func impossible() throws {
    let odd = try Odd()
    for text in ["260230000000Z", "261231235960Z", "2612312359Z"] {
      let leaf = try odd.dates(DER.time("250101000000Z"), DER.time(text))
      #expect(leaf.notAfter == nil && leaf.notBefore != nil)
      guard case .failed(let failure) = odd.outcome(leaf, .certificateDates) else {
        Issue.record("\(text) passed")
        continue
      }
      #expect(failure.reason == "malformed_dates" && failure.found?.contains(text) == true)
      #expect(odd.outcome(leaf, .certificateChain) == .passed)
    }
  }

  @Test("A key of an unknown algorithm: everything else is judged, its strength is not known")
  func unknownKey() throws {
    let odd = try Odd()
    let identifiers: [(dotted: String, der: [UInt8])] = [
      ("1.3.6.1.4.1.99999.5", [0x06, 9, 0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 5]),
      ("2.16.840.1.101.3.4.3.17", [0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 0x11]),
    ]
    for (dotted, identifier) in identifiers {
      let bits = DER.element(0x03, [0] + [UInt8](repeating: 7, count: 100))
      let leaf = try odd.certificate(.key, DER.sequence(DER.sequence(identifier), bits))
      #expect(!leaf.publicKey.isReadable)
      #expect("\(leaf.publicKey.kind)".contains(dotted))
      guard case .undecided(let failure) = odd.outcome(leaf, .certificateStrength) else {
        Issue.record("\(dotted): its strength was judged")
        continue
      }
      #expect(failure.reason == "unknown_key")
      for check in [Check.Name.certificateChain, .certificateDates, .certificateHostname] {
        #expect(odd.outcome(leaf, check) == .passed)
      }
      // Whoever asks for a verdict gets none that is good.
      #expect(odd.forger.verification().verify([leaf]).contains { $0.failed })
    }
  }

  @Test("Keys that are none: an exponent of 1, even numbers, points with few multiples")
  func flawed() throws {
    let odd = try Odd()
    let key = try PrivateKey.makeRSA(bits: 2048, random: .seeded(7)).publicKey.der
    let tree = try #require(MutableDER(key))
    // BIT STRING, SEQUENCE, modulus or exponent.
    func rsa(_ place: Int, _ content: [UInt8]) -> [UInt8] {
      tree.changed([1, 0, place]) { _ in
        [MutableDER(DER.integer(content))].compactMap { $0 }
      }?.der ?? []
    }
    var modulus = [UInt8](repeating: 0xff, count: 257)
    modulus[0] = 0
    let even = modulus.dropLast() + [0xfe]
    // 2^2048 - 1 can be divided by 3.
    for (der, flaw) in [
      (rsa(1, [1]), KeyFlaw.exponent), (rsa(1, [1, 0, 0]), .exponent),
      (rsa(0, Array(even)), .modulus),
      (rsa(0, modulus), .modulus),
      (
        DER.sequence(
          DER.sequence([0x06, 3, 0x2b, 0x65, 0x70]),
          DER.element(0x03, [0, 1] + [UInt8](repeating: 0, count: 31))), .point
      ),
    ] {
      let leaf = try odd.certificate(.key, der)
      #expect(leaf.publicKey.flaw == flaw)
      guard case .failed(let failure) = odd.outcome(leaf, .certificateStrength) else {
        Issue.record("\(flaw) passed")
        continue
      }
      #expect(failure.reason == "flawed_key" && failure.found == flaw.rawValue)
    }
    for key in try KeyPool.shared.get().strong { #expect(key.publicKey.flaw == nil) }
  }

  /// 2^1024 + 643 and 2^1024 + 1081 are neighbouring primes.
  @Test("Primes that stand close together, and one that is taken twice, fail; drawn ones do not")
  func closePrimes() throws {
    let odd = try Odd()
    let key = try PrivateKey.makeRSA(bits: 2048, random: .seeded(7)).publicKey
    #expect(key.flaw == nil)
    let tree = try #require(MutableDER(key.der))
    for (first, second) in [(643, 1081), (643, 643)] {
      let modulus = Self.product(first, second)
      let der = tree.changed([1, 0, 0]) { _ in
        [MutableDER(DER.integer(modulus))].compactMap { $0 }
      }?.der
      let leaf = try odd.certificate(.key, try #require(der))
      #expect(leaf.publicKey.flaw == .primes)
      guard case .failed(let failure) = odd.outcome(leaf, .certificateStrength) else {
        Issue.record("\(first) and \(second) passed")
        continue
      }
      #expect(failure.reason == "flawed_key" && failure.found == "primes")
    }
  }

  /// (2^1024 + first) · (2^1024 + second), in network byte order.
  private static func product(_ first: Int, _ second: Int) -> [UInt8] {
    func bytes(_ number: Int, _ count: Int) -> [UInt8] {
      (0..<count).reversed().map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 }
    }
    return [1] + bytes(first + second, 128) + bytes(first * second, 128)
  }

  @Test("Serial numbers below zero keep their sign; however long they are")
  func serials() throws {
    let odd = try Odd()
    let long: [UInt8] = [0] + [UInt8](repeating: 0xff, count: 20)
    for (content, text) in [
      ([0x86, 0xcb, 0x9d, 0x93], "-7934626d"), ([0x80], "-80"), ([0], "00"), ([0x7f], "7f"),
      (long, String(repeating: "ff", count: 20)),
    ] as [([UInt8], String)] {
      let leaf = try odd.certificate(.serial, DER.integer(content))
      #expect(leaf.signedSerial == text)
    }
  }

  @Test("An extension that stands twice, or can't be read, fails whatever would have read it")
  func damaged() throws {
    let forger = try Forger()
    func names(_ name: String) -> [UInt8] {
      DER.extension(17, DER.sequence(DER.element(0x82, Array(name.utf8))))
    }
    let usage = DER.extension(15, critical: true, DER.element(0x03, [7, 0x80]))
    let unknown = DER.sequence([0x06, 3, 0x2a, 3, 4], DER.element(0x04, [5, 0]))
    let cases: [(more: [[UInt8]], fault: String, name: String, fails: [Check.Name])] = [
      ([names("other.uc.test")], "repeated_extension", "subjectAltName", [.certificateHostname]),
      ([usage, usage], "repeated_extension", "keyUsage", [.certificateUsage]),
      ([unknown, unknown], "repeated_extension", "1.2.3.4", []),
      (
        [DER.extension(37, [0x30, 3, 1])], "unreadable_extension", "extendedKeyUsage",
        [.certificateUsage]
      ),
      (
        [DER.extension(19, DER.integer([1]))], "unreadable_extension", "basicConstraints",
        [.certificateUsage]
      ),
      (
        [DER.sequence([0x06, 8, 0x2b, 6, 1, 5, 5, 7, 1, 1], DER.element(0x04, [1]))],
        "unreadable_extension",
        "authorityInfoAccess", []
      ),
    ]
    for (more, fault, name, fails) in cases {
      let leaf = try Certificate(der: forger.sign(forger.signed(more: more)))
      let checks = forger.verification().verify([leaf])
      for check in checks {
        let isHit = check.name == .certificateChain || fails.contains(check.name)
        #expect(check.failed == isHit, "\(name): \(check)")
        if isHit {
          #expect(check.failure?.reason == fault && check.failure?.found == name, "\(check)")
        }
      }
    }
  }

  @Test(
    "A certificate that demands a staple: missed where the client asked, and none that holds came")
  func mustStaple() throws {
    let forger = try Forger()
    func feature(_ number: UInt8) -> [UInt8] {
      DER.sequence(
        [0x06, 8, 0x2b, 6, 1, 5, 5, 7, 1, 24],
        DER.element(0x04, DER.sequence(DER.integer([number]))))
    }
    func outcome(_ leaf: Certificate, asks: Bool, staple: [UInt8]? = nil) -> Check.Outcome? {
      var verification = forger.verification()
      verification.asksForStaple = asks
      return verification.verify([leaf], staple: staple)
        .first { $0.name == .certificateStaple }?.outcome
    }
    let plain = try Certificate(der: forger.sign(forger.signed()))
    let other = try Certificate(der: forger.sign(forger.signed(more: [feature(17)])))
    let strict = try Certificate(der: forger.sign(forger.signed(more: [feature(5)])))
    #expect(strict.tlsFeatures == [5] && other.tlsFeatures == [17] && plain.tlsFeatures == nil)
    for leaf in [plain, other] { #expect(outcome(leaf, asks: true) == nil) }
    #expect(outcome(strict, asks: false) == .skipped)
    for staple in [nil, [1, 2, 3]] as [[UInt8]?] {
      guard case .failed(let failure)? = outcome(strict, asks: true, staple: staple) else {
        Issue.record("passed without a staple")
        continue
      }
      #expect(failure.reason == "staple_missing")
    }
    let good = try forger.authority.status(
      of: strict, .good, from: Forger.now - 10, to: Forger.now + 10, random: forger.random)
    #expect(outcome(strict, asks: true, staple: good) == .passed)
    // Whoever asked looks at what comes, also where nothing demands it (RFC 6066 §8).
    func plainReason(_ staple: [UInt8]) -> String? {
      guard case .failed(let failure)? = outcome(plain, asks: true, staple: staple) else {
        return nil
      }
      return failure.reason
    }
    let status = { (standing: CertificateStanding) throws in
      try forger.authority.status(
        of: plain, standing, from: Forger.now - 10, to: Forger.now + 10, random: forger.random)
    }
    #expect(outcome(plain, asks: true, staple: try status(.good)) == .passed)
    #expect(plainReason(try status(.revoked(since: Forger.now - 5))) == "staple_revoked")
    #expect(plainReason(try status(.unknown)) == "staple_unusable")
    #expect(plainReason([1, 2, 3]) == "staple_unusable")
    #expect(outcome(plain, asks: false, staple: [1, 2, 3]) == nil)
    // Nobody can say what two of them demand.
    let twice = try Certificate(der: forger.sign(forger.signed(more: [feature(17), feature(17)])))
    #expect(outcome(twice, asks: true) != .passed && outcome(twice, asks: true) != nil)
  }
}
