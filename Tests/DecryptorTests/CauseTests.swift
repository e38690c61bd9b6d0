import Bytes
import CaptureMaker
import Captures
import CryptoPrimitives
import Decryptor
import Foundation
import Network
import TLSKeys
import TLSWire
import Testing

/// `captures/causes`: what openssl, GnuTLS and Python recorded, as tshark reads it.
@Suite("What opens a session, and what keeps it sealed, is not mistaken")
struct CauseTests {
  private static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appendingPathComponent("captures/causes/\(name)")))
  }

  private static func opened(
    _ name: String, psk: String? = nil, log: String? = nil, ticketKey: String? = nil,
    key: String? = nil
  ) throws -> Opened {
    let keyring = Keyring()
    if let psk = psk.flatMap({ [UInt8](hex: $0) }) { keyring.add(preSharedKey: psk) }
    if let log { keyring.add(log: String(decoding: try bytes(log), as: UTF8.self)) }
    if let ticketKey { keyring.add(try #require(TicketOpener(bytes(ticketKey)))) }
    if let key, case .keys(let keys) = PrivateKeyFile(try bytes(key), passphrase: nil) {
      for key in keys { keyring.add(.init(key: key, source: "server.pem")) }
    }
    return try Opened(bytes(name + ".pcap"), keyring)
  }

  @Test(
    "A pre-shared key alone: no forward secrecy, and a wrong one is told",
    arguments: ["pskke2", "gt13psk"])
  func preSharedAlone(name: String) throws {
    let sealed = try #require(try Self.opened(name).session)
    #expect(sealed.keyExchange == "PSK" && sealed.reason == .noPreSharedKey)
    #expect(!sealed.isResumed && sealed.preShared?.isExternal == true)
    #expect(try Self.opened(name, psk: "1a2b3c4d5e70").session?.reason == .wrongPreSharedKey)
    let open = try Self.opened(name, psk: "1a2b3c4d5e6f").session
    #expect(open?.result == .open && open?.opening == .preSharedKey)
  }

  @Test("Early data opens under the pre-shared key, and what follows does not")
  func early() throws {
    let psk = String(decoding: try Self.bytes("extearly.psk"), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).joined()
    let early = try Self.opened("extearly", psk: psk)
    #expect(early.session?.earlyOpening == .preSharedKey && early.session?.opening == nil)
    #expect(early.session?.reason == .forwardSecrecy && early[0, .client].count == 23)
    let both = try Self.opened("extearly", psk: psk, log: "extearly.keylog")
    #expect(both.session?.earlyOpening == .preSharedKey && both.session?.opening == .keyLog)
    #expect(both[0, .client].starts(with: early[0, .client]) && both[0, .client].count > 23)
    #expect(both.session?.result == .open)
  }

  @Test("Early data that the server did not take: its secret is the client's alone")
  func refusedEarlyData() throws {
    let session = try #require(try Self.opened("refused13", log: "refused13.keylog").session)
    #expect(session.earlyData?.isTaken == false)
    #expect(session.result == .partlyOpen && session.reason == .earlyDataRefused)
    #expect(session.server.sealedRecords == 0 && session.isInKeyLog)
  }

  @Test("nginx has the halves of a ticket key of 48 bytes the other way round than OpenSSL")
  func nginxTicketKey() throws {
    // The second session in it is one of TLS 1.3.
    let session = try Self.opened("nginx48", ticketKey: "nginx48.key").sessions.first
    #expect(session?.result == .open && session?.opening == .ticketKey)
    var key = try Self.bytes("nginx48.key")
    key.swapAt(20, 40)
    let other = Keyring()
    other.add(try #require(TicketOpener(key)))
    let sealed = try Opened(Self.bytes("nginx48.pcap"), other).sessions.first
    #expect(sealed?.reason == .ticketDiffers(Array(key.prefix(16)).hex))
    key[0] ^= 1
    let foreign = Keyring()
    foreign.add(try #require(TicketOpener(key)))
    let unnamed = try Opened(Self.bytes("nginx48.pcap"), foreign).sessions.first
    guard case .otherTicketKey = unnamed?.reason else {
      Issue.record("a key of another name is not told as that")
      return
    }
  }

  @Test("A handshake of which the Certificate was cut off is not called resumed")
  func cutCertificate() throws {
    let contexts = try MadeIdentities.shared().contexts([.rsaAES128GCMSHA256])
    let connection = try RecordedConnection.connected(contexts.client, contexts.server)
    connection.ask(Array("question".utf8))
    connection.close()
    for length in stride(from: 150, through: 700, by: 50) {
      var short = CaptureFile()
      short.snapLength = length
      let session = try Opened(short.bytes(connection.packets())).session
      #expect(session?.isResumed == false, "\(length)")
    }
  }

  @Test("A handshake of TLS 1.3 that an alert ended")
  func failed() throws {
    let session = try Self.opened("badcert13", log: "badcert13.keylog").session
    #expect(session?.result == .open && session?.reason == .handshakeFailed("unknown_ca"))
  }

  @Test("What comes behind close_notify is not the session's")
  func closed() throws {
    let opened = try Self.opened("ftpccc", log: "ftpccc.keylog")
    #expect(opened.session?.result == .open && opened.session?.prelude == .ftp)
    #expect(opened.session?.client.behindClose == "PASV in the clear\r\n".utf8.count)
    #expect(opened.session?.server.behindClose == "227 ok\r\n".utf8.count)
    #expect(opened.session?.client.isFollowed == false)
    let two = try Self.opened("twotls", log: "twotls.keylog").session
    #expect(two?.result == .open && two?.client.isFollowed == true)
  }

  @Test(
    "A resumed session names the one that it resumes, and opens with it",
    arguments: ["sid12", "tick12"])
  func resumed(name: String) throws {
    let sealed = try Self.opened(name).sessions
    #expect(sealed.count == 2 && sealed[1].reason == .resumesSealed(stream: 0))
    #expect(sealed[1].offersTicket == (name == "tick12"))
    let open = try Self.opened(name, key: "server.pem").sessions
    #expect(open.map(\.result) == [.open, .open])
  }

  @Test("Without the first session: by an identifier, and by a ticket of another key")
  func elsewhere() throws {
    let session = try #require(try Self.opened("sid12b").session)
    #expect(session.reason == .resumedFromElsewhere && !session.offersTicket)
    let ticket = try Self.opened("tk12b", ticketKey: "other-ticket.key").session
    guard case .otherTicketKey(let name)? = ticket?.reason else {
      Issue.record("\(String(describing: ticket?.reason))")
      return
    }
    #expect(name.count == 32)
    #expect(try Self.opened("tk12b").session?.reason == .resumedFromElsewhere)
  }

  @Test("RSA with a pre-shared key wants both")
  func both() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = Array(
      try Data(contentsOf: folder.appendingPathComponent("captures/rsa-psk.pcap")))
    let keyring = Keyring()
    keyring.add(preSharedKey: [1, 2, 3, 4, 5, 6, 7, 8])
    guard case .bothKeys(.some)? = try Opened(file, keyring).session?.reason else {
      Issue.record("the private key is not asked for")
      return
    }
  }

  @Test("One direction alone, packets out of order, packets cut off")
  func lacking() throws {
    let connection = try DisturbanceTests.recorded()
    let packets = connection.packets()
    let log = Keyring(log: connection.keyLog)
    let port = packets[0].bytes[20...21]
    for (side, other) in [(Side.client, Side.server), (.server, .client)] {
      let half = packets.filter { ($0.bytes[20...21] == port) == (side == .client) }
      let session = try Opened(CaptureFile().bytes(half), log).session
      #expect(session?.reason == .sideMissing(other))
    }
    var moved = packets
    for place in moved.indices { moved[place].time = 1_000_000 + Int64(place) }
    let late = Array(moved[9...] + moved[..<9])
    #expect(try Opened(CaptureFile().bytes(late), log).session?.reason == .disordered)
    var short = CaptureFile()
    short.snapLength = 400
    #expect(try Opened(short.bytes(packets), log).session?.isCutOff == true)
  }

  @Test("Secrets of another length, and a log that lacks the handshake alone")
  func secrets() throws {
    let connection = try DisturbanceTests.recorded()
    let file = CaptureFile().bytes(connection.packets())
    let lines = connection.keyLog.split(separator: "\n")
    let long = lines.map { $0 + "5a" }.joined(separator: "\n")
    #expect(
      try Opened(file, Keyring(log: long)).session?.reason == .secretLength(needed: 32, has: 33))
    let data = lines.filter { !$0.contains("SERVER_HANDSHAKE") }.joined(separator: "\n")
    let session = try Opened(file, Keyring(log: data)).session
    #expect(session?.result == .open)
    #expect(session?.reason == .secretMissing("SERVER_HANDSHAKE_TRAFFIC_SECRET"))
  }

  @Test("Key logs in UTF-16, with a mark of UTF-8, with carriage returns alone", arguments: 0..<5)
  func logs(form: Int) throws {
    let line =
      "CLIENT_RANDOM \(String(repeating: "0a", count: 32)) \(String(repeating: "0d", count: 48))"
    let forms: [[UInt8]] = [
      [0xff, 0xfe] + Array("\(line)\r\n\(line)\r\n".utf8).flatMap { [$0, 0] },
      [0xfe, 0xff] + Array("\(line)\n\(line)".utf8).flatMap { [0, $0] },
      [0xef, 0xbb, 0xbf] + Array("\(line)\n\(line)\n".utf8), Array("\(line)\r\(line)\r".utf8),
      Array("\(line)\r\n\(line)\r\n".utf8),
    ]
    for piece in [1, 3, 10_000] {
      var reader = KeyLogReader()
      var entries: [KeyLogReader.Entry] = []
      for start in stride(from: 0, to: forms[form].count, by: piece) {
        let end = min(start + piece, forms[form].count)
        entries += reader.append(Array(forms[form][start..<end]))
      }
      entries += reader.finish()
      #expect(entries.count == 2 && reader.goodCount == 2 && reader.badCount == 0)
    }
  }
}
