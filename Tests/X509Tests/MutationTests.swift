import CryptoPrimitives
import Foundation
import Knowledge
import Testing
import X509

/// Forty certificates that differ in what stands in them, as what is signed.
private struct Originals {
  let forger: Forger
  private(set) var all: [[UInt8]] = []

  init() throws {
    forger = try Forger()
    let host = DER.element(0x82, Array("sip.uc.test".utf8))
    let usage = DER.extension(15, critical: true, DER.element(0x03, [7, 0x80]))
    let client = DER.sequence([0x06, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2])
    let server = DER.sequence([0x06, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1])
    let extensions: [[UInt8]] = [
      [], usage, DER.extension(37, server), DER.extension(37, client),
      DER.extension(37, critical: true, server) + usage,
      DER.extension(19, critical: true, DER.sequence()),
      DER.extension(19, critical: true, DER.sequence([0x01, 1, 0xff])),
      DER.extension(19, DER.sequence([0x01, 1, 0xff], DER.integer([0]))) + usage,
      DER.extension(14, DER.element(0x04, [1, 2, 3, 4])),
      DER.extension(35, DER.sequence(DER.element(0x80, [1, 2, 3, 4]))),
      DER.extension(32, DER.sequence(DER.sequence([0x06, 4, 0x55, 0x1d, 0x20, 0]))),
      DER.extension(
        31,
        DER.sequence(
          DER.sequence(
            DER.element(0xa0, DER.element(0xa0, DER.element(0x86, Array("http://c".utf8))))))
      ),
      // TLS feature, Netscape's type, something unknown, an address to ask.
      DER.sequence(
        [0x06, 8, 0x2b, 6, 1, 5, 5, 7, 1, 24], DER.element(0x04, DER.sequence(DER.integer([5])))),
      DER.sequence(
        [0x06, 9, 0x60, 0x86, 0x48, 1, 0x86, 0xf8, 0x42, 1, 1],
        DER.element(0x04, DER.element(0x03, [6, 0x40]))),
      DER.sequence([0x06, 3, 0x2a, 3, 4], DER.element(0x04, [5, 0])),
      DER.sequence(
        [0x06, 8, 0x2b, 6, 1, 5, 5, 7, 1, 1],
        DER.element(
          0x04,
          DER.sequence(
            DER.sequence(
              [0x06, 8, 0x2b, 6, 1, 5, 5, 7, 48, 1], DER.element(0x86, Array("http://o".utf8)))))),
    ]
    let names: [[[UInt8]]] = [
      [host], [DER.element(0x82, Array("*.uc.test".utf8)), host],
      [DER.element(0x87, [192, 0, 2, 1]), host, DER.element(0x81, Array("a@uc.test".utf8))],
    ]
    for (place, more) in (extensions + extensions + extensions).prefix(40).enumerated() {
      all.append(
        try forger.signed(
          serial: [UInt8(place + 1)], subject: Array("leaf \(place)".utf8),
          names: names[place / extensions.count], more: more.isEmpty ? [] : [more]))
    }
  }
}

@Suite("A check passes only where OpenSSL's passes")
struct MutationTests {
  /// Every so many-th; `TLSLAB_EVERY=1` tries all.
  private static let stride =
    ProcessInfo.processInfo.environment["TLSLAB_EVERY"].flatMap { Int($0) } ?? 23

  @Test("Every mutation of every field of forty certificates, signed anew")
  func fields() throws {
    let originals = try Originals()
    #expect(originals.all.count == 40)
    var tally = Tally()
    var number = 0
    for (which, signed) in originals.all.enumerated() {
      try forEachMutation(of: signed, every: Self.stride, &number) { changed, label in
        guard let leaf = try? Certificate(der: originals.forger.sign(changed)) else { return }
        tally.read += 1
        let label = "certificate \(which), \(label)"
        if judge(leaf, originals.forger, &tally.broken, label) { tally.passed += 1 }
      }
    }
    #expect(tally.read > 8000 / Self.stride, "\(tally)")
    // Nothing is proved where nothing passes.
    #expect(tally.passed > tally.read / 20 && tally.passed < tally.read, "\(tally)")
  }

  @Test("Every mutation of every field of an authority between, signed anew")
  func authority() throws {
    let forger = try Forger()
    let domain = DER.element(0x82, Array("uc.test".utf8))
    let (middle, below) = try forger.constrained(permitted: [domain], excluded: [])
    let leaf = try Certificate(der: below.sign(below.signed()))
    let whole = try #require(MutableDER(middle.der))
    guard case .elements(_, let parts) = whole.content else { return }
    var tally = Tally()
    var number = 0
    try forEachMutation(of: parts[0].der, every: max(1, Self.stride / 4), &number) {
      changed, label in
      guard let other = try? Certificate(der: forger.sign(changed)) else { return }
      tally.read += 1
      if judge(leaf, under: [other], forger, &tally.broken, "authority, \(label)") {
        tally.passed += 1
      }
    }
    #expect(tally.read > 600 / Self.stride && tally.broken.count > 4, "\(tally)")
  }

  private struct Tally {
    var read = 0
    var passed = 0
    var broken: Set<ProfileRule> = []
  }

  private func forEachMutation(
    of signed: [UInt8], every stride: Int, _ number: inout Int,
    _ body: ([UInt8], String) throws -> Void
  ) throws {
    let tree = try #require(MutableDER(signed))
    for place in tree.places where !place.isEmpty {
      for mutation in MutableDER.mutations {
        number += 1
        guard number % stride == 0, let changed = tree.changed(place, mutation.change) else {
          continue
        }
        try body(changed.der, "\(place) \(mutation.name)")
      }
    }
  }

  /// - Returns: whether every check passed.
  private func judge(
    _ leaf: Certificate, under above: [Certificate] = [], _ forger: Forger,
    _ broken: inout Set<ProfileRule>, _ label: String
  ) -> Bool {
    var isGood = true
    for rules in [VerificationRules(), VerificationRules(isStrict: true)] {
      var verification = forger.verification()
      verification.rules = rules
      let checks = verification.verify([leaf] + above)
      var codes = verifierFindings(
        [leaf] + above, at: verification.at, trust: verification.trust, purpose: .server,
        rules: rules
      ).map(\.code)
      codes += nameFinding(leaf, host: "sip.uc.test").map { [$0.code] } ?? []
      let faulty = Set(
        codes.map { CertificateFault(verifierCode: $0)?.check ?? .certificateChain })
      for check in checks where check.outcome == .passed {
        #expect(!faulty.contains(check.name), "\(label): \(check.name.rawValue) \(codes)")
      }
      if !rules.isStrict { isGood = !checks.contains { $0.failed } }
      let found = expectAgreement([leaf] + above, verification, label)
      broken.formUnion(found.findings.compactMap(\.rule))
    }
    return isGood
  }
}
