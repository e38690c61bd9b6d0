import Bytes
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Whatever is wrong with a protected record, it looks alike from outside (RFC 5246 §7.2.2)")
struct MustRecordTests {
  static let versions: [ProtocolVersion] = [.tls10, .tls11, .tls12]

  @Test(
    "Padding, MAC, length: all are a bad_record_mac, and never a decryption_failed",
    arguments: versions, [true, false])
  func alike(_ version: ProtocolVersion, _ encryptThenMAC: Bool) throws {
    let spoken = SpokenSuite(version: version, suite: .rsaAES128CBCSHA1)
    var pair = try makePair(spoken) { client, _ in client.encryptThenMAC = encryptThenMAC }
    pair.run()
    #expect(pair.isEstablished)
    // In TLS 1.0 what is longer than a byte would be two records.
    let text = version == .tls10 ? "R" : "REGISTER sip:uc.test SIP/2.0"
    pair.from(.client) { $0.send(Array(text.utf8)) }
    let record = try #require(pair.underWay.first?.records)
    let fragment = Array(record.dropFirst(5))
    var faulty = fragment.indices.map { place in
      var changed = fragment
      changed[place] ^= 0x80
      return changed
    }
    faulty += (0..<fragment.count).map { Array(fragment.prefix($0)) }
    faulty += [fragment + [0], fragment + fragment, fragment + [UInt8](repeating: 0, count: 16)]
    for bytes in faulty {
      var copy = pair
      copy.run(
        replacingNext: Record(
          type: .applicationData, legacyVersion: version, fragment: bytes
        ).bytes)
      copy.expectAlert(.badRecordMAC, from: .server, "\(bytes.count)")
      #expect(copy.serverEffects.delivered.isEmpty)
    }
  }

  @Test("Another type or version in front of a record is a bad_record_mac too", arguments: versions)
  func header(_ version: ProtocolVersion) throws {
    var pair = try makePair(SpokenSuite(version: version, suite: .rsaAES128CBCSHA1))
    pair.run()
    pair.from(.client) { $0.send([1, 2, 3]) }
    let record = try #require(pair.underWay.first?.records)
    for (place, value): (Int, UInt8) in [(0, 22), (0, 21), (2, 0), (2, 9)] {
      var changed = record
      changed[place] = value
      var copy = pair
      copy.run(replacingNext: changed)
      copy.expectAlert(.badRecordMAC, from: .server, "\(place) \(value)")
    }
  }
}
