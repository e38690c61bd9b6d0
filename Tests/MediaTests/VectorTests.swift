import Applications
import Bytes
import CryptoPrimitives
import OpenSSLProgram
import Testing

@testable import Media

/// Bytes of hexadecimal digits.
func hex(_ digits: String) throws -> [UInt8] { try #require([UInt8](hex: digits)) }

@Suite("SRTP has the vectors of the RFCs")
struct VectorTests {
  @Test("The key stream of AES in counter mode (RFC 3711 §B.2)")
  func keyStream() throws {
    let stream = try CounterMode.aes128.transform(
      [UInt8](repeating: 0, count: 48), key: hex("2B7E151628AED2A6ABF7158809CF4F3C"),
      counter: hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"))
    #expect(
      try stream
        == hex(
          """
          E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB
          41E95B3BB0A2E8DD477901E4FCA894C0
          """))
  }

  @Test("The keys that a master key gives (RFC 3711 §B.3)")
  func derivation() throws {
    let master = try SRTPMasterKey(
      .aes128SHA1Tag80,
      keyAndSalt: hex("E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6"))
    let keys = SRTPKeyDerivation(master)
    #expect(try keys.derive(.encryption).output == hex("C61E7A93744F39EE10734AFE3FF7A087"))
    #expect(try keys.derive(.salt).output == hex("30CBBC08863D8C85D49DB34A9AE1"))
    #expect(
      try keys.derive(.authentication, count: 94).output
        == hex(
          """
          CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578E
          F72270986371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F
          34DB60DBDFB2
          """))
  }

  @Test("The keys that a master key of 256 bits gives (RFC 6188 §7.2)")
  func longDerivation() throws {
    let master = try SRTPMasterKey(
      .aes256SHA1Tag80,
      keyAndSalt: hex(
        """
        f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6
        3b04803de51ee7c96423ab5b78d2
        """))
    let keys = SRTPKeyDerivation(master)
    #expect(
      try keys.derive(.encryption).output
        == hex("5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4"))
    #expect(try keys.derive(.salt).output == hex("fa31791685ca444a9e07c6c64e93"))
    #expect(
      try keys.derive(.authentication).output == hex("fd9c32d39ed5fbb5a9dc96b30818454d1313dc05"))
  }

  private static let salt = "517569642070726f2071756f"

  @Test(
    "Packets of AEAD under given session keys (RFC 7714 §16, §17)",
    arguments: [
      (
        AEADAlgorithm.aes128GCM,
        "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb1"
          + "6a9152cf765ee4390cce",
        "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
          + "c84aa45896cf4d2fc5abf87245d9eade"
      ),
      (
        .aes256GCM,
        "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfff"
          + "d6b0f9bb7878d7a76c13",
        "d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad"
          + "1d1eb30c4446839f57ff6f6cb26ac3be"
      ),
    ])
  func aead(algorithm: AEADAlgorithm, sealed: String, sealedControl: String) throws {
    let key = (0..<UInt8(algorithm.keyLength)).map { $0 }
    let master = try SRTPMasterKey(
      algorithm == .aes128GCM ? .aes128GCM : .aes256GCM, keyAndSalt: key + hex(Self.salt))
    let keys = SRTPSessionKeys(
      transform: master.transform, round: 0, encryption: key, authentication: [],
      salt: try hex(Self.salt))
    let head = try hex("8040f17b8041f8d35501a0b2")
    let text = Array("Gallia est omnis divisa in partes tres".utf8)
    let header = try RTPHeader(parsing: head)
    let packet = try SRTPSender.protect(head + text, header, master, keys, index: 0xf17b)
    #expect(try packet == head + hex(sealed))
    #expect(
      try PacketParts(packet, header, master).open(master, keys, index: 0xf17b) == head + text)
    let controlHead = try hex("81c8000d4d617273")
    let control = try controlHead + hex(sealedControl) + hex("800005d4")
    let parts = try ControlParts(control, master)
    #expect(parts.index == 0x5d4)
    let opened = try parts.open(master, keys, source: 0x4d61_7273)
    #expect(opened.starts(with: try hex("81c8000d4d6172734e5450314e5450325254502000")))
    #expect(
      try SRTPSender.protectControl(
        opened, master, keys, source: 0x4d61_7273, index: 0x5d4) == control)
  }

  @Test("libsrtp's packets open, and ours are the same", arguments: LibsrtpVector.all)
  func libsrtp(vector: LibsrtpVector) throws {
    let master = try SRTPMasterKey(
      SRTPSuite(rawValue: vector.suite), keyAndSalt: hex(vector.key))
    var sender = SRTPSender(master)
    var receiver = SRTPReceiver([master])
    for (plain, sealed) in vector.packets {
      #expect(try sender.protect(hex(plain)) == hex(sealed))
      #expect(try receiver.unprotect(hex(sealed)) == hex(plain))
    }
    #expect(try receiver.unprotectControl(hex(vector.sealedControl)) == hex(vector.control))
    // The index of libsrtp's first packet is 1.
    _ = try sender.protectControl(hex(vector.control))
    #expect(try sender.protectControl(hex(vector.control)) == hex(vector.sealedControl))
  }

  @Test(
    "Each derivation can be done again by the openssl program",
    arguments: [SRTPSuite.aes128SHA1Tag80, .aes256SHA1Tag32, .aes128GCM])
  func commands(suite: SRTPSuite) throws {
    let transform = try SRTPTransform(suite)
    let count = transform.keyLength + transform.saltLength
    var master = try SRTPMasterKey(suite, keyAndSalt: (0..<UInt8(count)).map { $0 &* 5 })
    master.derivationRate = 1 << 4
    let derivation = SRTPKeyDerivation(master)
    var sender = SRTPSender(master)
    let plain = RTPPacket(
      RTPHeader(payloadType: 0, sequence: 40, timestamp: 1, source: 7), payload: [1, 2, 3])
    let packet = try sender.protect(plain.bytes)
    let derivations =
      try derivation.deriveAll(index: 40) + derivation.deriveAll(control: true)
      + derivation.packetDerivations(packet, rollover: 0)
    for derivation in derivations {
      guard let command = derivation.command else { continue }
      let printed = try ShellOutput.of(command)
      #expect([UInt8](hex: printed) == derivation.output, "\(derivation.label)")
    }
    if case .counter = transform.method {
      #expect(
        derivations.last.map { packet.suffix($0.output.count) } == derivations.last?.output[...])
      #expect(derivations.compactMap(\.command).count == 8)
    }
  }
}
