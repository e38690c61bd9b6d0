import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Client and server of the engine complete a handshake with each other")
struct EndToEndTests {
  @Test(arguments: CipherSuite.spoken12)
  func handshakeAndData(_ suite: CipherSuite) throws {
    let identities = try TestIdentities.shared()
    var pair = Pair(
      client: identities.client(suites: [suite]), server: identities.server(suites: [suite]))
    pair.run()
    #expect(pair.isEstablished, "\(pair.client.failure as Any)")
    let masterSecret = pair.client.memory[.masterSecret]
    #expect(masterSecret != nil && masterSecret == pair.server.memory[.masterSecret])

    pair.from(.client) { $0.send(Array("ping".utf8)) }
    pair.from(.server) { $0.send(Array("pong".utf8)) }
    pair.run()
    #expect(pair.serverEffects.delivered == Array("ping".utf8))
    #expect(pair.clientEffects.delivered == Array("pong".utf8))

    pair.from(.client) { $0.close() }
    pair.run()
    #expect(pair.client.stateName == .closed && pair.server.stateName == .closed)
  }
}
