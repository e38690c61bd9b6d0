import Bytes
import CryptoPrimitives
import OpenSSLProgram
import Testing

/// The bytes of a literal in hexadecimal.
func hex(_ digits: String) throws -> [UInt8] {
  try #require([UInt8](hex: digits))
}

@Suite("Hashes and HMAC give the published values, and those of the openssl program")
struct HashTests {
  /// FIPS 180-4 and RFC 1321: the digest of `abc`.
  @Test(arguments: [
    (HashAlgorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
    (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha384,
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
  ])
  func digestOfABC(hash: HashAlgorithm, digest: String) throws {
    #expect(try hash.digest(Array("abc".utf8)).hex == digest)
    #expect(try hash.digest([]).count == hash.length)
  }

  /// RFC 4231, test cases 2 and 6; RFC 2202, test case 2.
  @Test func hmacOfTheRFCs() throws {
    let question = Array("what do ya want for nothing?".utf8)
    let key = Array("Jefe".utf8)
    #expect(
      try HashAlgorithm.sha256.hmac(question, key: key).hex
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      try HashAlgorithm.sha1.hmac(question, key: key).hex
        == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
    #expect(
      try HashAlgorithm.md5.hmac(question, key: key).hex == "750c783e6ab0b503eaa86e310a5db738")
    let long = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
    #expect(
      try HashAlgorithm.sha256.hmac(long, key: [UInt8](repeating: 0xaa, count: 131)).hex
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test(arguments: HashAlgorithm.allCases)
  func theProgramAgrees(hash: HashAlgorithm) throws {
    let random = RandomStream.seeded(1)
    for (keyLength, messageLength) in [(1, 0), (32, 1), (64, 200), (129, 1000)] {
      let key = random.substream("key").bytes(keyLength)
      let message = random.substream("message").bytes(messageLength)
      let mac = try OpenSSLProgram.text(
        ["mac", "-digest", hash.rawValue, "-macopt", "hexkey:\(key.hex)", "-in", "-", "HMAC"],
        input: message)
      #expect(try hash.hmac(message, key: key) == [UInt8](hex: mac))
      let digest = try OpenSSLProgram.run(
        ["dgst", "-\(hash.rawValue)", "-binary"], input: message)
      #expect(try hash.digest(message) == digest)
    }
  }

  @Test(arguments: HashAlgorithm.allCases)
  func anEmptyKeyIsAKey(hash: HashAlgorithm) throws {
    let padded = [UInt8](repeating: 0, count: hash.blockLength)
    #expect(try hash.hmac([], key: []) == hash.hmac([], key: padded))
  }
}

@Suite("AEADs open nothing that was touched; AES-GCM gives the published values")
struct AEADTests {
  /// Test cases 4 and 16 of McGrew and Viega's "The Galois/Counter Mode of Operation".
  @Test(arguments: [
    (
      AEADAlgorithm.aes128GCM, "feffe9928665731c6d6a8f9467308308",
      "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
      "5bc94fbc3221a5db94fae95ae7121a47"
    ),
    (
      .aes256GCM, "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
      "76fc6ece0f4e1768cddf8853bb2d551b"
    ),
  ])
  func thePublishedCases(
    algorithm: AEADAlgorithm, key: String, ciphertext: String, tag: String
  ) throws {
    let plaintext = try hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
    let nonce = try hex("cafebabefacedbaddecaf888")
    let data = try hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    let sealed = try algorithm.seal(
      plaintext, key: hex(key), nonce: nonce, additionalData: data)
    #expect(sealed.hex == ciphertext + tag)
    #expect(
      try algorithm.open(sealed, key: hex(key), nonce: nonce, additionalData: data) == plaintext)
  }

  @Test(arguments: AEADAlgorithm.allCases)
  func aChangedByteIsRefused(algorithm: AEADAlgorithm) throws {
    let key = [UInt8](repeating: 1, count: algorithm.keyLength)
    let nonce = [UInt8](repeating: 2, count: 12)
    let sealed = try algorithm.seal([1, 2, 3], key: key, nonce: nonce, additionalData: [4])
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      let error = #expect(throws: CryptoError.self) {
        try algorithm.open(changed, key: key, nonce: nonce, additionalData: [4])
      }
      #expect(error?.kind == .authentication)
    }
    let error = #expect(throws: CryptoError.self) {
      try algorithm.open(sealed, key: key, nonce: nonce, additionalData: [])
    }
    #expect(error?.kind == .authentication)
  }

  @Test(arguments: AEADAlgorithm.allCases)
  func oddLengthsAreRefusedAndEmptyTextsAreNot(algorithm: AEADAlgorithm) throws {
    let key = [UInt8](repeating: 1, count: algorithm.keyLength)
    let nonce = [UInt8](repeating: 2, count: 12)
    let tag = try algorithm.seal([], key: key, nonce: nonce, additionalData: [])
    #expect(tag.count == algorithm.tagLength)
    #expect(try algorithm.open(tag, key: key, nonce: nonce, additionalData: []) == [])
    for count in 0..<algorithm.tagLength {
      #expect(throws: CryptoError.self) {
        try algorithm.open(Array(tag.prefix(count)), key: key, nonce: nonce, additionalData: [])
      }
    }
    #expect(throws: CryptoError.self) {
      try algorithm.seal([], key: [], nonce: nonce, additionalData: [])
    }
    #expect(throws: CryptoError.self) {
      try algorithm.open(tag, key: key, nonce: [1], additionalData: [])
    }
  }
}

@Suite("Block ciphers take whole blocks only; AES-CBC gives the published values")
struct BlockCipherTests {
  /// NIST SP 800-38A, F.2.1 and F.2.5, first two blocks.
  @Test(arguments: [
    (
      CBCAlgorithm.aes128CBC, "2b7e151628aed2a6abf7158809cf4f3c",
      "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
    ),
    (
      .aes256CBC, "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
      "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
    ),
  ])
  func thePublishedCases(cipher: CBCAlgorithm, key: String, ciphertext: String) throws {
    let plaintext = try hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
    let iv = try hex("000102030405060708090a0b0c0d0e0f")
    #expect(try cipher.encrypt(plaintext, key: hex(key), iv: iv).hex == ciphertext)
    #expect(try cipher.decrypt(hex(ciphertext), key: hex(key), iv: iv) == plaintext)
  }

  @Test(arguments: CBCAlgorithm.allCases)
  func oddLengthsAreRefused(cipher: CBCAlgorithm) throws {
    let key = [UInt8](repeating: 1, count: cipher.keyLength)
    let iv = [UInt8](repeating: 0, count: cipher.blockLength)
    #expect(try cipher.encrypt([], key: key, iv: iv) == [])
    #expect(try cipher.decrypt([], key: key, iv: iv) == [])
    for count in 1..<cipher.blockLength {
      #expect(throws: CryptoError.self) {
        try cipher.decrypt([UInt8](repeating: 0, count: count), key: key, iv: iv)
      }
    }
    #expect(throws: CryptoError.self) { try cipher.encrypt(iv, key: iv + [0], iv: iv) }
    #expect(throws: CryptoError.self) { try cipher.encrypt(iv, key: key, iv: []) }
  }
}
