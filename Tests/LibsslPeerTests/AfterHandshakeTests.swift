import LibsslPeer
import TLSWire
import TestConnections
import Testing
import X509

@Suite("libssl goes on after the handshake")
struct AfterHandshakeTests {
  @Test("New keys, asked for and not", arguments: [false, true], [false, true])
  func keyUpdate(fromClient: Bool, asking: Bool) throws {
    let pair = try LibsslPair.connected([.aes128GCMSHA256]) { client, server in
      client.keepsMessages = true
      server.keepsMessages = true
    }
    let (one, other) = fromClient ? (pair.client, pair.server) : (pair.server, pair.client)
    #expect(one.updateKeys(asking: asking))
    try pair.talk()
    try pair.talk()
    let sent = other.messages.filter { $0.isSent && $0.type?.rawValue == 24 }
    #expect(sent.count == (asking ? 1 : 0))
    #expect(one.messages.contains { $0.isSent && $0.bytes == [24, 0, 0, 1, asking ? 1 : 0] })
  }

  @Test("There is no KeyUpdate in TLS 1.2, and no renegotiation in TLS 1.3")
  func wrongVersion() throws {
    let old = try LibsslPair.connected([.ecdheRSAAES128GCMSHA256])
    #expect(!old.client.updateKeys(asking: false))
    let new = try LibsslPair.connected([.aes128GCMSHA256])
    #expect(!new.client.renegotiate())
  }

  @Test("A new handshake on the same connection", arguments: [false, true])
  func renegotiation(fromClient: Bool) throws {
    let pair = try LibsslPair.connected([.ecdheRSAAES128GCMSHA256]) { _, server in
      server.renegotiation = .allowed
    }
    #expect(pair.client.secureRenegotiation)
    #expect(pair.client.renegotiations == 0)
    #expect((fromClient ? pair.client : pair.server).renegotiate())
    pair.settle()
    try pair.talk()
    #expect(pair.client.renegotiations == 1)
    #expect(Set(pair.client.keyLog).count == 2)
  }

  @Test("A new handshake is refused", arguments: [LibsslRenegotiation.refused, .asked])
  func noRenegotiation(policy: LibsslRenegotiation) throws {
    let pair = try LibsslPair.connected([.ecdheRSAAES128GCMSHA256]) { _, server in
      server.renegotiation = policy
    }
    pair.client.renegotiate()
    pair.exchange()
    _ = pair.server.read()
    pair.exchange()
    _ = pair.client.read()
    #expect(Set(pair.client.keyLog).count == 1)
    #expect(pair.client.failure == "no renegotiation")
  }

  @Test("A certificate after the handshake", arguments: [false, true])
  func postHandshake(isReady: Bool) throws {
    let identities = try TestIdentities.shared()
    let pair = try LibsslPair.connected([.aes128GCMSHA256]) { client, server in
      client.identities = [identities.ecdsa]
      client.postHandshakeAuthentication = isReady
      server.postHandshakeAuthentication = true
    }
    #expect(pair.server.peerCertificate == nil)
    #expect(pair.server.requestCertificate() == isReady)
    guard isReady else { return }
    pair.settle()
    try pair.talk()
    #expect(pair.server.peerCertificate == identities.ecdsa.chain.first?.der)
  }

  @Test("Keys for other protocols", arguments: [CipherSuite.aes128GCMSHA256, .rsaAES128GCMSHA256])
  func exporter(suite: CipherSuite) throws {
    let pair = try LibsslPair.connected([suite])
    func export(_ peer: LibsslPeer, _ context: [UInt8]?) -> [UInt8]? {
      peer.export(label: "EXTRACTOR-dtls_srtp", context: context, count: 60)
    }
    #expect(export(pair.client, nil)?.count == 60)
    #expect(export(pair.client, nil) == export(pair.server, nil))
    #expect(export(pair.client, [1]) == export(pair.server, [1]))
    #expect(export(pair.client, [1]) != export(pair.server, nil))
    let isSame = export(pair.client, []) == export(pair.client, nil)
    #expect(isSame == (suite == .aes128GCMSHA256))
  }
}
