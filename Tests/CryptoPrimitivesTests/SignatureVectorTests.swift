import CryptoPrimitives
import OpenSSLProgram
import Testing

@Suite("ECDSA accepts the signatures of RFC 6979")
struct CurveSignatureTests {
  /// RFC 6979 A.2.5 to A.2.7, message `sample`. libcrypto 3.0 draws its nonces and can't be told
  /// to derive them so, hence these are verified, not made.
  @Test(arguments: [
    (
      Group.secp256r1, HashAlgorithm.sha1,
      "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
      "61340c88c3aaebeb4f6d667f672ca9759a6ccaa9fa8811313039ee4a35471d32",
      "6d7f147dac089441bb2e2fe8f7a3fa264b9c475098fdcf6e00d7c996e1b8b7eb"
    ),
    (
      .secp256r1, .sha256, "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
      "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
      "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    ),
    (
      .secp384r1, .sha384,
      "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea"
        + "60d2edf5",
      "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e"
        + "80fabe46",
      "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a"
        + "38628ac8"
    ),
    (
      .secp521r1, .sha512,
      "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836"
        + "a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538",
      "00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606a"
        + "dd152b534931d7d4e8455cc91f9b15bf05ec36e377fa",
      "00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8"
        + "c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a"
    ),
  ])
  func theRFC(group: Group, hash: HashAlgorithm, key: String, r: String, s: String) throws {
    let pair = try KeyPair.make(group: group, privateKey: hex(key))
    let publicKey = try PublicKey(der: pair.publicKeyDER(ofPeer: pair.publicKey))
    #expect(publicKey.kind == .ec(group))
    let numbers = try integer(hex(r)) + integer(hex(s))
    let signature = [0x30] + derLength(numbers.count) + numbers
    let message = Array("sample".utf8)
    #expect(try publicKey.verify(signature, of: message, scheme: .ecdsa(hash)))
    #expect(try !publicKey.verify(signature, of: message + [0], scheme: .ecdsa(hash)))
    let long = try PrivateKey(der: pair.privateKeyDER())
    #expect(long.publicKey == publicKey)
    let ours = try long.sign(message, scheme: .ecdsa(hash), random: .seeded(1))
    #expect(try publicKey.verify(ours, of: message, scheme: .ecdsa(hash)))
  }

  /// An INTEGER in DER.
  private func integer(_ number: [UInt8]) -> [UInt8] {
    var number = Array(number.drop { $0 == 0 })
    if number.first.map({ $0 >= 0x80 }) ?? true { number.insert(0, at: 0) }
    return [2] + derLength(number.count) + number
  }

  private func derLength(_ count: Int) -> [UInt8] {
    count < 0x80 ? [UInt8(count)] : [0x81, UInt8(count)]
  }
}

@Suite("The signature of TLS 1.0 and 1.1 pads MD5 and SHA-1 side by side")
struct ConcatenatedHashTests {
  @Test func theProgramAgrees() throws {
    let folder = try ScratchFolder()
    let key = try PrivateKey.makeRSA(bits: 1024, random: .seeded(3))
    let message = Array("what both sides sign".utf8)
    let digests = try HashAlgorithm.md5.digest(message) + HashAlgorithm.sha1.digest(message)
    let ours = try key.sign(message, scheme: .rsaMD5SHA1, random: .seeded(1))
    try folder.write("key", Array(key.pem.utf8))
    try folder.write("public", Array(key.publicKey.pem.utf8))
    try folder.write("digests", digests)
    try folder.write("signature", ours)
    // Without a hash named, the program pads what it is given.
    #expect(
      try OpenSSLProgram.run([
        "pkeyutl", "-sign", "-inkey", folder.path("key"), "-in", folder.path("digests"),
      ]) == ours)
    #expect(
      try OpenSSLProgram.run([
        "pkeyutl", "-verifyrecover", "-pubin", "-inkey", folder.path("public"), "-in",
        folder.path("signature"),
      ]) == digests)
    let theirs = try OpenSSLProgram.run(
      ["dgst", "-md5-sha1", "-sign", folder.path("key")], input: message)
    #expect(try key.publicKey.verify(theirs, of: message, scheme: .rsaMD5SHA1))
    // RFC 4346 §7.4.3 has no name of a hash in the padding: a plain SHA-1 signature is another.
    let plain = try key.sign(message, scheme: .rsaPKCS1(.sha1), random: .seeded(1))
    #expect(try !key.publicKey.verify(plain, of: message, scheme: .rsaMD5SHA1))
    #expect(try !key.publicKey.verify(ours, of: message, scheme: .rsaPKCS1(.sha1)))
  }
}

@Suite("A scheme signs with the keys that it fits, and is refused by all others")
struct FittingSchemeTests {
  @Test func everyPair() throws {
    let keys = [
      try PrivateKey.makeRSA(bits: 1024, random: .seeded(3)),
      try .makeEC(group: .secp256r1, random: .seeded(3)),
      try .makeEC(group: .secp384r1, random: .seeded(3)),
      try .makeEC(group: .secp521r1, random: .seeded(3)),
      try .makeEd25519(random: .seeded(3)), try .makeEd448(random: .seeded(3)),
    ]
    let schemes: [(scheme: SignatureAlgorithm, keys: [Int])] = [
      (.rsaPKCS1(.sha1), [0]), (.rsaPKCS1(.sha256), [0]), (.rsaPSS(.sha256), [0]),
      (.rsaMD5SHA1, [0]), (.ecdsa(.sha1), [1, 2, 3]), (.ecdsa(.sha512), [1, 2, 3]),
      (.ed25519, [4]), (.ed448, [5]),
    ]
    for (scheme, fitting) in schemes {
      for (index, key) in keys.enumerated() {
        #expect(scheme.fits(key.kind) == fitting.contains(index))
        guard scheme.fits(key.kind) else {
          let signing = #expect(throws: CryptoError.self) {
            try key.sign([1], scheme: scheme, random: .system)
          }
          #expect(signing?.kind == .badInput)
          #expect(throws: CryptoError.self) {
            try key.publicKey.verify([1], of: [1], scheme: scheme)
          }
          continue
        }
        let signature = try key.sign([1], scheme: scheme, random: .system)
        #expect(try key.publicKey.verify(signature, of: [1], scheme: scheme))
      }
    }
  }
}
