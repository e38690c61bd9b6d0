import Knowledge
import Testing
import X509

/// RFC 5280 §5.2.5, §5.3, §6.3.3; OpenSSL's verifier reads the same lists.
@Suite("Which list counts for a certificate, and for which reasons")
struct RevocationListScopeTests {
  private static let serial: [UInt8] = [1, 2, 3]
  private let forger: Forger
  private let listed = Forger.entry(Self.serial)

  init() throws { forger = try Forger() }

  private static func uri(_ text: String) -> [UInt8] { DER.element(0x86, Array(text.utf8)) }

  /// `distributionPoint [0] { fullName [0] … }`.
  private static func point(_ names: [[UInt8]]) -> [UInt8] {
    DER.element(0xa0, DER.element(0xa0, names.flatMap { $0 }))
  }

  private static func issuing(_ parts: [UInt8]...) -> [UInt8] {
    DER.extension(28, critical: true, DER.element(0x30, parts.flatMap { $0 }))
  }

  private static let onlyUsers: [UInt8] = [0x81, 1, 0xff]
  private static let onlyAuthorities: [UInt8] = [0x82, 1, 0xff]
  private static let indirect: [UInt8] = [0x84, 1, 0xff]

  private static func number(_ number: UInt8) -> [UInt8] {
    DER.extension(20, DER.integer([number]))
  }

  private func examine(_ leaf: Certificate, _ lists: [RevocationList]) -> CertificateExamination {
    var verification = forger.verification()
    verification.revocation = RevocationPolicy(mode: .hard, lists: lists)
    return verification.examine([leaf])
  }

  /// What the lists come to: `good`, `revoked`, or why neither.
  private func word(_ leaf: Certificate, _ lists: [RevocationList]) -> String {
    switch examine(leaf, lists).revocations.first?.answers.last?.content {
    case .good: "good"
    case .revoked: "revoked"
    case .unusable(let problem): problem.rawValue
    case nil: "nothing"
    }
  }

  private func theirs(_ leaf: Certificate, _ lists: [RevocationList]) -> [Int32] {
    verifierFindings(
      [leaf], at: Forger.now, trust: forger.trust, purpose: .server, lists: lists
    ).filter { $0.certificate == leaf }.map(\.code)
  }

  @Test("Of two lists the newer counts, and at the same moment that with the greater number")
  func newest() throws {
    let leaf = try Certificate(der: forger.sign(forger.signed()))
    let (old, new) = ("251201000000Z", "251220000000Z")
    let pairs: [(RevocationList, RevocationList, String)] = [
      (try forger.list(from: old), try forger.list([listed], from: new), "revoked"),
      (try forger.list([listed], from: old), try forger.list(from: new), "good"),
      (
        try forger.list(more: [Self.number(6)]), try forger.list([listed], more: [Self.number(7)]),
        "revoked"
      ),
      (
        try forger.list([listed], more: [Self.number(6)]), try forger.list(more: [Self.number(7)]),
        "good"
      ),
    ]
    for (first, second, expected) in pairs {
      for lists in [[first, second], [second, first]] {
        #expect(word(leaf, lists) == expected)
      }
    }
    // Theirs goes by the dates; 23: revoked.
    for lists in [[pairs[0].0, pairs[0].1], [pairs[0].1, pairs[0].0]] {
      #expect(theirs(leaf, lists).contains(23))
    }
  }

  @Test(
    "A critical extension that nobody knows spoils a list, in the entry of another certificate too")
  func unknownParts() throws {
    let leaf = try Certificate(der: forger.sign(forger.signed()))
    let other = Forger.entry([9], more: [Forger.unknown(critical: true)])
    let harmless = Forger.entry([9], more: [Forger.unknown(critical: false)])
    let issuer = Forger.entry(
      [9], more: [DER.extension(29, critical: true, DER.sequence(DER.directory(DER.name([0x61]))))])
    let lists: [(RevocationList, String)] = [
      (try forger.list([other]), "unknown_extension"),
      (try forger.list([other, listed]), "unknown_extension"),
      (try forger.list(more: [Forger.unknown(critical: true)]), "unknown_extension"),
      (try forger.list([harmless]), "good"), (try forger.list([harmless, listed]), "revoked"),
      (try forger.list([issuer]), "indirect_list"),
      (
        try forger.list(more: [DER.extension(27, critical: true, DER.integer([1]))]), "partial_list"
      ),
    ]
    for (list, expected) in lists {
      #expect(word(leaf, [list]) == expected)
      // 36: unhandled critical CRL extension.
      #expect((expected == "unknown_extension") == theirs(leaf, [list]).contains(36))
      guard expected == "unknown_extension" else { continue }
      let check = examine(leaf, [list]).checks.first { $0.name == .certificateRevocation }
      #expect(check?.failure?.verifierCode == 36)
    }
  }

