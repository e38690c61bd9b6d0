import CryptoPrimitives
import OpenSSLProgram
import Testing

@Suite("Keys, signatures and ciphertexts pass between us and the openssl program")
struct LongTermKeyProgramTests {
  static let algorithms: [(arguments: [String], scheme: SignatureAlgorithm, options: [String])] = [
    (["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], .rsaPKCS1(.sha256), []),
    (["RSA", "-pkeyopt", "rsa_keygen_bits:1024"], .rsaPKCS1(.sha512), []),
    (
      ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], .rsaPSS(.sha256),
      ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]
    ),
    (
      ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], .rsaPSS(.sha384),
      ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]
    ),
    (["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], .ecdsa(.sha256), []),
    (["RSA", "-pkeyopt", "rsa_keygen_bits:1024"], .rsaPKCS1(.sha1), []),
    (["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], .ecdsa(.sha1), []),
    (["EC", "-pkeyopt", "ec_paramgen_curve:P-384"], .ecdsa(.sha384), []),
    (["EC", "-pkeyopt", "ec_paramgen_curve:P-521"], .ecdsa(.sha512), []),
  ]

  @Test(arguments: algorithms)
  func signatures(
    arguments: [String], scheme: SignatureAlgorithm, options: [String]
  ) throws {
    let folder = try ScratchFolder()
    let pem = try OpenSSLProgram.text(["genpkey", "-algorithm"] + arguments)
    let key = try PrivateKey(pem: pem)
    let message = Array("what both sides sign".utf8)
    try folder.write("key", Array(key.pem.utf8))
    try folder.write("public", Array(key.publicKey.pem.utf8))
    try folder.write("ours", key.sign(message, scheme: scheme, random: .seeded(1)))
    let hash = try "-\(#require(scheme.messageHash).rawValue)"
    let verdict = try OpenSSLProgram.text(
      ["dgst", hash, "-verify", folder.path("public"), "-signature", folder.path("ours")] + options,
      input: message)
    #expect(verdict.contains("Verified OK"))
    let theirs = try OpenSSLProgram.run(
      ["dgst", hash, "-sign", folder.path("key")] + options, input: message)
    #expect(try key.publicKey.verify(theirs, of: message, scheme: scheme))
    for count in theirs.indices {
      let short = Array(theirs.prefix(count))
      #expect(try !key.publicKey.verify(short, of: message, scheme: scheme))
    }
  }

  @Test func encryption() throws {
    let folder = try ScratchFolder()
    let key = try PrivateKey.makeRSA(bits: 2048, random: .seeded(3))
    try folder.write("key", Array(key.pem.utf8))
    let secret = [UInt8](repeating: 3, count: 48)
    let ours = try key.publicKey.encryptPKCS1(secret, random: .seeded(1))
    let command = ["pkeyutl", "-inkey", folder.path("key")]
    #expect(try OpenSSLProgram.run(command + ["-decrypt"], input: ours) == secret)
    let theirs = try OpenSSLProgram.run(command + ["-encrypt"], input: secret)
    #expect(try key.decryptRaw(theirs).suffix(49) == [0] + secret)
    let raw = try OpenSSLProgram.run(
      command + ["-decrypt", "-pkeyopt", "rsa_padding_mode:none"], input: theirs)
    #expect(try key.decryptRaw(theirs) == raw)
  }

  @Test func olderFormsAreRead() throws {
    let folder = try ScratchFolder()
    for (key, command) in [
      (try PrivateKey.makeRSA(bits: 1024, random: .seeded(3)), ["rsa", "-traditional"]),
      (try PrivateKey.makeEC(group: .secp384r1, random: .seeded(3)), ["ec"]),
    ] {
      try folder.write("key", Array(key.pem.utf8))
      let pem = try OpenSSLProgram.text(command + ["-in", folder.path("key")])
      #expect(!pem.contains("BEGIN PRIVATE KEY"))
      #expect(try PrivateKey(pem: pem) == key)
    }
  }

  @Test func anEncryptedKeyIsRefusedWithoutAsking() throws {
    let pem = try OpenSSLProgram.text([
      "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes128", "-pass",
      "pass:secret",
    ])
    #expect(throws: CryptoError.self) { try PrivateKey(pem: pem) }
  }

  @Test(arguments: [
    ["ED25519"], ["X25519"], ["X448"], ["RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1024"],
    ["EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
    [
      "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit",
    ],
  ])
  func aKeyOfAnotherKindIsNoTrap(arguments: [String]) throws {
    let pem = try OpenSSLProgram.text(["genpkey", "-algorithm"] + arguments)
    let folder = try ScratchFolder()
    try folder.write("key", Array(pem.utf8))
    let spki = try OpenSSLProgram.run([
      "pkey", "-in", folder.path("key"), "-pubout", "-outform", "DER",
    ])
    let key = try PublicKey(der: spki)
    #expect(key.der == spki)
    #expect(key.modulusLength == nil)
    #expect(throws: CryptoError.self) { try key.encryptPKCS1([1], random: .system) }
    guard case .other = key.kind else { return }
    #expect(throws: CryptoError.self) { try PrivateKey(pem: pem) }
    #expect(throws: CryptoError.self) {
      try key.verify([1], of: [1], scheme: .ecdsa(.sha256))
    }
  }
}

@Suite("A damaged key or an odd text is refused, never a trap")
struct OddKeyTests {
  @Test func truncatedKeys() throws {
    for key in [
      try PrivateKey.makeRSA(bits: 512, random: .seeded(3)),
      try PrivateKey.makeEC(group: .secp256r1, random: .seeded(3)),
    ] {
      for count in key.der.indices {
        #expect(throws: CryptoError.self) { try PrivateKey(der: Array(key.der.prefix(count))) }
      }
      for count in key.publicKey.der.indices {
        #expect(throws: CryptoError.self) {
          try PublicKey(der: Array(key.publicKey.der.prefix(count)))
        }
      }
      #expect(throws: CryptoError.self) { try PublicKey(der: key.publicKey.der + [0]) }
    }
  }

  @Test func changedKeysAreReadOrRefused() throws {
    let key = try PrivateKey.makeEC(group: .secp256r1, random: .seeded(3))
    let rsa = try PrivateKey.makeRSA(bits: 512, random: .seeded(3))
    for der in [key.der, rsa.der] {
      for index in der.indices {
        var changed = der
        changed[index] ^= 0x81
        guard let odd = try? PrivateKey(der: changed) else { continue }
        _ = try? odd.sign([1], scheme: .rsaPKCS1(.sha256), random: .seeded(1))
        _ = try? odd.sign([1], scheme: .ecdsa(.sha256), random: .seeded(1))
        _ = try? odd.decryptRaw([UInt8](repeating: 1, count: 64))
      }
    }
  }

  @Test func textsThatAreNoPEM() {
    for pem in ["", "x", "-----BEGIN PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n"] {
      #expect(throws: CryptoError.self) { try PrivateKey(pem: pem) }
    }
  }

  @Test func ciphertextsThatAreNone() throws {
    let key = try PrivateKey.makeRSA(bits: 1024, random: .seeded(3))
    for ciphertext in [
      [], [1], [UInt8](repeating: 0xff, count: 128), [UInt8](repeating: 1, count: 127),
      [UInt8](repeating: 1, count: 129),
    ] {
      let error = #expect(throws: CryptoError.self) { try key.decryptRaw(ciphertext) }
      #expect(error?.kind == .badInput)
    }
    #expect(try key.decryptRaw([UInt8](repeating: 0, count: 128)).count == 128)
    #expect(throws: CryptoError.self) {
      try key.publicKey.encryptPKCS1([UInt8](repeating: 0, count: 118), random: .system)
    }
    let curve = try PrivateKey.makeEC(group: .secp256r1, random: .seeded(3))
    #expect(throws: CryptoError.self) { try curve.decryptRaw([1]) }
    #expect(throws: CryptoError.self) {
      try curve.sign([1], scheme: .rsaPKCS1(.sha256), random: .system)
    }
    // A modulus of 512 bits has no room for SHA-512.
    let short = try PrivateKey.makeRSA(bits: 512, random: .seeded(3))
    #expect(throws: CryptoError.self) {
      try short.sign([1], scheme: .rsaPKCS1(.sha512), random: .system)
    }
  }
}
