import CryptoPrimitives
import OpenSSLProgram
import Testing
import X509

@Suite("Well signed, and nonsense: names, numbers and lengths that no issuer would write")
struct ForgedCertificateTests {
  private static let forger = Result { try Forger() }
  private static let host = Array("sip.uc.test".utf8)

  private func dns(_ name: [UInt8]) -> [UInt8] { DER.element(0x82, name) }

  @Test("The forger's own certificate is good, here and for the openssl program")
  func good() throws {
    let forger = try Self.forger.get()
    let leaf = try Certificate(der: forger.sign(forger.signed()))
    let found = expectAgreement([leaf], forger.verification(), "good")
    #expect(found.findings == [] && found.name?.matches == true && leaf.serial == [1, 2, 3])
    let folder = try ScratchFolder()
    try folder.write("root", Array(forger.authority.certificate.pem.utf8))
    try folder.write("leaf", Array(leaf.pem.utf8))
    let verdict = try OpenSSLProgram.text([
      "verify", "-purpose", "sslserver", "-attime", "\(Forger.now)", "-verify_hostname",
      "sip.uc.test", "-CAfile", folder.path("root"), folder.path("leaf"),
    ])
    #expect(verdict.hasSuffix("OK\n"))
  }

  @Test("A NUL ends no name: neither what stands before it nor the whole is the host")
  func nul() throws {
    let forger = try Self.forger.get()
    let odd: [[UInt8]] = [
      Self.host + [0], Self.host + Array("\0.evil.test".utf8), [0] + Self.host, [0], [],
      Array("sip\0.uc.test".utf8), Array("*\0.uc.test".utf8), Array("*.uc.test\0".utf8),
      Array("*.uc.test\0.evil.test".utf8),
    ]
    for name in odd {
      for subject in [Array("leaf".utf8), name] where !subject.isEmpty {
        let der = try forger.sign(forger.signed(subject: subject, names: [dns(name)]))
        guard let leaf = try? Certificate(der: der) else { continue }
        for host in ["sip.uc.test", "sip.uc.test\0", "evil.test", "x.uc.test", "\0", ""] {
          let found = expectAgreement([leaf], forger.verification(host), "\(name)")
          #expect(found.name?.matches != true, "\(name) for \(host)")
        }
        #expect(leaf.pem.contains("CERTIFICATE") && !leaf.subject.contains("\0"))
      }
    }
  }

  @Test("A NUL in a name slips through no constraint")
  func nulUnderConstraints() throws {
    let constraints = CertificateProfile.NameConstraints(
      permitted: [.dns("uc.test"), .email("uc.test"), .uri(".uc.test")],
      excluded: [.dns("evil.test")])
    let forger = try Forger(constraints: constraints)
    let names: [[UInt8]] = [
      dns(Array("evil.test\0.uc.test".utf8)), dns(Array("a.uc.test\0".utf8)),
      dns(Array("x.evil.test\0.uc.test".utf8)), dns([0]), dns([]), dns(Array(".".utf8)),
      DER.element(0x81, Array("ada@evil.test\0uc.test".utf8)), DER.element(0x81, []),
      DER.element(0x81, Array("ada@uc.test\0".utf8)), DER.element(0x81, Array("@".utf8)),
      DER.element(0x81, Array("@uc.test".utf8)), DER.element(0x81, Array("a@b@uc.test".utf8)),
      DER.element(0x86, Array("sip://sip.uc.test\0/".utf8)), DER.element(0x86, []),
      DER.element(0x86, Array("://".utf8)), DER.element(0x86, Array("sip://".utf8)),
      DER.element(0x86, Array("sip:///x".utf8)), DER.element(0x86, Array("sip://:1".utf8)),
      DER.element(0x86, Array("sip://x@sip.uc.test".utf8)),
      DER.element(0x86, Array("sip://[2001:db8::1]/".utf8)), DER.element(0x87, []),
      DER.element(0x87, [1, 2, 3]), DER.element(0x87, [UInt8](repeating: 1, count: 17)),
      DER.element(0x88, [0x2a, 3, 4]), DER.element(0xa4, DER.name(Self.host)),
      DER.element(0xa0, [6, 1, 0x2a, 0xa0, 2, 5, 0]),
    ]
    for name in names {
      let der = try forger.sign(forger.signed(names: [name]))
      guard let leaf = try? Certificate(der: der) else { continue }
      expectAgreement([leaf], forger.verification(), "\(name)")
    }
  }

