import Bytes
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Each side gets no larger records than it said it takes (RFC 8449)")
struct RecordSizeLimitTests {
  private func pair(
    _ client: Int?, _ server: Int?, _ version: ProtocolVersion = .tls12
  ) throws -> Pair {
    let identities = try TestIdentities.shared()
    let suite: CipherSuite = version == .tls13 ? .aes128GCMSHA256 : .ecdheRSAAES128GCMSHA256
    var offering = identities.client(suites: [suite])
    offering.recordSizeLimit = client
    offering.versions = [version]
    offering.padsRecords = true
    var answering = identities.server(suites: [suite])
    answering.recordSizeLimit = server
    answering.versions = [version]
    answering.padsRecords = true
    return Pair(client: offering, server: answering)
  }

  /// The lengths of what is inside the records that one side sends.
  private func lengths(_ side: Side, in pair: Pair) throws -> [Int] {
    var reader = RecordReader()
    for message in pair.effects(of: side).sent where message.isProtected {
      reader.append(message.records)
    }
    var lengths: [Int] = []
    // Eight bytes of nonce and sixteen of tag (RFC 5288 §3).
    while let record = try reader.next() { lengths.append(record.fragment.count - 24) }
    return lengths
  }

  @Test func bothAreHeldToIt() throws {
    var pair = try pair(64, 300)
    pair.run()
    #expect(pair.isEstablished)
    let long = [UInt8](repeating: 7, count: 1000)
    for side in Side.allCases { pair.from(side) { $0.send(long) } }
    pair.run()
    #expect(pair.clientEffects.delivered == long && pair.serverEffects.delivered == long)
    #expect(try lengths(.client, in: pair).max() == 300)
    #expect(try lengths(.server, in: pair).max() == 64)
  }

  @Test("In TLS 1.3 content, type and padding count together") func bothAreHeldToItIn13() throws {
    var pair = try pair(64, 300, .tls13)
    pair.run()
    try #require(pair.isEstablished)
    let long = [UInt8](repeating: 7, count: 1000)
    for side in Side.allCases { pair.from(side) { $0.send(long) } }
    pair.run()
    #expect(pair.clientEffects.delivered == long && pair.serverEffects.delivered == long)
    // The reader takes off eight bytes of nonce that TLS 1.3 does not have. What the server says of
    // its own limit does not count before it is said.
    #expect(try lengths(.client, in: pair).max() == 300 - 8)
    #expect(try lengths(.server, in: pair).max() == 64 - 8)

    for (count, padding, fits) in [(63, 0, true), (60, 3, true), (64, 0, false), (63, 1, false)] {
      var client = pair.client
      var forger = try Forger(for: client, pair.clientEffects)
      let record = try forger.record(
        .applicationData, [UInt8](repeating: 7, count: count), padding: padding)
      let alerts = client.receive(record).sentAlerts.map(\.description)
      #expect(alerts == (fits ? [] : [.recordOverflow]), "\(count) and \(padding)")
    }
  }

  @Test("Where one side says nothing, nothing is limited", arguments: Side.allCases)
  func oneSided(_ side: Side) throws {
    var pair = try pair(side == .client ? 100 : nil, side == .server ? 100 : nil)
    pair.run()
    pair.from(.server) { $0.send([UInt8](repeating: 7, count: 1000)) }
    pair.run()
    #expect(pair.isEstablished)
    #expect(try lengths(.server, in: pair).max() == 1000)
  }

  @Test func largerRecordsEndTheConnection() throws {
    var pair = try pair(64, 300)
    pair.run()
    var forger = try Forger(as: .server, pair.server, after: 1)
    pair.deliver(
      try forger.record(.applicationData, [UInt8](repeating: 7, count: 65)), to: .client)
    #expect(pair.clientEffects.sentAlerts.map(\.description) == [.recordOverflow])
  }

  @Test func smallerLimitsAreIllegal() throws {
    var pair = try pair(64, 300)
    var hello = try #require(pair.nextHandshake).read(ClientHello.self)
    hello.extensions = hello.extensions?.map { entry in
      entry.type == .recordSizeLimit ? Extension(RecordSizeLimit(63)) : entry
    }
    let message = try HandshakeMessage.making(hello)
    pair.run(
      replacingNext: Record(type: .handshake, legacyVersion: .tls10, fragment: message.bytes).bytes)
    #expect(pair.serverEffects.sentAlerts.map(\.description) == [.illegalParameter])
  }
}
