import CryptoPrimitives
import HybridPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("The engine agrees with a newer OpenSSL on X25519MLKEM768", .serialized)
struct EngineTests {
  private func client(_ groups: [NamedGroup]) throws -> Connection {
    var client = try TestIdentities.shared().client(suites: CipherSuite.spoken13)
    client.versions = [.tls13]
    client.groups = groups
    return Connection(client: client)
  }

  private func server(_ groups: [NamedGroup]) throws -> Connection {
    var server = try TestIdentities.shared().server(suites: CipherSuite.spoken13)
    server.versions = [.tls13]
    server.groups = groups
    return Connection(server: server)
  }

  /// Both go on until the peer has nothing to say.
  private func run(_ engine: inout Connection, _ peer: HybridPeer) throws {
    peer.receive(engine.start().sentBytes)
    while true {
      try peer.handshake()
      let output = peer.output()
      if output.isEmpty { break }
      peer.receive(engine.receive(output).sentBytes)
    }
    let failure = engine.failure
    let established = engine.isEstablished
    #expect(established, "\(failure as Any)")
    #expect(peer.group == "X25519MLKEM768")
    #expect(engine.facts.group == .x25519MLKEM768)
    peer.receive(engine.send([1, 2]).sentBytes)
    #expect(try peer.read() == [1, 2])
    try peer.write([3])
    #expect(engine.receive(peer.output()).delivered == [3])
  }

  @Test("As the client, at once or after a HelloRetryRequest", arguments: [false, true])
  func asClient(_ retries: Bool) throws {
    var engine = try client(retries ? [.x25519, .x25519MLKEM768] : [.x25519MLKEM768])
    try run(
      &engine,
      HybridPeer(server: try TestIdentities.shared().ecdsa, groups: ["X25519MLKEM768"]))
    #expect(engine.facts.wasRetried == retries)
  }

  @Test("As the server, at once or after a HelloRetryRequest", arguments: [false, true])
  func asServer(_ retries: Bool) throws {
    var engine = try server([.x25519MLKEM768])
    try run(
      &engine,
      HybridPeer(
        client: TestIdentities.host, groups: retries ? ["X25519", "X25519MLKEM768"] : []))
    #expect(engine.facts.wasRetried == retries)
  }

  @Test("A share that is no ML-KEM key is an illegal_parameter") func badShare() throws {
    var hello = ClientHello(
      random: [UInt8](repeating: 1, count: 32), cipherSuites: CipherSuite.spoken13)
    for share in [[UInt8](repeating: 0xff, count: HybridKeyPair.clientShareLength), [1, 2, 3]] {
      hello.extensions = [
        Extension(SupportedVersions([.tls13])),
        Extension(SignatureAlgorithms(TestIdentities.schemes)),
        Extension(SupportedGroups([.x25519MLKEM768])),
        Extension(ClientKeyShares([KeyShareEntry(group: .x25519MLKEM768, keyExchange: share)])),
      ]
      var engine = try server([.x25519MLKEM768])
      let message = try HandshakeMessage.making(hello)
      let effects = engine.receive(
        Record(type: .handshake, legacyVersion: .tls10, fragment: message.bytes).bytes)
      #expect(effects.sentAlerts.map(\.description) == [.illegalParameter])
    }
  }
}
