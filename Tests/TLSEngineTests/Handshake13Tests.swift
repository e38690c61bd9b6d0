import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("A handshake of TLS 1.3 between the engine's own ends")
struct Handshake13Tests {
  @Test(arguments: CipherSuite.spoken13)
  func suites(_ suite: CipherSuite) throws {
    let identities = try TestIdentities.shared()
    var client = identities.client(suites: [suite])
    client.versions = [.tls13]
    var server = identities.server(suites: [suite])
    server.versions = [.tls12, .tls13]
    var pair = Pair(client: client, server: server)
    pair.run()
    let established = pair.isEstablished
    #expect(established, "\(pair.client.failure as Any) \(pair.server.failure as Any)")
    pair.from(.client) { $0.send([1, 2, 3]) }
    pair.run()
    #expect(pair.effects(of: .server).delivered == [1, 2, 3])
  }
}
