import Bytes
import Captures
import Foundation
import TLSKeys
import TLSWire
import Testing

@testable import Decryptor

/// `captures/refused`: OpenSSL 3.0.19, GnuTLS and Python's `ssl`, as tshark dissects them.
@Suite("What was refused, skipped, or is no TLS")
struct RefusedTests {
  private static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appendingPathComponent("captures/refused/\(name)")))
  }

  private static func opened(_ name: String, hasLog: Bool = false) throws -> Opened {
    let log = try hasLog ? String(decoding: bytes(name + ".keylog"), as: UTF8.self) : nil
    return try Opened(bytes(name + ".pcap"), log.map { Keyring(log: $0) } ?? Keyring())
  }

  @Test("An alert of TLS 1.3 in the clear is no encrypted record")
  func clearAlert() throws {
    let session = try #require(try Self.opened("unknown-ca").session)
    #expect(session.failure == .init(side: .client, description: .unknownCA))
    #expect(session.alerts.count == 1 && session.client.sealedRecords == 0)
    #expect(session.result == .sealed && session.reason == .forwardSecrecy)
  }

  @Test(
    "A handshake that an alert ended is told as such, whether its keys are known or not",
    arguments: [("wrong-psk", true, "bad_record_mac"), ("early-alert", false, "handshake_failure")])
  func failed(name: String, hasLog: Bool, alert: String) throws {
    let session = try #require(try Self.opened(name, hasLog: hasLog).session)
    #expect(session.reason == .handshakeFailed(alert))
    #expect(session.failure?.side == .server && session.failure?.description.label == alert)
    #expect((session.result == .open) == hasLog)
  }

  @Test("Early data in front of a HelloRetryRequest opens, and the server skipped it")
  func retried() throws {
    let opened = try Self.opened("early-retry", hasLog: true)
    try #require(opened.sessions.count == 2)
    let session = opened.sessions[1]
    #expect(session.result == .open && session.reason == nil)
    #expect(session.earlyData == .init(plaintext: 11, isTaken: false))
    #expect(session.earlyOpening == .keyLog)
    #expect(opened[1, .client] == Array("EARLYEARLY\nhello x\n".utf8))
    #expect(opened.sessions[0].earlyData == nil)
  }

  @Test("Whether the server took early data is what its EncryptedExtensions say")
  func skipped() throws {
    let opened = try Self.opened("early-skipped", hasLog: true)
    let early = opened.sessions.map(\.earlyData)
    #expect(
      early == [nil, .init(plaintext: 11, isTaken: true), .init(plaintext: 11, isTaken: false)])
    #expect(try Self.opened("early-skipped").sessions.last?.earlyData == .init())
  }

  @Test("Heartbeats in the clear are counted, and one that lies about its length is told")
  func heartbeats() throws {
    let session = try #require(try Self.opened("heartbeats").session)
    #expect(session.client.heartbeats == 1 && session.server.heartbeats == 1)
    #expect(session.client.hasFalseHeartbeat && session.server.heartbeatBytes > 16_000)
    #expect(session.client.sealedRecords + session.server.sealedRecords == 0)
    #expect(session.result == .empty)
  }

  @Test(
    "A server that speaks something else", arguments: [("http", "HTTP/1.1"), ("ssh", "SSH-2.0")])
  func other(name: String, beginning: String) throws {
    let session = try #require(try Self.opened(name).session)
    #expect(session.reason == .otherProtocol)
    #expect(session.otherAnswer.starts(with: beginning.utf8))
  }

  @Test("A handshake of DTLS that an alert ended was answered")
  func datagrams() throws {
    let decryption = CaptureDecryption(Keyring(), .init())
    try decryption.read(try Self.bytes("dtls-version.pcap"))
    try decryption.finish()
    #expect(decryption.dtls.counts == [.init(alert: .protocolVersion, handshakes: 1)])
  }

  @Test("The key exchange of TLS 1.3 goes by its group")
  func group() throws {
    let session = try #require(try Self.opened("ffdhe13").session)
    #expect(session.keyExchange == "DHE" && session.group?.label == "ffdhe2048")
  }

  @Test("Key logs with remarks behind the values, and with bytes of zero at the end")
  func logs() {
    let line =
      "CLIENT_RANDOM \(String(repeating: "0a", count: 32)) \(String(repeating: "0d", count: 48))"
    for text in ["\(line) # of S1\n", "\(line)\n" + String(repeating: "\0", count: 9000)] {
      var reader = KeyLogReader()
      let entries = reader.append(Array(text.utf8)) + reader.finish()
      #expect(entries.count == 1 && reader.badCount == 0)
    }
  }
}
