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
    var number = 0
    var read = 0
    var passed = 0
    for (which, signed) in originals.all.enumerated() {
      let tree = try #require(MutableDER(signed))
      for place in tree.places where !place.isEmpty {
        for mutation in MutableDER.mutations {
          number += 1
          guard number % Self.stride == 0, let changed = tree.changed(place, mutation.change),
            let leaf = try? Certificate(der: originals.forger.sign(changed.der))
          else { continue }
          read += 1
          let label = "certificate \(which), \(place) \(mutation.name)"
          if judge(leaf, originals.forger, label) { passed += 1 }
        }
      }
    }
    #expect(read > 10_000 / Self.stride, "\(read) of \(number)")
    // Nothing is proved where nothing passes.
    #expect(passed > read / 20 && passed < read, "\(passed) of \(read)")
  }

  /// - Returns: whether every check passed.
  private func judge(_ leaf: Certificate, _ forger: Forger, _ label: String) -> Bool {
    var isGood = true
    for rules in [VerificationRules(), VerificationRules(isStrict: true)] {
      var verification = forger.verification()
      verification.rules = rules
      let checks = verification.verify([leaf])
      var codes = verifierFindings(
        [leaf], at: verification.at, trust: verification.trust, purpose: .server, rules: rules
      ).map(\.code)
      codes += nameFinding(leaf, host: "sip.uc.test").map { [$0.code] } ?? []
      let faulty = Set(
        codes.map { CertificateFault(verifierCode: $0)?.check ?? .certificateChain })
      for check in checks where check.outcome == .passed {
        #expect(!faulty.contains(check.name), "\(label): \(check.name.rawValue) \(codes)")
      }
      isGood = isGood && !checks.contains(where: \.failed)
    }
    return isGood
  }
}
