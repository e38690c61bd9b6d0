import Bytes
import CryptoPrimitives
import OpenSSLProgram
import Testing

@Suite("ChaCha20-Poly1305 and CCM give the published values, and those of the openssl program")
struct AEADVectorTests {
  /// RFC 8439 §2.8.2.
  @Test func chacha20Poly1305OfTheRFC() throws {
    let text =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
      + "sunscreen would be it."
    let sealed = try AEADAlgorithm.chacha20Poly1305.seal(
      Array(text.utf8), key: Array(0x80...0x9f), nonce: hex("070000004041424344454647"),
      additionalData: hex("50515253c0c1c2c3c4c5c6c7"))
    #expect(
      sealed.hex
        == "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca96712"
        + "82fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58"
        + "fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116"
        + "1ae10b594f09e26a7e902ecbd0600691")
  }

  /// NIST SP 800-38C, example 3: the one with a nonce of 12 bytes. RFC 3610's have 13.
  @Test func ccmOfNIST() throws {
    let sealed = try AEADAlgorithm.aes128CCM8.seal(
      Array(0x20...0x37), key: Array(0x40...0x4f), nonce: Array(0x10...0x1b),
      additionalData: Array(0...0x13))
    #expect(sealed.hex == "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5" + "484392fbc1b09951")
  }

  /// CCM as NIST SP 800-38C puts it together, from the program's CBC and CTR.
  private func programCCM(
    _ algorithm: AEADAlgorithm, _ text: [UInt8], _ key: [UInt8], _ nonce: [UInt8], _ data: [UInt8]
  ) throws -> [UInt8] {
    func encrypt(_ mode: String, _ iv: [UInt8], _ input: [UInt8]) throws -> [UInt8] {
      try OpenSSLProgram.run(
        ["enc", "-aes-\(key.count * 8)-\(mode)", "-nopad", "-K", key.hex, "-iv", iv.hex],
        input: input)
    }
    func padded(_ bytes: [UInt8]) -> [UInt8] {
      bytes + [UInt8](repeating: 0, count: (16 - bytes.count % 16) % 16)
    }
    // A.2.1: lengths of text in 3 bytes; of tag and whether there is data, in the flags.
    let flags = UInt8((data.isEmpty ? 0 : 64) + (algorithm.tagLength - 2) / 2 * 8 + 2)
    let length = [UInt8(text.count >> 16), UInt8(text.count >> 8 & 0xff), UInt8(text.count & 0xff)]
    let dataLength = [UInt8(data.count >> 8), UInt8(data.count & 0xff)]
    let blocks =
      [flags] + nonce + length + (data.isEmpty ? [] : padded(dataLength + data)) + padded(text)
    let mac = try encrypt("cbc", [UInt8](repeating: 0, count: 16), blocks).suffix(16)
    let sealed = try encrypt("ctr", [2] + nonce + [0, 0, 0], mac + text)
    return Array(sealed.dropFirst(16) + sealed.prefix(algorithm.tagLength))
  }

  @Test(arguments: [AEADAlgorithm.aes128CCM, .aes128CCM8, .aes256CCM, .aes256CCM8])
  func ccmOfTheProgramsParts(algorithm: AEADAlgorithm) throws {
    let random = RandomStream.seeded(6)
    let key = random.substream("key").bytes(algorithm.keyLength)
    let nonce = random.substream("nonce").bytes(12)
    for (textLength, dataLength) in [(0, 0), (0, 13), (1, 0), (16, 5), (100, 14), (16_384, 30)] {
      let text = random.substream("text").bytes(textLength)
      let data = random.substream("data").bytes(dataLength)
      let sealed = try algorithm.seal(text, key: key, nonce: nonce, additionalData: data)
      #expect(sealed.count == textLength + algorithm.tagLength)
      #expect(try sealed == programCCM(algorithm, text, key, nonce, data))
      #expect(
        try algorithm.open(sealed, key: key, nonce: nonce, additionalData: data) == text)
    }
  }

  /// The text under the block counter 1 (RFC 8439 §2.8); the program's IV begins with the counter.
  @Test func chacha20OfTheProgram() throws {
    let random = RandomStream.seeded(6)
    let key = random.substream("key").bytes(32)
    let nonce = random.substream("nonce").bytes(12)
    for count in [0, 1, 64, 1000] {
      let text = random.substream("text").bytes(count)
      let sealed = try AEADAlgorithm.chacha20Poly1305.seal(
        text, key: key, nonce: nonce, additionalData: [1])
      let theirs = try OpenSSLProgram.run(
        ["enc", "-chacha20", "-K", key.hex, "-iv", ([1, 0, 0, 0] + nonce).hex], input: text)
      #expect(sealed.dropLast(16) == theirs[...])
    }
  }

  /// With 3 bytes for the length, CCM takes no text of 2^24 bytes.
  @Test func aTextTooLongForCCMIsRefused() throws {
    let key = [UInt8](repeating: 1, count: 16)
    let nonce = [UInt8](repeating: 2, count: 12)
    let long = [UInt8](repeating: 0, count: 1 << 24)
    #expect(throws: CryptoError.self) {
      try AEADAlgorithm.aes128CCM.seal(long, key: key, nonce: nonce, additionalData: [])
    }
    #expect(throws: CryptoError.self) {
      try AEADAlgorithm.aes128CCM8.open(
        long + [UInt8](repeating: 0, count: 8), key: key, nonce: nonce, additionalData: [])
    }
  }
}

@Suite("Triple DES gives the published values, and those of the openssl program")
struct TripleDESTests {
  /// NIST SP 800-67, B.1: three blocks one by one, hence each under a vector of zeros here.
  @Test(arguments: [
    ("5468652071756663", "a826fd8ce53b855f"), ("6b2062726f776e20", "cce21c8112256fe6"),
    ("666f78206a756d70", "68d5c05dd9b6b900"),
  ])
  func ofNIST(plaintext: String, ciphertext: String) throws {
    let key = try hex("0123456789abcdef23456789abcdef01456789abcdef0123")
    let iv = [UInt8](repeating: 0, count: 8)
    let cipher = CBCAlgorithm.tripleDESCBC
    #expect(try cipher.encrypt(hex(plaintext), key: key, iv: iv).hex == ciphertext)
    #expect(try cipher.decrypt(hex(ciphertext), key: key, iv: iv).hex == plaintext)
  }

  @Test func ofTheProgram() throws {
    let random = RandomStream.seeded(6)
    let key = random.substream("key").bytes(24)
    let iv = random.substream("iv").bytes(8)
    let text = random.substream("text").bytes(8 * 50)
    let ours = try CBCAlgorithm.tripleDESCBC.encrypt(text, key: key, iv: iv)
    let theirs = try OpenSSLProgram.run(
      ["enc", "-des-ede3-cbc", "-nopad", "-K", key.hex, "-iv", iv.hex], input: text)
    #expect(ours == theirs)
    #expect(try CBCAlgorithm.tripleDESCBC.decrypt(ours, key: key, iv: iv) == text)
  }
}