  @Test("A part of an authority's lists speaks for the certificates that it is for")
  func scopes() throws {
    let (own, other) = (Self.uri("http://a.test/1.crl"), Self.uri("http://a.test/2.crl"))
    let points = DER.extension(31, DER.sequence(DER.sequence(Self.point([own]))))
    let plain = try Certificate(der: forger.sign(forger.signed()))
    let leaf = try Certificate(der: forger.sign(forger.signed(more: [points])))
    let directory = DER.directory(forger.authority.certificate.subjectDER)
    let cases: [(Certificate, [UInt8], unlisted: String, listed: String)] = [
      (leaf, Self.issuing(Self.point([own])), "good", "revoked"),
      (leaf, Self.issuing(Self.point([other, own]), Self.onlyUsers), "good", "revoked"),
      (leaf, Self.issuing(Self.point([other])), "other_scope", "other_scope"),
      (plain, Self.issuing(Self.point([own])), "other_scope", "other_scope"),
      (plain, Self.issuing(Self.point([directory])), "good", "revoked"),
      (plain, Self.issuing(Self.onlyUsers), "good", "revoked"),
      (leaf, Self.issuing(Self.onlyAuthorities), "other_scope", "other_scope"),
      (leaf, Self.issuing([0x85, 1, 0xff]), "other_scope", "other_scope"),
      (leaf, Self.issuing(Self.indirect), "indirect_list", "indirect_list"),
      (leaf, Self.issuing([0x83, 2, 6, 0x40]), "some_reasons", "revoked"),
      (leaf, DER.extension(28, critical: true, [0x05, 0]), "malformed", "malformed"),
    ]
    for (certificate, scope, unlisted, expected) in cases {
      let clean = try forger.list(more: [scope])
      let full = try forger.list([listed], more: [scope])
      #expect(word(certificate, [clean]) == unlisted)
      #expect(word(certificate, [full]) == expected)
      // 44: different CRL scope. Theirs takes no list for some reasons, unless told to.
      if expected == "other_scope" { #expect(theirs(certificate, [full]).contains(44)) }
      if unlisted == "good", certificate == leaf {
        #expect(theirs(certificate, [clean]).isEmpty && theirs(certificate, [full]).contains(23))
      }
      // A list for others says nothing, and does no harm beside one that fits.
      #expect(word(certificate, [clean, try forger.list([listed])]) == "revoked")
    }
    let key = try forger.list(more: [Self.issuing([0x83, 2, 6, 0x40])])
    let rest = try forger.list(more: [Self.issuing([0x83, 3, 7, 0x3f, 0x80])])
    #expect(word(leaf, [key, rest]) == "good")
  }

  @Test("Cut off or changed, a list never says \"good\" of a certificate that stands on it")
  func damage() throws {
    let points = DER.extension(
      31, DER.sequence(DER.sequence(Self.point([Self.uri("http://a.test/1.crl")]))))
    let leaf = try Certificate(der: forger.sign(forger.signed(more: [points])))
    let scope = Self.issuing(Self.point([Self.uri("http://a.test/1.crl")]), Self.onlyUsers)
    let whole = try forger.list([listed], more: [scope]).der
    var dice = Dice(seed: 12)
    for _ in 0..<400 {
      var der = whole
      if dice.once(in: 4) {
        der = Array(der.prefix(dice.roll(der.count)))
      } else {
        der[dice.roll(der.count)] ^= UInt8(1 + dice.roll(255))
      }
      #expect(word(leaf, [RevocationList(der: der)]) != "good")
    }
    // The same inside the extension, well signed: nothing traps.
    for place in scope.indices {
      var changed = scope
      changed[place] ^= UInt8(1 + dice.roll(255))
      _ = word(leaf, [try forger.list([listed], more: [changed])])
    }
  }
}
