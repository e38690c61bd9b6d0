import Bytes
import LibsslPeer
import TLSWire
import TestConnections
import Testing

@Suite("libssl negotiates what its settings say")
struct NegotiationTests {
  @Test("Each version", arguments: [ProtocolVersion.tls10, .tls11, .tls12, .tls13])
  func versions(version: ProtocolVersion) throws {
    let suites: [CipherSuite] = [.aes128GCMSHA256, .ecdheRSAAES128CBCSHA1]
    let pair = try LibsslPair.connected(suites) { client, server in
      client.versions = .tls10 ... .tls13
      server.versions = version...version
    }
    #expect(pair.client.version == version)
    #expect(pair.server.version == version)
    let label = version == .tls13 ? "CLIENT_TRAFFIC_SECRET_0 " : "CLIENT_RANDOM "
    #expect(pair.client.keyLog.contains { $0.hasPrefix(label) })
    #expect(Set(pair.client.keyLog) == Set(pair.server.keyLog))
  }

  @Test(
    "Each suite of TLS 1.3",
    arguments: [
      CipherSuite.aes128GCMSHA256, .aes256GCMSHA384, .chacha20Poly1305SHA256, .aes128CCMSHA256,
      .aes128CCM8SHA256,
    ])
  func suites13(suite: CipherSuite) throws {
    let pair = try LibsslPair.connected([suite])
    #expect(pair.client.suite == suite)
    #expect(pair.server.suite == suite)
  }

  @Test(
    "Each group in TLS 1.3",
    arguments: [
      NamedGroup.x25519, .x448, .secp256r1, .secp384r1, .secp521r1, .ffdhe2048, .ffdhe3072,
      .ffdhe4096,
    ])
  func groups13(group: NamedGroup) throws {
    let pair = try LibsslPair.connected([.aes128GCMSHA256]) { client, server in
      client.groups = [group]
      server.groups = [group]
    }
    #expect(pair.client.group == group)
    #expect(pair.server.group == group)
  }

  @Test("A group in TLS 1.2", arguments: [NamedGroup.x25519, .x448, .secp521r1])
  func groups12(group: NamedGroup) throws {
    let pair = try LibsslPair.connected([.ecdheRSAAES128GCMSHA256]) { _, server in
      server.groups = [group]
    }
    #expect(pair.client.group == group)
  }

  @Test("A client whose first group the server lacks is asked again")
  func helloRetryRequest() throws {
    let pair = try LibsslPair.connected([.aes128GCMSHA256]) { client, server in
      client.groups = [.x25519, .secp384r1]
      client.keepsMessages = true
      server.groups = [.secp384r1]
      server.keepsMessages = true
    }
    #expect(pair.client.group == .secp384r1)
    #expect(pair.client.helloCount == 2)
    #expect(pair.server.helloCount == 2)
    let direct = try LibsslPair.connected([.aes128GCMSHA256]) { client, _ in
      client.keepsMessages = true
    }
    #expect(direct.client.helloCount == 1)
  }

  @Test(
    "The server signs as the client allows, in both versions",
    arguments: [SignatureScheme.rsaPSSRSAESHA512, .ecdsaSecp256r1SHA256],
    [CipherSuite.aes128GCMSHA256, .ecdheRSAAES128GCMSHA256])
  func signatures(scheme: SignatureScheme, suite: CipherSuite) throws {
    let isECDSA = scheme == .ecdsaSecp256r1SHA256
    let is12 = suite == .ecdheRSAAES128GCMSHA256
    let suite = is12 && isECDSA ? .ecdheECDSAAES128GCMSHA256 : suite
    let pair = try LibsslPair.connected([suite]) { client, server in
      client.signatureSchemes = [scheme]
      // The root signs with this one.
      if !isECDSA { client.signatureSchemes.append(.ecdsaSecp384r1SHA384) }
      client.trust = nil
      client.keepsMessages = true
    }
    let type: HandshakeType = is12 ? .serverKeyExchange : .certificateVerify
    let message = try #require(pair.client.messages.first { !$0.isSent && $0.type == type })
    let number = [UInt8(scheme.rawValue >> 8), UInt8(truncatingIfNeeded: scheme.rawValue)]
    // CertificateVerify begins with the scheme; ServerKeyExchange has it after the X25519 key.
    #expect(Array(message.bytes.dropFirst(4 + (is12 ? 36 : 0)).prefix(2)) == number)
  }

  @Test("Suites without a certificate, without privacy, with short tags")
  func weakSuites() throws {
    let numbers: [UInt16] = [
      0x0034, 0x00A6, 0xC018, 0x0002, 0x003B, 0xC006, 0xC010, 0xC09C, 0xC0A0, 0xC0AE, 0xCCA8,
      0xCCA9, 0xCCAA,
    ]
    for suite in numbers.map(CipherSuite.init(rawValue:)) {
      let pair = try LibsslPair.connected([suite])
      #expect(pair.client.suite == suite)
      #expect((pair.client.peerCertificate == nil) == suite.label.contains("_anon_"))
      let inTheClear = pair.fromClient.suffix(64).contains([1, 2, 3])
      #expect(inTheClear == suite.label.contains("_NULL_"), "\(suite.label)")
    }
  }

  @Test("A suite that libssl lacks is an error, not silence")
  func missingSuite() throws {
    #expect(throws: LibsslError.self) {
      try LibsslPair.Contexts([.rsaAES128GCMSHA256, CipherSuite(rawValue: 0x000A)])
    }
  }

  @Test("The fallback signal is sent, and refused by a server that speaks more")
  func fallback() throws {
    let suites: [CipherSuite] = [.aes128GCMSHA256, .ecdheRSAAES128GCMSHA256]
    let contexts = try LibsslPair.Contexts(suites) { client, server in
      client.versions = .tls12 ... .tls12
      client.fallbackSCSV = true
      server.versions = .tls12 ... .tls13
    }
    let pair = try LibsslPair(contexts.client, contexts.server)
    #expect(!pair.handshake())
    #expect(pair.server.failure == "inappropriate fallback")
  }

  @Test("Client's or server's order of suites")
  func preference() throws {
    for isServers in [false, true] {
      let pair = try LibsslPair.connected([.aes256GCMSHA384, .aes128GCMSHA256]) { client, server in
        server.suites = [.aes128GCMSHA256, .aes256GCMSHA384]
        server.serverPreference = isServers
      }
      #expect(pair.client.suite == (isServers ? .aes128GCMSHA256 : .aes256GCMSHA384))
    }
  }

  @Test("Without the disguise there are no ChangeCipherSpec records")
  func middlebox() throws {
    for isOn in [false, true] {
      let pair = try LibsslPair.connected([.aes128GCMSHA256]) { client, server in
        client.middleboxCompatibility = isOn
        server.middleboxCompatibility = isOn
      }
      #expect(pair.fromServer.contains([20, 3, 3, 0, 1, 1]) == isOn)
    }
  }
}
