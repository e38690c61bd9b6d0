import Bytes
import CryptoPrimitives
import OpenSSLProgram
import Testing

@Suite("EdDSA gives the signatures of RFC 8032, and those of the openssl program")
struct EdwardsSignatureTests {
  struct Vector: CustomTestStringConvertible {
    var name: String
    var scheme: SignatureAlgorithm
    var secret: String
    var publicKey: String
    var message: String
    var signature: String
    var testDescription: String { name }
  }

  static let ofTheRFC = [
    Vector(
      name: "7.1 test 1", scheme: .ed25519,
      secret: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    Vector(
      name: "7.1 test 2", scheme: .ed25519,
      secret: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    Vector(
      name: "7.1 test 3", scheme: .ed25519,
      secret: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    Vector(
      name: "7.4 blank", scheme: .ed448,
      secret: "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39"
        + "a3fc5b94492f8f032e7549a20098f95b",
      publicKey: "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7"
        + "061bd6783df1e50f6cd1fa1abeafe8256180",
      message: "",
      signature: "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f6282"
        + "81f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b41"
        + "04852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600"),
    Vector(
      name: "7.4 one octet", scheme: .ed448,
      secret: "c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e"
        + "3bc397a659949ef8021e954e0a12274e",
      publicKey: "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb007428"
        + "02b8438ea4cb82169c235160627b4c3a9480",
      message: "03",
      signature: "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981"
        + "b7e18f62de8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336"
        + "c19f0af7e0a6472905e799f1953d2a0ff3348ab21aa4adafd1d234441cf807c03a00"),
  ]

  /// The prefixes that make a PKCS#8 key and a SubjectPublicKeyInfo of raw bytes (RFC 8410).
  static func prefixes(_ scheme: SignatureAlgorithm) throws -> (key: [UInt8], publicKey: [UInt8]) {
    scheme == .ed25519
      ? (try hex("302e020100300506032b657004220420"), try hex("302a300506032b6570032100"))
      : (try hex("3047020100300506032b6571043b0439"), try hex("3043300506032b6571033a00"))
  }

  @Test(arguments: ofTheRFC)
  func theRFC(vector: Vector) throws {
    let prefixes = try Self.prefixes(vector.scheme)
    let key = try PrivateKey(der: prefixes.key + hex(vector.secret))
    #expect(key.publicKey.der == prefixes.publicKey + (try hex(vector.publicKey)))
    #expect(key.kind == (vector.scheme == .ed25519 ? .ed25519 : .ed448))
    let message = try hex(vector.message)
    let signature = try key.sign(message, scheme: vector.scheme, random: .system)
    #expect(signature.hex == vector.signature)
    #expect(try key.publicKey.verify(signature, of: message, scheme: vector.scheme))
    #expect(try !key.publicKey.verify(signature, of: message + [0], scheme: vector.scheme))
    for index in signature.indices {
      var changed = signature
      changed[index] ^= 1
      #expect(try !key.publicKey.verify(changed, of: message, scheme: vector.scheme))
      let short = Array(signature.prefix(index))
      #expect(try !key.publicKey.verify(short, of: message, scheme: vector.scheme))
    }
    let long = signature + [0]
    #expect(try !key.publicKey.verify(long, of: message, scheme: vector.scheme))
  }

  @Test(arguments: [("ED25519", SignatureAlgorithm.ed25519), ("ED448", .ed448)])
  func theProgramAgrees(name: String, scheme: SignatureAlgorithm) throws {
    let folder = try ScratchFolder()
    let key = try PrivateKey(pem: OpenSSLProgram.text(["genpkey", "-algorithm", name]))
    let message = Array("what both sides sign".utf8)
    let ours = try key.sign(message, scheme: scheme, random: .seeded(1))
    try folder.write("key", Array(key.pem.utf8))
    try folder.write("public", Array(key.publicKey.pem.utf8))
    try folder.write("message", message)
    try folder.write("signature", ours)
    let whole = ["pkeyutl", "-rawin", "-in", folder.path("message")]
    #expect(try OpenSSLProgram.run(whole + ["-sign", "-inkey", folder.path("key")]) == ours)
    let verdict = try OpenSSLProgram.text(
      whole + [
        "-verify", "-pubin", "-inkey", folder.path("public"), "-sigfile", folder.path("signature"),
      ])
    #expect(verdict.contains("Success"))
  }

  @Test func theKeyIsTheBeginningOfTheStream() throws {
    let random = RandomStream.seeded(4)
    #expect(try PrivateKey.makeEd25519(random: random).der.suffix(32) == random.bytes(32)[...])
    #expect(try PrivateKey.makeEd448(random: random).der.suffix(57) == random.bytes(57)[...])
  }

  @Test func truncatedKeysAreRefused() throws {
    for key in [
      try PrivateKey.makeEd25519(random: .seeded(3)), try PrivateKey.makeEd448(random: .seeded(3)),
      try PrivateKey.makeEC(group: .secp521r1, random: .seeded(3)),
    ] {
      for count in key.der.indices {
        #expect(throws: CryptoError.self) { try PrivateKey(der: Array(key.der.prefix(count))) }
      }
      for count in key.publicKey.der.indices {
        #expect(throws: CryptoError.self) {
          try PublicKey(der: Array(key.publicKey.der.prefix(count)))
        }
      }
    }
  }
}
