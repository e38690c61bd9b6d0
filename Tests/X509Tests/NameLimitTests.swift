import Knowledge
import OpenSSLProgram
import Testing
import X509

/// RFC 5280 §4.2.1.10.
@Suite("Names beyond what an authority may speak for: which, whose limit, and what it is")
struct NameLimitTests {
  private static let example = DER.element(0x82, Array("example.com".utf8))

  private func chain(
    permitted: [[UInt8]] = [], excluded: [[UInt8]] = [], subject: String = "leaf",
    names: [[UInt8]]
  ) throws -> (chain: [Certificate], forger: Forger) {
    let forger = try Forger()
    let (middle, below) = try forger.constrained(permitted: permitted, excluded: excluded)
    let signed = try below.signed(subject: Array(subject.utf8), names: names)
    return ([try Certificate(der: below.sign(signed)), middle], forger)
  }

  @Test("The name, the authority and the limit are told, and why one can't be judged")
  func told() throws {
    let network: [UInt8] = [0x87, 8, 10, 0, 0, 0, 255, 0, 0, 0]
    let cases:
      [([[UInt8]], [[UInt8]], [UInt8], CertificateFault, String, String, NameLimit.Obstacle?)] = [
        (
          [Self.example], [], DER.element(0x82, Array("a.example.org".utf8)), .nameNotPermitted,
          "a.example.org", "example.com", nil
        ),
        (
          [], [Self.example], DER.element(0x82, Array("a.example.com".utf8)), .nameExcluded,
          "a.example.com", "example.com", nil
        ),
        (
          [network], [], [0x87, 4, 192, 0, 2, 7], .nameNotPermitted, "192.0.2.7", "10.0.0.0/8", nil
        ),
        (
          [DER.element(0x86, Array(".example.com".utf8))], [],
          DER.element(0x86, Array("sip:a@evil.example".utf8)), .constraintNotUnderstood,
          "sip:a@evil.example", ".example.com", .noHost
        ),
        (
          [Self.example + DER.element(0x80, [1])], [], DER.element(0x82, Array("example.com".utf8)),
          .constraintNotUnderstood, "example.com", "example.com", .depth
        ),
      ]
    for (permitted, excluded, name, fault, shown, limit, obstacle) in cases {
      let (chain, forger) = try chain(permitted: permitted, excluded: excluded, names: [name])
      let found = expectAgreement(chain, forger.verification(), shown)
      let finding = try #require(found.findings.first { $0.fault == fault })
      #expect(finding.limit?.name == shown && finding.limit?.limits == [limit])
      #expect(finding.limit?.authority == chain[1] && finding.limit?.obstacle == obstacle)
      let failure = found.checks.first { $0.name == .certificateChain }?.failure
      #expect(failure?.found == shown && failure?.expected == "CN=Middle: \(limit)")
    }
  }

  @Test("A common name that could be a host's stays within the limits for hosts")
  func commonNames() throws {
    let mail = DER.element(0x81, Array("a@example.com".utf8))
    for (subject, names, isGood) in [
      ("evil.example.org", [], false), ("evil.example.org", [mail], false),
      ("a.example.com", [], true), ("example", [], true), ("a b.example.org", [], true),
      ("-a.example.org", [], true), ("a..example.org", [], true), ("a_b.example.org", [], false),
      // The alternative names speak instead.
      ("evil.example.org", [DER.element(0x82, Array("a.example.com".utf8))], true),
    ] as [(String, [[UInt8]], Bool)] {
      let (chain, forger) = try chain(permitted: [Self.example], subject: subject, names: names)
      var verification = forger.verification(nil)
      verification.purpose = .any
      let found = expectAgreement(chain, verification, subject)
      #expect(found.findings.contains { $0.fault == .nameNotPermitted } == !isGood, "\(subject)")
      let folder = try ScratchFolder()
      try folder.write("root", Array(forger.authority.certificate.pem.utf8))
      try folder.write("chain", Array(chain.map(\.pem).joined().utf8))
      let verdict = try? OpenSSLProgram.text([
        "verify", "-attime", "\(Forger.now)", "-CAfile", folder.path("root"), "-untrusted",
        folder.path("chain"), folder.path("chain"),
      ])
      #expect((verdict?.hasSuffix("OK\n") ?? false) == isGood, "\(subject)")
    }
  }
}
