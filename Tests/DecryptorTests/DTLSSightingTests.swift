import Captures
import Foundation
import TLSWire
import Testing

@testable import Decryptor

/// `captures/dtls.pcap`: `openssl s_client` with `s_server` (OpenSSL 3.0.19), DTLS 1.2, DTLS 1.0, each with a
/// cookie, and a ClientHello that nobody answers; as tshark dissects them.
@Suite("Handshakes of DTLS are counted")
struct DTLSSightingTests {
  private static func file() throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appendingPathComponent("captures/dtls.pcap")))
  }

  private static func counts(_ file: [UInt8], filter: String? = nil) throws -> [DTLSSightings.Count]
  {
    var options = CaptureDecryption.Options()
    options.filter = try filter.map { text throws(FlowFilter.Misread) in try FlowFilter(text) }
    let decryption = CaptureDecryption(Keyring(), options)
    try? decryption.read(file)
    try? decryption.finish()
    return decryption.dtls.counts
  }

  @Test("with the version that the server chose, one with a cookie once")
  func counted() throws {
    let file = try Self.file()
    #expect(
      try Self.counts(file) == [
        .init(version: .dtls12, handshakes: 1), .init(version: .dtls10, handshakes: 1),
        .init(version: nil, handshakes: 1),
      ])
    #expect(
      try Self.counts(file, filter: "port 40002") == [.init(version: .dtls10, handshakes: 1)])
    #expect(try Self.counts(file, filter: "port 1").isEmpty)
  }

  @Test("Cut or changed, nothing traps and no handshake is made up")
  func damaged() throws {
    let file = try Self.file()
    for count in stride(from: 0, to: file.count, by: 7) {
      #expect(try Self.counts(Array(file.prefix(count))).reduce(0) { $0 + $1.handshakes } <= 3)
    }
    for place in stride(from: 40, to: file.count, by: 3) {
      var changed = file
      changed[place] ^= 0xff
      // Where the two hellos of one handshake come to differ they count as two.
      #expect(try Self.counts(changed).reduce(0) { $0 + $1.handshakes } <= 4, "\(place)")
    }
  }
}
