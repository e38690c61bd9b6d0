import Foundation
import TLSKeys
import TLSWire
import Testing

@testable import Decryptor

/// `captures/ended`: Python's `ssl` and OpenSSL 3.0.19, as tshark dissects them.
@Suite("An alert behind both Finished is the end of a session, and no handshake that failed")
struct EndedTests {
  private static func session(_ name: String) throws -> DecryptedSession {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("captures/ended")
    let file = Array(try Data(contentsOf: folder.appendingPathComponent(name + ".pcap")))
    let log = try String(
      contentsOf: folder.appendingPathComponent(name + ".keylog"), encoding: .utf8)
    return try #require(try Opened(file, Keyring(log: log)).session)
  }

  @Test(
    "Established, whatever the alert says",
    arguments: [
      ("no-close-notify", Side.client, AlertDescription.decodeError),
      ("long-fragment", .client, .decodeError), ("changed12", .server, .badRecordMAC),
      ("changed13", .server, .badRecordMAC),
    ])
  func established(_ name: String, _ side: Side, _ alert: AlertDescription) throws {
    let session = try Self.session(name)
    #expect(session.alerts == [.init(side: side, description: alert)])
    #expect(session.failure == nil && session.reason?.isFailure != true)
  }

  @Test("A server that refuses the client says so behind both Finished")
  func refused() throws {
    let session = try Self.session("client-refused")
    #expect(session.failure == .init(side: .server, description: .certificateRequired))
    #expect(session.reason == .handshakeFailed("certificate_required"))
  }
}
