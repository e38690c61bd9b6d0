import CryptoPrimitives
import Foundation
import Testing
import X509

@Suite("A signature opened by hand holds where libcrypto says that it does")
struct SignatureOpeningTests {
  /// Certificates signed with every kind of key, hash and padding, and the keys that signed.
  private static let signed = Result { try make() }

  private static func make() throws -> [(certificate: Certificate, key: PublicKey)] {
    let random = RandomStream.seeded(41)
    let keys: [PrivateKey] = [
      try .makeRSA(bits: 1024, random: random.substream("1024")),
      try .makeRSA(bits: 2048, random: random.substream("2048")),
      try .makeRSA(bits: 2049, random: random.substream("2049")),
      try .makeEC(group: .secp256r1, random: random.substream("p256")),
      try .makeEC(group: .secp384r1, random: random.substream("p384")),
      try .makeEC(group: .secp521r1, random: random.substream("p521")),
      try .makeEd25519(random: random.substream("ed25519")),
      try .makeEd448(random: random.substream("ed448")),
    ]
    var made: [(Certificate, PublicKey)] = []
    for (place, key) in keys.enumerated() {
      for hash in SignatureHash.allCases {
        for usesPSS in [false, true] {
          if case .rsa = key.kind {} else if usesPSS { continue }
          // A modulus of 1024 bits has no room for SHA-512 with a salt as long.
          if case .rsa(1024) = key.kind, hash == .sha512, usesPSS { continue }
          var profile = CertificateProfile.server(["a.test"], validFrom: 0, validTo: 1)
          profile.signatureHash = hash
          profile.usesPSS = usesPSS
          let authority = try CertificateAuthority.makeRoot(
            profile, key: key, random: random.substream("\(place)/\(hash)/\(usesPSS)"))
          made.append((authority.certificate, key.publicKey))
        }
      }
    }
    return made
  }

  @Test("Every kind of key, hash and padding")
  func genuine() throws {
    var kinds: Set<String> = []
    for (certificate, key) in try Self.signed.get() {
      let opening = try SignatureOpening(of: certificate, by: key)
      #expect(certificate.isSigned(by: key))
      #expect(opening.holds, "\(certificate.signatureAlgorithm ?? "?") \(key.kind)")
      switch opening.content {
      case .pkcs1(let opened):
        kinds.insert("pkcs1")
        #expect(opened.hash == opening.digest)
      case .pss(let opened):
        kinds.insert("pss")
        #expect(opened.salt.count == opening.digest.count)
      case .ecdsa: kinds.insert("ecdsa")
      case .eddsa: kinds.insert("eddsa")
      case .other(let name, _): Issue.record("\(name) is not opened")
      }
    }
    #expect(kinds == ["pkcs1", "pss", "ecdsa", "eddsa"])
  }

  @Test("Another's key, and thousands of changed signatures")
  func forged() throws {
    let signed = try Self.signed.get()
    var dice = Dice(seed: 42)
    for (certificate, key) in signed {
      for (_, other) in signed where other != key {
        guard let opening = try? SignatureOpening(of: certificate, by: other) else { continue }
        #expect(opening.holds == certificate.isSigned(by: other))
      }
      for _ in 0..<40 {
        var der = certificate.der
        let place = der.count - 1 - dice.roll(min(der.count - 1, 140))
        der[place] ^= UInt8(1 << dice.roll(8))
        guard let damaged = try? Certificate(der: der),
          let opening = try? SignatureOpening(of: damaged, by: key)
        else { continue }
        #expect(
          opening.holds == damaged.isSigned(by: key),
          "byte \(place) of \(der.count), \(damaged.signatureAlgorithm ?? "?")")
      }
    }
  }

  @Test("Real roots of this machine, which sign themselves")
  func realRoots() throws {
    for certificate in Certificate.installedRoots.prefix(60) {
      let opening = try SignatureOpening(of: certificate, by: certificate.publicKey)
      #expect(opening.holds == certificate.isSigned(by: certificate.publicKey))
    }
  }
}

extension Certificate {
  /// The roots that this machine trusts; none where it has no such folder.
  static var installedRoots: [Certificate] {
    let folder = "/etc/ssl/certs"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".pem") }.sorted().compactMap { file in
      guard let text = try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8) else {
        return nil
      }
      return try? Certificate(pem: text)
    }
  }
}