  @Test("Serial numbers: negative, zero, with zeros in front, of a thousand bytes, of none")
  func serials() throws {
    let forger = try Self.forger.get()
    let serials: [[UInt8]] = [
      [0xff], [0x80], [0x80, 0], [0xfe, 0xdc], [0], [0, 0, 0, 1], [0, 0x80], [0xff, 0xff],
      [UInt8](repeating: 0x7f, count: 1000), [UInt8](repeating: 0xff, count: 1000),
      [0x80] + [UInt8](repeating: 0, count: 30), [],
    ]
    var read = 0
    for serial in serials {
      let der = try forger.sign(forger.signed(serial: serial))
      guard let leaf = try? Certificate(der: der) else { continue }
      read += 1
      expectAgreement([leaf], forger.verification(), "\(serial.prefix(4))")
      let text = try OpenSSLProgram.text(
        ["x509", "-noout", "-serial"], input: Array(leaf.pem.utf8))
      let isNegative = text.contains("=-")
      #expect(isNegative == (serial.first.map { $0 >= 0x80 } ?? false), "\(text)")
    }
    #expect(read >= 8)
  }

  @Test("An authority that names a serial number means its sign too")
  func authoritySerials() throws {
    // The root's number as the key identifier extension names it, and its negative.
    let random = RandomStream.seeded(61)
    let key = try PrivateKey.makeEd25519(random: random)
    for (number, isNegative) in [([UInt8](arrayLiteral: 5), false), ([0xfb], true)] {
      let forger = try Forger()
      let name = forger.authority.certificate.subjectDER
      let identifier = DER.extension(
        35,
        DER.sequence(
          DER.element(0xa1, DER.element(0xa4, name)), DER.element(0x82, number)))
      var profile = CertificateProfile.authority(
        "Forger", validFrom: Forger.now - 86_400, validTo: Forger.now + 86_400)
      profile.serial = [5]
      let root = try CertificateAuthority.makeRoot(
        profile, key: forger.authority.key, random: random)
      let leaf = try Certificate(der: forger.sign(forger.signed(more: [identifier])))
      let verification = CertificateVerification(
        host: "sip.uc.test", at: Forger.now, trust: TrustStore(roots: [root.certificate]))
      let found = expectAgreement([leaf], verification, "serial \(number)")
      #expect(found.findings.isEmpty == !isNegative, "\(number), \(key.kind)")
    }
  }

  @Test("Every length made absurd, and signed anew")
  func lengths() throws {
    let forger = try Self.forger.get()
    let signed = try forger.signed(more: [
      DER.extension(19, critical: true, DER.sequence(DER.element(0x01, [0]))),
      DER.extension(15, critical: true, DER.element(0x03, [7, 0x80])),
      DER.extension(30, DER.sequence(DER.element(0xa0, DER.sequence(dns(Self.host))))),
    ])
    var read = 0
    for place in signed.indices {
      for bytes in [
        [0x00], [0x7f], [0x80], [0x81, 0xff], [0x82, 0xff, 0xff],
        [
          0x84, 0xff, 0xff,
          0xff, 0xff,
        ], [0x88] + [UInt8](repeating: 0xff, count: 8), [0xff],
      ] as [[UInt8]] {
        var changed = signed
        changed.replaceSubrange(place...place, with: bytes)
        guard let leaf = try? Certificate(der: forger.sign(changed)) else { continue }
        read += 1
        let (_, cost) = measured {
          expectAgreement([leaf], forger.verification(), "\(bytes) at \(place)")
        }
        #expect(cost < .bearable, "\(cost)")
      }
    }
    // Most are refused at once; where the bytes are a key or a number, they are read.
    #expect(read > 0)
  }
}

