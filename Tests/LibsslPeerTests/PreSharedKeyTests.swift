import Bytes
import LibsslPeer
import TLSWire
import TestConnections
import Testing

@Suite("libssl knows keys from elsewhere")
struct PreSharedKeyTests {
  private static let key = LibsslPreSharedKey(
    identity: Array("phone 7".utf8), key: (1...32).map { UInt8($0) })

  @Test("PSK, DHE_PSK, ECDHE_PSK and RSA_PSK in TLS 1.2")
  func version12() throws {
    for number: UInt16 in [0x00A8, 0x00AA, 0x00AC, 0xC035, 0xCCAC, 0x002C] {
      let suite = CipherSuite(rawValue: number)
      let pair = try LibsslPair.connected([suite]) { client, server in
        client.preSharedKeys = [Self.key]
        server.preSharedKeys = [Self.key]
        server.identityHint = "which phone?"
      }
      #expect(pair.client.suite == suite)
      #expect(pair.client.identityHint == "which phone?")
      #expect((pair.client.peerCertificate != nil) == suite.label.contains("RSA_PSK"))
    }
  }

  @Test("TLS 1.3", arguments: [CipherSuite.aes128GCMSHA256, .aes256GCMSHA384])
  func version13(suite: CipherSuite) throws {
    var key = Self.key
    key.suite = suite
    key.earlyDataLimit = 100
    let contexts = try LibsslPair.Contexts([suite]) { client, server in
      client.preSharedKeys = [key]
      server.preSharedKeys = [key]
      server.identities = []
      server.resumption.earlyDataLimit = 100
    }
    let pair = try LibsslPair(contexts.client, contexts.server)
    #expect(pair.client.writeEarlyData([7, 8, 9]))
    try pair.connect()
    #expect(pair.client.wasResumed && pair.server.wasResumed)
    #expect(pair.client.earlyDataStatus == .accepted)
    #expect(pair.server.earlyData == [7, 8, 9])
    #expect(pair.client.peerCertificate == nil)
  }

  @Test(
    "Another key fails, another identity as well",
    arguments: [CipherSuite(rawValue: 0x00A8), .aes128GCMSHA256], [false, true])
  func mismatch(suite: CipherSuite, sameIdentity: Bool) throws {
    let contexts = try LibsslPair.Contexts([suite]) { client, server in
      client.preSharedKeys = [Self.key]
      var other = Self.key
      if sameIdentity { other.key[0] = 0 } else { other.identity = [65] }
      server.preSharedKeys = [other]
      server.identities = []
    }
    let pair = try LibsslPair(contexts.client, contexts.server)
    #expect(!pair.handshake())
    #expect(pair.server.failure != nil)
  }
}
