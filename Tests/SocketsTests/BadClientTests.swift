import Foundation
import Lab
import Screens
import TLSEngine
import TLSKeys
import Testing

@testable import Sockets

/// What calls `listen` and is no client of TLS, or a hostile one.
@Suite("A bad client is let go in bounded time, and the next one is served")
struct BadClientTests {
  /// Calls, does something, and waits until the visit is over.
  private func visit(
    _ visits: Visits, _ act: (TCPStream) -> Void
  ) throws -> (session: Session, answer: [UInt8]?) {
    let count = visits.sessions.count
    let stream = try TCPStream.connect(
      to: Endpoint(host: "127.0.0.1", port: visits.port), into: Mailbox())
    act(stream)
    let answer = stream.hearOut()
    stream.abort()
    return (try #require(visits.wait(for: count + 1).last), answer)
  }

  @Test("that speaks HTTP or SSH gets an alert and the end of the connection")
  func otherProtocol() throws {
    let visits = try Visits()
    for text in ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "SSH-2.0-x\r\n"] {
      let (session, answer) = try visit(visits) { _ = $0.send(Array(text.utf8)) }
      #expect(session.outcome == .failed)
      // A fatal alert in a record.
      #expect(answer?.prefix(1) == [0x15] && answer?.count == 7, "\(String(describing: answer))")
    }
  }

  @Test("that says nothing, or a byte now and then, is closed")
  func slow() throws {
    let visits = try Visits(patience: 0.8)
    let (silent, answer) = try visit(visits) { _ in }
    #expect(answer == [] && silent.outside?.endings[.client] == .silent)
    // Two minutes of bytes, if each were worth new patience.
    var sent = 0
    let (slow, _) = try visit(visits) { stream in
      for byte in [0x16, 3, 1, 1, 0] + [UInt8](repeating: 1, count: 395) {
        guard stream.send([byte]) else { break }
        sent += 1
        usleep(300_000)
      }
    }
    #expect(slow.outside?.endings[.client] == .silent)
    #expect(sent < 100)
    let screen = Layout(width: 300).text(of: Screens.connected(Lab(seed: 1), slow))
    // How many bytes came by then the machine decides.
    #expect(
      screen.contains("no whole record within 1 s:")
        && (screen.contains("bytes of its header") || screen.contains("bytes of one of 405")),
      "\(screen)")
  }

  @Test(
    "that floods is cut off early",
    arguments: [
      [0x16, 3, 1, 0x40, 0] + [1, 0xff, 0xff, 0xff] + [UInt8](repeating: 0, count: 0x3ffc),
      [0x15, 3, 1, 0, 2, 1, 90], [0x14, 3, 1, 0, 1, 1], [0x17, 3, 1, 0, 0],
      [UInt8](repeating: 0x80, count: 1024),
    ])
  func floods(bytes: [UInt8]) throws {
    let visits = try Visits()
    let (session, answer) = try visit(visits) { stream in
      for _ in 0..<5_000 { guard stream.send(bytes) else { break } }
    }
    #expect(session.outcome == .failed && session.steps.count < 200)
    #expect(answer != nil, "the connection stays open")
  }

  @Test("that closes after a part of its hello, or resets, leaves nothing behind")
  func partly() throws {
    let visits = try Visits()
    let (session, _) = try visit(visits) { stream in
      _ = stream.send([0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3])
      stream.finish()
    }
    #expect(session.outcome == .failed && session.outside?.endings[.client] == .closed)
    let (reset, _) = try visit(visits) { $0.abort() }
    #expect(reset.outside?.endings[.client] != nil)
  }

  @Test("While sixteen keep silent, the port still takes callers")
  func crowd() throws {
    let visits = try Visits(patience: 0.8)
    var streams: [TCPStream] = []
    for _ in 0..<40 {
      streams.append(
        try TCPStream.connect(
          to: Endpoint(host: "127.0.0.1", port: visits.port), into: Mailbox()))
    }
    #expect(visits.wait(for: 40).count == 40)
    for stream in streams { stream.abort() }
    #expect(visits.stop())
  }
}
