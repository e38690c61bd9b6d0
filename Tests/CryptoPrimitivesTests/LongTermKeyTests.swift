import Foundation
import Testing

@testable import CryptoPrimitives

@Suite("A long-term key signs and decrypts, the same under the same seed")
struct LongTermKeyTests {
  static let rsa = Result {
    try PrivateKey.makeRSA(bits: 2048, random: .seeded(7).substream("server.key"))
  }
  static let ec = Result {
    try PrivateKey.makeEC(group: .secp256r1, random: .seeded(7).substream("server.key"))
  }

  @Test func theSameSeedGivesTheSameKey() throws {
    let random = RandomStream.seeded(7).substream("server.key")
    let again = try PrivateKey.generateRSA(bits: 2048, random: random)
    #expect(try Self.rsa.get() == again)
    #expect(try Self.rsa.get() === PrivateKey.makeRSA(bits: 2048, random: random))
    #expect(again.kind == .rsa(bits: 2048))
    let curve = try PrivateKey.makeEC(group: .secp256r1, random: .seeded(7).substream("server.key"))
    #expect(try Self.ec.get() == curve)
    #expect(curve.kind == .ec(.secp256r1))
  }

  @Test func anotherStreamAndRealEntropyGiveAnotherKey() throws {
    let key = try PrivateKey.makeRSA(bits: 512, random: .seeded(7))
    #expect(try PrivateKey.makeRSA(bits: 512, random: .seeded(8)) != key)
    #expect(try PrivateKey.makeRSA(bits: 520, random: .seeded(7)) != key)
    let drawn = try (0..<2).map { _ in try PrivateKey.makeRSA(bits: 512, random: .system) }
    #expect(drawn[0] != drawn[1])
  }

  @Test(arguments: [
    SignatureAlgorithm.rsaPKCS1(.sha1), .rsaPKCS1(.sha256), .rsaPKCS1(.sha384),
    .rsaPSS(.sha256), .rsaPSS(.sha512), .ecdsa(.sha256), .ecdsa(.sha384), .ecdsa(.sha1),
    .rsaMD5SHA1, .ed25519, .ed448,
  ])
  func signaturesVerifyAndRepeat(scheme: SignatureAlgorithm) throws {
    let key =
      switch scheme {
      case .rsaPKCS1, .rsaPSS, .rsaMD5SHA1: try Self.rsa.get()
      case .ecdsa: try Self.ec.get()
      case .ed25519: try PrivateKey.makeEd25519(random: .seeded(7))
      case .ed448: try PrivateKey.makeEd448(random: .seeded(7))
      }
    let message: [UInt8] = [1, 2, 3]
    let random = RandomStream.seeded(9).substream("sign")
    let signature = try key.sign(message, scheme: scheme, random: random)
    #expect(try key.sign(message, scheme: scheme, random: random) == signature)
    #expect(try key.publicKey.verify(signature, of: message, scheme: scheme))
    #expect(try !key.publicKey.verify(signature, of: [1, 2], scheme: scheme))
    #expect(try !key.publicKey.verify([], of: message, scheme: scheme))
  }

  @Test func rawDecryptionShowsThePadding() throws {
    let key = try Self.rsa.get()
    let random = RandomStream.seeded(9).substream("encrypt")
    let message = [UInt8](repeating: 0x2a, count: 48)
    let ciphertext = try key.publicKey.encryptPKCS1(message, random: random)
    #expect(try key.publicKey.encryptPKCS1(message, random: random) == ciphertext)
    let padded = try key.decryptRaw(ciphertext)
    #expect(padded.count == 256)
    #expect(padded.prefix(2) == [0, 2])
    #expect(padded.suffix(49) == [0] + message)
  }

  @Test func pemAndDERLeadBack() throws {
    for key in [
      try Self.rsa.get(), try Self.ec.get(), try .makeEd25519(random: .seeded(7)),
      try .makeEd448(random: .seeded(7)), try .makeEC(group: .secp384r1, random: .seeded(7)),
      try .makeEC(group: .secp521r1, random: .seeded(7)),
    ] {
      #expect(try PrivateKey(pem: key.pem) == key)
      #expect(try PrivateKey(der: key.der) == key)
      #expect(try PublicKey(der: key.publicKey.der) == key.publicKey)
      let saved = try JSONEncoder().encode([key])
      #expect(try JSONDecoder().decode([PrivateKey].self, from: saved) == [key])
      let savedPublic = try JSONEncoder().encode([key.publicKey])
      #expect(try JSONDecoder().decode([PublicKey].self, from: savedPublic) == [key.publicKey])
    }
  }
}
