import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("A handshake with X25519MLKEM768 follows from its seeds")
struct HybridTests {
  private func run(
    client: UInt64 = 2, server: UInt64 = 3, reusedEphemeral: RandomStream? = nil
  ) throws -> Pair {
    let identities = try TestIdentities.shared()
    var ours = identities.client(suites: CipherSuite.spoken13, random: client)
    var theirs = identities.server(suites: CipherSuite.spoken13, random: server)
    (ours.versions, theirs.versions) = ([.tls13], [.tls13])
    (ours.groups, theirs.groups) = ([.x25519MLKEM768], [.x25519MLKEM768])
    theirs.reusedEphemeral = reusedEphemeral
    var pair = Pair(client: ours, server: theirs)
    pair.run()
    pair.from(.client) { $0.send([1, 2, 3]) }
    pair.run()
    pair.from(.server) { $0.send([4]) }
    pair.run()
    #expect(pair.isEstablished, "\(pair.client.failure as Any)")
    #expect(pair.client.facts.group == .x25519MLKEM768)
    #expect(pair.serverEffects.delivered == [1, 2, 3])
    #expect(pair.clientEffects.delivered == [4])
    return pair
  }

  private func shares(_ pair: Pair) -> [[UInt8]?] {
    [
      pair.client.facts.values[.ephemeralPublic(.client)],
      pair.client.facts.values[.ephemeralPublic(.server)],
    ]
  }

  @Test("The same seeds, the same bytes on the wire")
  func sameSeeds() throws {
    let (one, two) = try (run(), run())
    #expect(one.clientEffects.sentBytes == two.clientEffects.sentBytes)
    #expect(one.serverEffects.sentBytes == two.serverEffects.sentBytes)
    #expect(shares(one) == shares(two))
    #expect(shares(one).map { $0?.count } == [1216, 1120])
  }

  @Test("Another seed on either side, other shares")
  func otherSeeds() throws {
    let one = shares(try run())
    let otherClient = shares(try run(client: 7))
    #expect(one[0] != otherClient[0])
    // The same m, encapsulated to another key.
    #expect(one[1] != otherClient[1])
    let otherServer = shares(try run(server: 7))
    #expect(one[0] == otherServer[0])
    #expect(one[1]?.prefix(1088) != otherServer[1]?.prefix(1088))
  }

  @Test("A reused ephemeral key is X25519's alone: the ciphertext is fresh")
  func reusedKey() throws {
    let one = try shares(run(server: 3, reusedEphemeral: .seeded(9)))
    let two = try shares(run(server: 7, reusedEphemeral: .seeded(9)))
    #expect(one[1]?.suffix(32) == two[1]?.suffix(32))
    #expect(one[1]?.prefix(1088) != two[1]?.prefix(1088))
  }
}
