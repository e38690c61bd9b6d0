import CaptureMaker
import Captures
import Decryptor
import LibsslPeer
import Network
import TLSKeys
import Testing

@Suite("What is spoken before TLS")
struct PreludeTests {
  private func latin(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }

  @Test("TLS behind STARTTLS and CONNECT is found, and what was spoken before it is named")
  func preludes() throws {
    let openings: [(Prelude, String, String)] = [
      (.smtp, "220 mail ESMTP\r\n", "EHLO a\r\nSTARTTLS\r\n"),
      (.imap, "* OK ready\r\n", "a STARTTLS\r\n"), (.pop3, "+OK ready\r\n", "STLS\r\n"),
      (.xmpp, "", "<?xml version='1.0'?><stream:stream>"),
      (.connect, "", "CONNECT uc.test:443 HTTP/1.1\r\n\r\n"),
      (.ftp, "220 ready\r\n", "AUTH TLS\r\n"),
      (.upgrade, "", "GET / HTTP/1.1\r\nUpgrade: TLS/1.0\r\n\r\n"),
      (.proxy, "", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"),
      (.postgres, "", "\0\0\0\u{8}\u{4}\u{d2}\u{16}\u{2f}"),
      (.mysql, "J\0\0\0\n8.0.1\0", " \0\0\u{1}"),
      (.socks5, "\u{5}\0", "\u{5}\u{1}\0"), (.socks4, "\0Z", "\u{4}\u{1}\0P\0\0\0\u{1}\0a\0"),
      (.other, "hello\r\n", "secrets, please\r\n"),
      (.smtp, "220 mail ESMTP\r\n", "EHLO a\r\n" + String(repeating: "NOOP\r\n", count: 18_000)),
    ]
    for (prelude, greeting, request) in openings {
      let connection = try DisturbanceTests.recorded()
      let flow = Flow.documentation(connection: 9, serverPort: 2525)
      var framing = try #require(PacketFraming(flow))
      framing.open(at: 1)
      framing.send(Segment(direction: .serverToClient, time: 2, bytes: latin(greeting)))
      framing.send(Segment(direction: .clientToServer, time: 3, bytes: latin(request)))
      framing.send(
        Segment(direction: .serverToClient, time: 4, bytes: Array("220 go ahead\r\n".utf8)))
      for piece in connection.pieces { framing.send(piece) }
      framing.close(at: 9)
      let opened = try Opened(
        CaptureFile().bytes(framing.packets), Keyring(log: connection.keyLog))
      #expect(opened.session?.prelude == prelude)
      #expect(opened.session?.result == .open)
      #expect(opened[0, .server] == connection.said.server)
    }
  }

  @Test("The answer to the request for TLS, and the ServerHello, in one segment")
  func joined() throws {
    let connection = try DisturbanceTests.recorded()
    var framing = try #require(PacketFraming(Flow.documentation(connection: 9, serverPort: 2525)))
    framing.open(at: 1)
    framing.send(Segment(direction: .clientToServer, time: 2, bytes: latin("\u{5}\u{1}\0")))
    var answer: [UInt8]? = [5, 0]
    for piece in connection.pieces {
      var piece = piece
      if piece.direction == .serverToClient, let bytes = answer {
        piece.bytes = bytes + piece.bytes
        answer = nil
      }
      framing.send(piece)
    }
    framing.close(at: 9)
    let opened = try Opened(CaptureFile().bytes(framing.packets), Keyring(log: connection.keyLog))
    #expect(opened.session?.result == .open)
    #expect(opened[0, .client] == connection.said.client)
    #expect(opened[0, .server] == connection.said.server)
  }
}
