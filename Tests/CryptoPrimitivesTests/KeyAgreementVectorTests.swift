import Bytes
import CryptoPrimitives
import Foundation
import OpenSSLProgram
import Testing

@Suite("Key agreement gives the published values, and those of the openssl program")
struct KeyAgreementVectorTests {
  /// RFC 7748 §6.1.
  @Test func x25519OfTheRFC() throws {
    let alice = try KeyPair.make(
      group: .x25519,
      privateKey: hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"))
    let bob = try KeyPair.make(
      group: .x25519,
      privateKey: hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
    #expect(
      alice.publicKey.hex == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
    #expect(bob.publicKey.hex == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
    let secret = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    #expect(try alice.sharedSecret(with: bob.publicKey).hex == secret)
    #expect(try bob.sharedSecret(with: alice.publicKey).hex == secret)
  }

  /// RFC 5903 §8.1 and §8.2.
  @Test(arguments: [
    (
      Group.secp256r1, "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
      "c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53",
      "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252d61f1c"
        + "456fa3e59ab1f45b33accf5f58389e0577b8990bb3",
      "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"
    ),
    (
      .secp384r1,
      "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3faef896"
        + "783ab194",
      "41cb0779b4bdb85d47846725fbec3c9430fab46cc8dc5060855cc9bda0aa2942e0308312916b8ed2960e4bd5"
        + "5a7448fc",
      "04667842d7d180ac2cde6f74f37551f55755c7645c20ef73e31634fe72b4c55ee6de3ac808acb4bdb4c88732"
        + "aee95f41aa9482ed1fc0eeb9cafc4984625ccfc23f65032149e0e144ada024181535a0f38eeb9fcff3c2c947"
        + "dae69b4c634573a81c",
      "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09cf5d4a2"
        + "70f59746"
    ),
  ])
  func curvesOfTheRFC(
    group: Group, initiator: String, responder: String, initiatorPublic: String, secret: String
  ) throws {
    let i = try KeyPair.make(group: group, privateKey: hex(initiator))
    let r = try KeyPair.make(group: group, privateKey: hex(responder))
    #expect(i.publicKey.hex == initiatorPublic)
    #expect(try i.sharedSecret(with: r.publicKey).hex == secret)
    #expect(try r.sharedSecret(with: i.publicKey).hex == secret)
  }

  /// The prefixes that make a PKCS#8 key and a SubjectPublicKeyInfo of raw X25519 bytes (RFC 8410).
  @Test func theProgramAgreesOnX25519() throws {
    let mine = try Group.x25519.makeKey(random: .seeded(1))
    let peer = try Group.x25519.makeKey(random: .seeded(2))
    let folder = try ScratchFolder()
    try folder.write("key", hex("302e020100300506032b656e04220420") + mine.privateKey)
    try folder.write("peer", hex("302a300506032b656e032100") + peer.publicKey)
    let secret = try OpenSSLProgram.run([
      "pkeyutl", "-derive", "-keyform", "DER", "-inkey", folder.path("key"), "-peerform", "DER",
      "-peerkey", folder.path("peer"),
    ])
    #expect(try mine.sharedSecret(with: peer.publicKey) == secret)
  }

  /// The parameters of a finite field group in DER, as the program knows them.
  private func listedParameters(_ type: String, _ group: String) throws -> [UInt8] {
    let pem = try OpenSSLProgram.run([
      "genpkey", "-genparam", "-algorithm", type, "-pkeyopt", "group:\(group)",
    ])
    let folder = try ScratchFolder()
    _ = try OpenSSLProgram.run(["asn1parse", "-noout", "-out", folder.path("der")], input: pem)
    return try folder.read("der")
  }

  @Test(arguments: [Group.ffdhe2048, .ffdhe3072])
  func thePrimesAreThoseOfTheProgram(group: Group) throws {
    let field = try #require(group.parameters)
    let parameters = try listedParameters("DHX", group.rawValue)
    #expect(parameters.hex.contains(field.prime.hex))
    #expect(field.generator == [2])
    #expect(field.named == group)
    #expect(field.bits == field.prime.count * 8)
    // RFC 7919 appendix A: the highest and the lowest 64 bits are ones.
    #expect(field.prime.prefix(8).allSatisfy { $0 == 0xff })
    #expect(field.prime.suffix(8).allSatisfy { $0 == 0xff })
  }

  @Test func aPrimeWithoutANameServesToo() throws {
    // The 2048-bit group 14 of RFC 3526, which is not among those of RFC 7919.
    let listed = try listedParameters("DH", "modp_2048")
    // SEQUENCE { INTEGER p, INTEGER g }: 4 bytes, then 4 bytes and a zero before p's 256.
    let prime = Array(listed[9..<265])
    #expect(prime.prefix(8) == [UInt8](repeating: 0xff, count: 8)[...])
    let field = FiniteFieldGroup(prime: [0] + prime, generator: [0, 2])
    #expect(field.named == nil)
    let client = try field.makeKey(random: .seeded(1))
    let server = try field.makeKey(random: .seeded(2))
    #expect(try field.makeKey(random: .seeded(1)) == client)
    let secret = try client.sharedSecret(with: server.publicKey)
    #expect(try server.sharedSecret(with: client.publicKey) == secret)
    #expect(secret.count == 256)
    let stolen = try field.makeKey(privateKey: client.privateKey)
    #expect(stolen == client)
    #expect(try stolen.sharedSecret(with: server.publicKey) == secret)
    let loaded = try JSONDecoder().decode(KeyPair.self, from: JSONEncoder().encode(client))
    #expect(loaded == client)
    #expect(try loaded.sharedSecret(with: server.publicKey) == secret)
  }
}

@Suite("A peer's odd public key is refused, never a trap")
struct OddPublicKeyTests {
  @Test(arguments: Group.allCases)
  func everyLengthButTheRightOne(group: Group) throws {
    let mine = try group.makeKey(random: .seeded(1))
    let peer = try group.makeKey(random: .seeded(2)).publicKey
    let tooLong = peer + [0]
    for bytes in peer.indices.map({ Array(peer.prefix($0)) }) + [tooLong, tooLong + peer] {
      // A shorter number of a finite field is another number, not another length.
      if group.kind == .finiteField, bytes.count <= peer.count { continue }
      let error = #expect(throws: CryptoError.self) { try mine.sharedSecret(with: bytes) }
      #expect(error?.kind == .badInput)
    }
  }

  @Test(arguments: [Group.secp256r1, .secp384r1])
  func aPointBesideTheCurve(group: Group) throws {
    let mine = try group.makeKey(random: .seeded(1))
    let peer = try group.makeKey(random: .seeded(2)).publicKey
    for index in peer.indices {
      var changed = peer
      changed[index] ^= 1
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: changed) }
    }
    // Infinity, and the compressed form that TLS forbids (RFC 8422 §5.1.2).
    let half = group.sharedSecretLength
    let compressed = [2 + ((peer.last ?? 0) & 1)] + Array(peer[1...half])
    for odd: [UInt8] in [[0], compressed] {
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: odd) }
    }
  }

  /// RFC 7748 §6.1: points of small order give zero, whatever the private key.
  @Test func x25519PointsOfSmallOrder() throws {
    let mine = try Group.x25519.makeKey(random: .seeded(1))
    let order8 = try hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
    for point in [[UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31), order8]
    {
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: point) }
    }
  }

  /// RFC 7919 §5.1: 1 < Y < p - 1.
  @Test(arguments: [Group.ffdhe2048, .ffdhe3072])
  func numbersThatGiveNothingAway(group: Group) throws {
    let mine = try group.makeKey(random: .seeded(1))
    let prime = try #require(group.parameters).prime
    var below = prime
    below[below.count - 1] -= 1
    let full = [UInt8](repeating: 0xff, count: prime.count)
    for number: [UInt8] in [[], [0], [1], below, prime, full] {
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: number) }
    }
    #expect(try mine.sharedSecret(with: [2]).count == prime.count)
  }

  @Test(arguments: [
    ([UInt8](), [UInt8]()), ([0], [2]), ([23], [5]), ([UInt8](repeating: 0xff, count: 2000), [2]),
    ([UInt8](repeating: 0xfe, count: 256), [2]), ([UInt8](repeating: 0xff, count: 256), []),
    ([UInt8](repeating: 0xff, count: 256), [1]),
    ([UInt8](repeating: 0xff, count: 256), [UInt8](repeating: 0xff, count: 257)),
  ])
  func parametersThatCannotServe(prime: [UInt8], generator: [UInt8]) throws {
    let field = FiniteFieldGroup(prime: prime, generator: generator)
    #expect(throws: CryptoError.self) { try field.makeKey(random: .seeded(1)) }
    #expect(throws: CryptoError.self) { try field.makeKey(privateKey: [3]) }
  }

  @Test(arguments: Group.allCases)
  func privateBytesThatAreNoKey(group: Group) throws {
    let long = [UInt8](repeating: 0xff, count: 400)
    for bytes in [[], long, long + long] {
      #expect(throws: CryptoError.self) { try KeyPair.make(group: group, privateKey: bytes) }
    }
    guard group.kind == .weierstrass else { return }
    let order = [UInt8](repeating: 0xff, count: group.sharedSecretLength)
    for bytes in [[0], order] {
      #expect(throws: CryptoError.self) { try KeyPair.make(group: group, privateKey: bytes) }
    }
    #expect(try KeyPair.make(group: group, privateKey: [1]).privateKey.count == order.count)
  }
}
