import Foundation
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("An earlier value of a connection goes its own way, whatever its keys' contexts did since")
struct CopiedConnectionTests {
  static let suites: [CipherSuite] = [
    .ecdheRSAAES128GCMSHA256, .ecdheRSAAES256GCMSHA384, .ecdheRSAAES128CBCSHA256,
    .ecdheRSAChaCha20Poly1305SHA256, .aes128GCMSHA256, .chacha20Poly1305SHA256, .aes128CCMSHA256,
  ]

  private func begun(_ suite: CipherSuite) throws -> Pair {
    let identities = try TestIdentities.shared()
    var client = identities.client(suites: [suite])
    var server = identities.server(suites: [suite])
    client.versions = [suite.parameters13 == nil ? .tls12 : .tls13]
    server.versions = client.versions
    return Pair(client: client, server: server)
  }

  /// An established pair that has sent several records in both directions.
  private func used(_ suite: CipherSuite) throws -> Pair {
    var pair = try begun(suite)
    pair.run()
    try #require(pair.isEstablished)
    for number in 0..<3 {
      try exchange("client \(number)", .client, &pair)
      try exchange("server \(number)", .server, &pair)
    }
    return pair
  }

  private func exchange(_ text: String, _ sender: Side, _ pair: inout Pair) throws {
    let before = pair.effects(of: sender.other).delivered
    pair.from(sender) { $0.send(Array(text.utf8)) }
    pair.run()
    #expect(pair.effects(of: sender.other).delivered == before + Array(text.utf8))
  }

  @Test("Both copies go on in turns", arguments: suites)
  func copies(_ suite: CipherSuite) throws {
    var first = try used(suite)
    var second = first
    for number in 0..<3 {
      try exchange("first \(number)", .client, &first)
      try exchange("the second \(number)", .client, &second)
      try exchange("first \(number)", .server, &first)
      try exchange("the second \(number)", .server, &second)
    }
  }

  @Test("The way back: an earlier value sends the same bytes once more", arguments: suites)
  func again(_ suite: CipherSuite) throws {
    let pair = try used(suite)
    var client = pair.client
    let sent = client.send([1, 2, 3]).sentBytes
    _ = client.send([4, 5, 6])
    var earlier = pair.client
    #expect(earlier.send([1, 2, 3]).sentBytes == sent)
    var server = pair.server
    #expect(server.receive(sent).delivered == [1, 2, 3])
    var changed = sent
    changed[changed.count - 1] ^= 1
    var deceived = pair.server
    #expect(deceived.receive(changed).delivered.isEmpty && deceived.isOver)
    // What did not open leaves nothing behind in what the copies share.
    var other = pair.server
    #expect(other.receive(sent).delivered == [1, 2, 3])
  }

  @Test("Saved in the middle and read back, both ends go on", arguments: suites)
  func saved(_ suite: CipherSuite) throws {
    let pair = try used(suite)
    var (client, server) = (try readBack(pair.client), try readBack(pair.server))
    var original = pair.client
    let sent = client.send([1, 2, 3]).sentBytes
    #expect(original.send([1, 2, 3]).sentBytes == sent)
    #expect(server.receive(sent).delivered == [1, 2, 3])
    #expect(client.receive(server.send([9]).sentBytes).delivered == [9])
  }

  @Test(
    "Saved at every point of a handshake and read back, it comes to the same", arguments: suites)
  func savedHandshake(_ suite: CipherSuite) throws {
    let moments = try begun(suite).moments()
    #expect(moments.count > 3)
    for var pair in moments {
      var (client, server) = (try readBack(pair.client), try readBack(pair.server))
      let next = try #require(pair.underWay.first)
      pair.step()
      let effects =
        next.sender == .client ? server.receive(next.records) : client.receive(next.records)
      #expect(Array(pair.effects(of: next.sender.other).suffix(effects.count)) == effects)
    }
  }

  private func readBack(_ connection: Connection) throws -> Connection {
    try JSONDecoder().decode(Connection.self, from: JSONEncoder().encode(connection))
  }
}