@Suite("Changed and signed anew: judged as OpenSSL's verifier judges it")
struct ResignedCertificateTests {
  /// A certificate with every extension that is judged.
  private func everything(_ forger: Forger) throws -> [UInt8] {
    var profile = CertificateProfile.server(
      ["sip.uc.test", "*.uc.test", "192.0.2.7"], validFrom: Forger.now - 1000,
      validTo: Forger.now + 1000)
    profile.names += [.email("ada@uc.test"), .uri("sip://sip.uc.test/")]
    let key = try PrivateKey.makeEd25519(random: .seeded(3))
    return try forger.authority.issue(profile, publicKey: key.publicKey, random: .seeded(4)).der
  }

  private func resigned(_ forger: Forger, _ der: [UInt8]) throws -> (
    original: [UInt8], make: (_ signed: [UInt8]) -> Certificate?
  ) {
    let inside = try #require(DER.firstInside(der))
    return (Array(der[inside]), { signed in try? Certificate(der: forger.sign(signed)) })
  }

  private static let constraints = CertificateProfile.NameConstraints(
    permitted: [
      .dns("uc.test"), .ip("192.0.2.0/255.255.255.0"), .email("uc.test"), .uri("sip.uc.test"),
    ], excluded: [.dns("evil.test")])

  @Test("Every bit of a server's certificate")
  func leaf() throws {
    let forger = try Forger(constraints: Self.constraints)
    let (original, make) = try resigned(forger, everything(forger))
    var judged = 0
    for place in original.indices {
      for bit in 0..<8 {
        var changed = original
        changed[place] ^= 1 << bit
        guard let leaf = make(changed) else { continue }
        judged += 1
        expectAgreement([leaf], forger.verification(), "byte \(place), bit \(bit)")
      }
    }
    #expect(judged > 1000, "\(judged)")
  }

  @Test("Every bit of an authority's certificate between a server and its root")
  func intermediate() throws {
    let forger = try Forger()
    var profile = CertificateProfile.authority(
      "Middle", pathLength: 0, validFrom: Forger.now - 1000, validTo: Forger.now + 1000)
    profile.nameConstraints = Self.constraints
    profile.extendedKeyUsages = [.serverAuth]
    let middle = try forger.authority.makeIntermediate(
      profile, key: .makeEd25519(random: .seeded(5)), random: .seeded(6))
    var server = CertificateProfile.server(
      ["sip.uc.test", "192.0.2.7"], validFrom: Forger.now - 1000, validTo: Forger.now + 1000)
    server.names += [.email("ada@uc.test"), .uri("sip://sip.uc.test/")]
    let leaf = try middle.issue(
      server, publicKey: PrivateKey.makeEd25519(random: .seeded(3)).publicKey, random: .seeded(4))
    let (original, make) = try resigned(forger, middle.certificate.der)
    var judged = 0
    for place in original.indices {
      for bit in 0..<8 {
        var changed = original
        changed[place] ^= 1 << bit
        guard let authority = make(changed) else { continue }
        judged += 1
        expectAgreement([leaf, authority], forger.verification(), "byte \(place), bit \(bit)")
      }
    }
    #expect(judged > 1000, "\(judged)")
  }

  @Test("Pieces cut out, doubled and cut off")
  func pieces() throws {
    let forger = try Forger(constraints: Self.constraints)
    let (original, make) = try resigned(forger, everything(forger))
    var dice = Dice(seed: 9)
    for round in 0..<2000 {
      var changed = original
      let start = dice.roll(changed.count)
      let end = min(changed.count, start + 1 + dice.roll(40))
      switch dice.roll(3) {
      case 0: changed.removeSubrange(start..<end)
      case 1: changed.insert(contentsOf: original[start..<end], at: dice.roll(changed.count))
      default: changed.removeLast(changed.count - end)
      }
      guard let leaf = make(changed) else { continue }
      expectAgreement([leaf], forger.verification(), "round \(round)")
    }
  }
}
