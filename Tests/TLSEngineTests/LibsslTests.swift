import Bytes
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("The engine and libssl understand each other, whatever is negotiated")
struct LibsslTests {
  @Test(arguments: LibsslRow.all)
  func engineAsClient(_ row: LibsslRow) throws {
    var mixed = try MixedConnection(
      Connection(client: row.engineClient()), row.libsslServer())
    try check(&mixed, row)
    mixed.act { $0.close() }
    _ = mixed.peer.read()
    #expect(mixed.peer.isClosedByPeer)
    mixed.peer.shutdown()
    mixed.exchange()
    #expect(mixed.engine.stateName == .closed)
  }

  @Test(arguments: LibsslRow.all)
  func engineAsServer(_ row: LibsslRow) throws {
    var mixed = try MixedConnection(
      Connection(server: row.engineServer()), row.libsslClient())
    try check(&mixed, row)
    mixed.peer.shutdown()
    mixed.exchange()
    #expect(mixed.engine.stateName == .closed)
    _ = mixed.peer.read()
    #expect(mixed.peer.isClosedByPeer)
  }

  /// The handshake, what came out of it, and data both ways.
  private func check(_ mixed: inout MixedConnection, _ row: LibsslRow) throws {
    let completed = mixed.handshake()
    try #require(
      completed && mixed.engine.isEstablished,
      "engine: \(mixed.engine.failure as Any), libssl: \(mixed.peer.failure ?? "content")")
    #expect(mixed.engine.facts.version == row.version)
    #expect(mixed.peer.suite == row.suite && mixed.engine.facts.suite == row.suite)
    #expect(mixed.peer.extendedMasterSecret == row.extendedMasterSecret)
    #expect(mixed.engine.facts.extendedMasterSecret == row.extendedMasterSecret)
    // With a NULL suite libssl answers encrypt_then_mac, and nothing comes of it.
    if row.suite.parameters?.cipher.encrypts == true {
      #expect(mixed.engine.facts.encryptThenMAC == row.usesEncryptThenMAC)
    }
    if let group = row.group { #expect(mixed.effects.contains(.decided(.group(group)))) }

    let memory = mixed.engine.memory
    let clientRandom = try #require(memory[.clientRandom]).hex
    let masterSecret = try #require(memory[.masterSecret]).hex
    // With RSA key exchange a client logs the pre-master secret too.
    let lines = mixed.peer.keyLog.filter { $0.hasPrefix("CLIENT_RANDOM") }
    #expect(lines == ["CLIENT_RANDOM \(clientRandom) \(masterSecret)"])

    // More than one record holds.
    let long = [UInt8](repeating: 0x2a, count: RecordProtection.plaintextLimit + 1)
    mixed.act { $0.send(long) }
    #expect(mixed.peer.read() == long)
    mixed.peer.write(long)
    mixed.exchange()
    #expect(mixed.effects.delivered == long)
  }
}
