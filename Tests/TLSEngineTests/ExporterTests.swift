import Bytes
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Keying material for other protocols, as libssl exports it (RFC 5705)")
struct ExporterTests {
  static let rows = LibsslRow.all.filter { row in
    [.rsaAES128CBCSHA1, .ecdheRSAAES128CBCSHA1, .ecdheRSAAES256GCMSHA384].contains(row.suite)
      && [nil, .x25519].contains(row.group) && row.encryptThenMAC
  }

  private static let label = "EXTRACTOR-dtls_srtp"

  private func complete(_ row: LibsslRow, _ side: Side) throws -> MixedConnection {
    var mixed =
      side == .client
      ? try MixedConnection(Connection(client: row.engineClient()), row.libsslServer())
      : try MixedConnection(Connection(server: row.engineServer()), row.libsslClient())
    #expect(
      mixed.engine.exportKeyingMaterial(label: Self.label, context: nil, count: 20) == nil)
    let completed = mixed.handshake()
    #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
    return mixed
  }

  @Test(arguments: rows, Side.allCases)
  func alike(_ row: LibsslRow, _ side: Side) throws {
    let mixed = try complete(row, side)
    var found: [[UInt8]] = []
    for context: [UInt8]? in [nil, [], [1, 2, 3], [UInt8](repeating: 9, count: 300)] {
      for count in [20, 60, 200] {
        let own = mixed.engine.exportKeyingMaterial(
          label: Self.label, context: context, count: count)
        #expect(own?.count == count)
        #expect(own == mixed.peer.export(label: Self.label, context: context, count: count))
      }
      found.append(
        mixed.engine.exportKeyingMaterial(label: Self.label, context: context, count: 20) ?? [])
    }
    // "a zero-length context … differs from no context" (RFC 5705 §4).
    #expect(Set(found).count == 4)
  }

  @Test("Labels that the handshake itself uses are refused, as libssl does (RFC 5705 §4)")
  func reserved() throws {
    let row = try #require(Self.rows.first)
    let mixed = try complete(row, .client)
    for label in [
      "client finished", "server finished", "master secret", "extended master secret",
      "key expansion",
    ] {
      #expect(mixed.peer.export(label: label, context: nil, count: 20) == nil)
      #expect(mixed.engine.exportKeyingMaterial(label: label, context: nil, count: 20) == nil)
    }
  }
}
