import Bytes
import TLSWire
import Testing

@Suite("Code points have IANA's names, and unknown ones are data")
struct CodePointTests {
  /// `0xC0,0x2F - TLS_… - ECDHE-… TLSv1.2 Kx=ECDH Au=RSA Enc=AESGCM(128) Mac=AEAD`
  private struct Row {
    var code: UInt16
    var name: String
    var fields: [Substring: Substring] = [:]

    init?(_ line: Substring) {
      let words = line.split(separator: " ")
      guard words.count > 6, words[0].count == 9 else { return nil }
      let number = words[0].filter(\.isHexDigit)
      guard let bytes = [UInt8](hex: String(number.dropFirst().prefix(2) + number.suffix(2))) else {
        return nil
      }
      code = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
      name = String(words[2])
      for word in words {
        let parts = word.split(separator: "=")
        if parts.count == 2 { fields[parts[0]] = parts[1] }
      }
    }
  }

  private func rows() throws -> [Row] {
    try OpenSSLProgram.run(
      "ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
    ).split(separator: "\n").compactMap(Row.init)
  }

  @Test("Suites are called what openssl calls them", .enabled(if: OpenSSLProgram.isThere))
  func suiteNames() throws {
    let rows = try rows()
    #expect(rows.count > 50)
    for row in rows { #expect(CipherSuite(rawValue: row.code).name == row.name) }
    let known = Set(rows.map(\.code))
    // Debian's libssl is built without triple DES, and RFC 8442 came to no libssl.
    let expected = CipherSuite.spoken12.filter {
      $0.parameters?.cipher != .tripleDESCBC && $0.rawValue >> 8 != 0xD0
    }
    #expect(expected.allSatisfy { known.contains($0.rawValue) })
  }

  @Test("Suites consist of what openssl says", .enabled(if: OpenSSLProgram.isThere))
  func suiteParameters() throws {
    for row in try rows() {
      guard let parameters = CipherSuite(rawValue: row.code).parameters else { continue }
      let exchange: [KeyExchange: [Substring]] = [
        .rsa: ["RSA", "RSA"], .dheRSA: ["DH", "RSA"], .ecdheRSA: ["ECDH", "RSA"],
        .ecdheECDSA: ["ECDH", "ECDSA"], .psk: ["PSK", "PSK"], .dhePSK: ["DHEPSK", "PSK"],
        .ecdhePSK: ["ECDHEPSK", "PSK"], .dhAnonymous: ["DH", "None"],
        .ecdhAnonymous: ["ECDH", "None"],
      ]
      #expect([row.fields["Kx"] ?? "", row.fields["Au"] ?? ""] == exchange[parameters.keyExchange])
      let cipher: [BulkCipher: Substring] = [
        .aes128GCM: "AESGCM(128)", .aes256GCM: "AESGCM(256)", .aes128CBC: "AES(128)",
        .aes256CBC: "AES(256)", .chacha20Poly1305: "CHACHA20/POLY1305(256)",
        .aes128CCM: "AESCCM(128)", .aes256CCM: "AESCCM(256)", .aes128CCM8: "AESCCM8(128)",
        .aes256CCM8: "AESCCM8(256)", .null: "None",
      ]
      #expect(row.fields["Enc"] == cipher[parameters.cipher])
      #expect(row.fields["Mac"].map(String.init) == (parameters.mac?.rawValue ?? "AEAD"))
    }
  }

  @Test("Suites are called what Wireshark calls them", .enabled(if: Wireshark.isThere))
  func namesOfWireshark() throws {
    let names = try Wireshark.names(of: "tls.handshake.ciphersuite")
    for (number, name) in CipherSuite.names { #expect(name == names[number]) }
  }

  @Test("Every pair of key exchange and cipher of the lab has its suite")
  func spoken() {
    #expect(CipherSuite.certified12.count == 24 + 23)
    #expect(CipherSuite.spoken12.count == 24 + 23 + 54)
    for exchange in KeyExchange.allCases {
      // ChaCha20 came when RSA key exchange was on its way out, CCM for RSA certificates has no
      // curves, nobody gave DHE_RSA a NULL suite, and anonymity no AEAD but GCM.
      let ccm: [BulkCipher] = [.aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8]
      let missing: [KeyExchange: [BulkCipher]] = [
        .rsa: [.chacha20Poly1305], .dheRSA: [.null], .ecdheRSA: ccm,
        .ecdhePSK: [.aes256CCM, .aes256CCM8], .dhAnonymous: [.chacha20Poly1305, .null] + ccm,
        .ecdhAnonymous: [.chacha20Poly1305, .aes128GCM, .aes256GCM] + ccm,
      ]
      for cipher in BulkCipher.allCases {
        let there = CipherSuite.spoken12.contains {
          $0.parameters?.keyExchange == exchange && $0.parameters?.cipher == cipher
        }
        #expect(there == (missing[exchange]?.contains(cipher) != true))
      }
    }
    for suite in CipherSuite.spoken12 {
      #expect(suite.name.flatMap(CipherSuite.init(name:)) == suite)
      let sha384 = suite.name?.hasSuffix("SHA384") == true
      #expect(suite.parameters?.prfHash == (sha384 ? .sha384 : .sha256))
      #expect((suite.parameters?.mac == nil) == (suite.parameters?.cipher.isAEAD == true))
    }
  }

  @Test("Names as the registries spell them")
  func names() {
    #expect(NamedGroup.x25519MLKEM768.name == "X25519MLKEM768")
    #expect(
      ExtensionType.applicationLayerProtocolNegotiation.name
        == "application_layer_protocol_negotiation")
    #expect(ExtensionType.renegotiationInfo.rawValue == 0xFF01)
    #expect(AlertDescription.unknownCA.name == "unknown_ca")
    #expect(AlertDescription.noApplicationProtocol.rawValue == 120)
    #expect(SignatureScheme.ecdsaSecp256r1SHA256.name == "ecdsa_secp256r1_sha256")
    #expect(HandshakeType.clientKeyExchange.name == "client_key_exchange")
    #expect(ProtocolVersion.tls12.displayName == "TLS 1.2")
    #expect(ProtocolVersion.tls11 < .tls12)
  }

  @Test("A number without a name is shown as a number")
  func unknown() {
    #expect(CipherSuite(rawValue: 0x0B0B).name == nil)
    #expect(CipherSuite(rawValue: 0x0B0B).label == "0x0B0B")
    #expect(HandshakeType(rawValue: 7).label == "0x07")
    #expect(CipherSuite.fallbackSCSV.name == "TLS_FALLBACK_SCSV")
    #expect(CipherSuite.fallbackSCSV.parameters == nil)
  }

  @Test("Sixteen numbers mean nothing, and say so (RFC 8701 §2)")
  func grease() {
    let all = (UInt16.min...UInt16.max).map(ExtensionType.init(rawValue:)).filter(\.isGrease)
    #expect(all.count == 16 && all.first?.rawValue == 0x0A0A && all.last?.rawValue == 0xFAFA)
    #expect(CipherSuite(rawValue: 0x1A1A).name == "GREASE_0x1A1A")
    #expect(NamedGroup(rawValue: 0x1A2A).name == nil)
  }
}
