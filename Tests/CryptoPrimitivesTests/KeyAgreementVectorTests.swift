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

  /// RFC 7748 §6.2.
  @Test func x448OfTheRFC() throws {
    let alice = try KeyPair.make(
      group: .x448,
      privateKey: hex(
        "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6"
          + "f127ab1d9ac2d8c0a598726b"))
    let bob = try KeyPair.make(
      group: .x448,
      privateKey: hex(
        "1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d6927c120bb5ee8972b0d3e21374c9c92"
          + "1b09d1b0366f10b65173992d"))
    #expect(
      alice.publicKey.hex
        == "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b"
        + "12da88120d53177f80e532c41fa0")
    #expect(
      bob.publicKey.hex
        == "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706"
        + "dcb57aec3dae07bdc1c67bf33609")
    let secret =
      "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c2440"
      + "3085d59a449a5037514a879d"
    #expect(try alice.sharedSecret(with: bob.publicKey).hex == secret)
    #expect(try bob.sharedSecret(with: alice.publicKey).hex == secret)
  }

  /// RFC 5903 §8.1, §8.2 and §8.3.
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
    (
      .secp521r1,
      "0037ade9319a89f4dabdb3ef411aaccca5123c61acab57b5393dce47608172a095aa85a30fe1c2952c6771d9"
        + "37ba9777f5957b2639bab072462f68c27a57382d4a52",
      "0145ba99a847af43793fdd0e872e7cdfa16be30fdc780f97bccc3f078380201e9c677d600b343757a3bdbf2a"
        + "3163e4c2f869cca7458aa4a4effc311f5cb151685eb9",
      "040015417e84dbf28c0ad3c278713349dc7df153c897a1891bd98bab4357c9ecbee1e3bf42e00b8e380aeae5"
        + "7c2d107564941885942af5a7f4601723c4195d176ced3e017cae20b6641d2eeb695786d8c946146239d0"
        + "99e18e1d5a514c739d7cb4a10ad8a788015ac405d7799dc75e7b7d5b6cf2261a6a7f1507438bf01beb6c"
        + "a3926f9582",
      "01144c7d79ae6956bc8edb8e7c787c4521cb086fa64407f97894e5e6b2d79b04d1427e73ca4baa240a347868"
        + "59810c06b3c715a3a8cc3151f2bee417996d19f3ddea"
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

  /// The prefixes that make a PKCS#8 key and a SubjectPublicKeyInfo of raw bytes (RFC 8410).
  @Test(arguments: [
    (Group.x25519, "302e020100300506032b656e04220420", "302a300506032b656e032100"),
    (.x448, "3046020100300506032b656f043a0438", "3042300506032b656f033900"),
  ])
  func theProgramAgreesOnRawKeys(group: Group, privatePrefix: String, publicPrefix: String) throws {
    let mine = try group.makeKey(random: .seeded(1))
    let peer = try group.makeKey(random: .seeded(2))
    let folder = try ScratchFolder()
    try folder.write("key", hex(privatePrefix) + mine.privateKey)
    try folder.write("peer", hex(publicPrefix) + peer.publicKey)
    let secret = try OpenSSLProgram.run([
      "pkeyutl", "-derive", "-keyform", "DER", "-inkey", folder.path("key"), "-peerform", "DER",
      "-peerkey", folder.path("peer"),
    ])
    #expect(try mine.sharedSecret(with: peer.publicKey) == secret)
  }

  /// What `show keys` prints as a command: both keys in DER, the secret from the program.
  @Test(arguments: Group.allCases)
  func theProgramAgreesOnEveryGroup(group: Group) throws {
    let mine = try group.makeKey(random: .seeded(1))
    let peer = try group.makeKey(random: .seeded(2))
    let folder = try ScratchFolder()
    try folder.write("key", mine.privateKeyDER())
    try folder.write("peer", mine.publicKeyDER(ofPeer: peer.publicKey))
    let secret = try OpenSSLProgram.run([
      "pkeyutl", "-derive", "-keyform", "DER", "-inkey", folder.path("key"), "-peerform", "DER",
      "-peerkey", folder.path("peer"),
    ])
    // The program leaves out leading zeros of a finite field's secret.
    #expect(try mine.sharedSecret(with: peer.publicKey).suffix(secret.count) == secret[...])
    #expect(secret.count > group.sharedSecretLength - 4)
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

  @Test(arguments: [Group.ffdhe2048, .ffdhe3072, .ffdhe4096])
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
