import CryptoPrimitives
import HybridPeer
import LibsslPeer
import TLSWire
import TestConnections
import Testing

@Suite("The hybrid peer speaks TLS 1.3 over bytes", .serialized)
struct HybridPeerTests {
  @Test("Two of them agree on X25519MLKEM768")
  func bothHybrid() throws {
    let client = try HybridPeer(client: TestIdentities.host)
    let server = try HybridPeer(server: try TestIdentities.shared().ecdsa)
    try connect(client, server)
    #expect(client.group == "X25519MLKEM768")
    #expect(server.group == "X25519MLKEM768")
    #expect(client.version == 0x0304)
    #expect(Set(client.keyLog) == Set(server.keyLog) && client.keyLog.count >= 4)
    try client.write([1, 2, 3])
    server.receive(client.output())
    #expect(try server.read() == [1, 2, 3])
  }

  @Test("libssl 3.0 as the server agrees with it on X25519")
  func libsslServer() throws {
    let client = try HybridPeer(client: TestIdentities.host)
    let server = try LibsslPeer(try LibsslContext(server: settings()))
    try client.handshake()
    while true {
      server.receive(client.output())
      server.handshake()
      let output = server.output()
      if output.isEmpty { break }
      client.receive(output)
      try client.handshake()
    }
    #expect(client.group == "x25519")
    #expect(server.group == .x25519)
    #expect(Set(client.keyLog) == Set(server.keyLog))
    try client.write([7])
    server.receive(client.output())
    #expect(server.read() == [7])
    server.write([8])
    client.receive(server.output())
    #expect(try client.read() == [8])
  }

  @Test("libssl 3.0 as the client agrees with it on X25519")
  func libsslClient() throws {
    let server = try HybridPeer(server: try TestIdentities.shared().rsa)
    let client = try LibsslPeer(try LibsslContext(client: settings()))
    client.handshake()
    while true {
      server.receive(client.output())
      try server.handshake()
      let output = server.output()
      if output.isEmpty { break }
      client.receive(output)
      client.handshake()
    }
    #expect(server.group == "x25519")
    client.write([7])
    server.receive(client.output())
    #expect(try server.read() == [7])
  }

  @Test("A server that has the hybrid alone asks again for it")
  func helloRetryRequest() throws {
    let client = try HybridPeer(
      client: TestIdentities.host, groups: ["X25519", "X25519MLKEM768"])
    let server = try HybridPeer(
      server: try TestIdentities.shared().ecdsa, groups: ["X25519MLKEM768"])
    try connect(client, server)
    #expect(client.group == "X25519MLKEM768")
  }

  @Test("It says what failed")
  func failure() throws {
    let client = try HybridPeer(client: TestIdentities.host, groups: ["X25519"])
    let server = try HybridPeer(
      server: try TestIdentities.shared().ecdsa, groups: ["X25519MLKEM768"])
    try client.handshake()
    server.receive(client.output())
    #expect(try !server.handshake())
    #expect(server.failure != nil)
  }

  @Test("A peer that can't start is an error, and nothing hangs")
  func noStart() {
    #expect(throws: (any Error).self) {
      try HybridPeer(client: TestIdentities.host, groups: ["nonsense"])
    }
  }

  @Test("A client's share is one that ours encapsulates to")
  func clientShare() throws {
    let client = try HybridPeer(client: TestIdentities.host)
    try client.handshake()
    let share = try #require(keyShare(in: client.output()))
    let server = try HybridKeyPair.encapsulate(to: share, random: .seeded(1))
    #expect(server.share.count == HybridKeyPair.serverShareLength)
  }

  /// The entry X25519MLKEM768 of key_share, by its group and its length.
  private func keyShare(in hello: [UInt8]) -> [UInt8]? {
    let mark: [UInt8] = [0x11, 0xEC, 0x04, 0xC0]
    guard
      let start = hello.indices.first(where: { hello[$0...].starts(with: mark) }),
      hello.count >= start + 4 + HybridKeyPair.clientShareLength
    else { return nil }
    return Array(hello[(start + 4)...].prefix(HybridKeyPair.clientShareLength))
  }

  private func connect(_ client: HybridPeer, _ server: HybridPeer) throws {
    try client.handshake()
    while true {
      server.receive(client.output())
      try server.handshake()
      let output = server.output()
      if output.isEmpty { break }
      client.receive(output)
      try client.handshake()
    }
    #expect(client.failure == nil && server.failure == nil)
  }

  private func settings() throws -> LibsslSettings {
    var settings = LibsslSettings(suites: [.aes128GCMSHA256])
    settings.versions = .tls13 ... .tls13
    settings.identities = [try TestIdentities.shared().ecdsa]
    settings.groups = [.x25519]
    return settings
  }
}
