import CryptoPrimitives
import TLSKeys
import TLSWire
import Testing

@Suite("Ciphers that only old recordings hold")
struct RetiredCipherTests {
  @Test("RC4: the key streams of RFC 6229, section 2")
  func rc4() {
    let zeros = [UInt8](repeating: 0, count: 16)[...]
    var short = RC4(key: [1, 2, 3, 4, 5])
    #expect(
      short.transform(zeros) == [
        0xb2, 0x39, 0x63, 0x05, 0xf0, 0x3d, 0xc0, 0x27, 0xcc, 0xc3, 0x52, 0x4a, 0x0a, 0x11, 0x18,
        0xa8,
      ])
    var long = RC4(key: Array(1...16))
    #expect(
      long.transform(zeros) == [
        0x9a, 0xc7, 0xcc, 0x9a, 0x60, 0x9d, 0x1e, 0xf7, 0xb2, 0x93, 0x28, 0x99, 0xcd, 0xe4, 0x1b,
        0x97,
      ])
  }

  @Test("Our own ends still speak what they spoke")
  func spoken() {
    #expect(!CipherSuite.spoken12.contains { $0.rawValue == 0x0005 || $0.rawValue == 0xc050 })
    #expect(CipherSuite.spoken12.allSatisfy { ReadableSuite.of($0) != nil })
    #expect(CipherSuite.spoken13.allSatisfy { ReadableSuite.of($0) != nil })
  }

  @Test("Every suite of the old names is read, but for ciphers that libcrypto never had")
  func readable() throws {
    for number in [0x0003, 0x0004, 0x0006, 0x0007, 0x0008, 0x0009, 0x0062, 0x0064, 0x0096] {
      let suite = try #require(ReadableSuite.of(CipherSuite(rawValue: UInt16(number))))
      #expect(suite.cipher.keyMaterial <= suite.cipher.keyLength)
    }
    #expect(ReadableSuite.of(CipherSuite(rawValue: 0xc100)) == nil)
    #expect(ReadableSuite.of(.rsaAES128CBCSHA1)?.cipher.isAvailable == true)
  }
}
