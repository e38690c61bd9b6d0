import Foundation
import InteropPeers
import Lab
import Screens
import TLSEngine
import TLSKeys
import Testing

@testable import Commands
@testable import Sockets

/// A client of ours that reaches something that is no server of TLS, or a hostile one.
@Suite("A bad server ends in a clear line, in bounded time")
struct BadServerTests {
  private func connect(
    _ server: ScriptedServer, _ more: String = "", patience: Double = Patience.seconds
  ) -> (outcome: Outcome, lab: Lab) {
    var interpreter = Interpreter(
      Lab(seed: 3), table: CommandTable.lab.adding(socketCommands, socketForms))
    interpreter.courier = SocketCourier(patience: .init(handshake: patience, conversation: 0.2))
    let outcome = interpreter.execute("connect 127.0.0.1:\(server.port) client.verify=off \(more)")
    return (outcome, interpreter.lab)
  }

  private func text(_ outcome: Outcome) -> String {
    Layout(width: 100, unicode: false).lines(of: outcome.page, hints: false).map(\.text)
      .joined(separator: "\n")
  }

  @Test(
    "that speaks another protocol is told from TLS by its words",
    arguments: [
      ("HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP without TLS"), ("SSH-2.0-OpenSSH_9\r\n", "SSH"),
      ("220 mail.example.com ESMTP\r\n", "starttls=smtp"), ("* OK IMAP4rev1\r\n", "starttls=imap"),
      ("hello, who is there?\r\n", "not TLS"),
    ])
  func otherProtocol(said: String, words: String) throws {
    let server = try ScriptedServer { stream in
      _ = stream.send(Array(said.utf8))
      _ = stream.hearOut()
      stream.finish()
    }
    let (outcome, lab) = connect(server)
    #expect(text(outcome).contains(words), "\(text(outcome))")
    #expect(lab.currentSession?.outcome == .failed)
  }

  @Test("that asks for a handshake again and again is left (RFC 5246 §7.4.1.1)")
  func helloRequests() throws {
    let server = try ScriptedServer { stream in
      for _ in 0..<2_000 { guard stream.send([0x16, 3, 3, 0, 4, 0, 0, 0, 0]) else { break } }
      _ = stream.hearOut()
    }
    let (_, lab) = connect(server, "version=1.2")
    let session = lab.currentSession
    #expect(session?.outcome == .failed && session?.steps.count ?? .max < 200)
    #expect(session?.failure?.failure == .misbehaving(.idleRecords(limit: 32)))
  }

  @Test("that says nothing is waited for no longer than patience lasts")
  func silent() throws {
    let server = try ScriptedServer { stream in _ = stream.hearOut() }
    // Two minutes later it would close.
    let (outcome, lab) = connect(server, patience: 0.6)
    #expect(outcome.error?.what == "nothing came from outside within 0.6 seconds")
    #expect(lab.currentSession?.outcome == .running)
    #expect(lab.currentSession?.awaitsOutside == true)
  }

  @Test("that says a byte now and then does not stretch it")
  func dripping() throws {
    let server = try ScriptedServer { stream in
      for byte in [0x16, 3, 3, 1, 0x90] + [UInt8](repeating: 2, count: 400) {
        guard stream.send([byte]) else { break }
        usleep(100_000)
      }
      stream.finish()
    }
    // It would be through with its bytes, and close.
    let (_, lab) = connect(server, patience: 0.6)
    #expect(lab.currentSession?.outcome == .running)
  }

  @Test("that closes, or resets, leaves a session that says so", arguments: [false, true])
  func gone(resets: Bool) throws {
    let server = try ScriptedServer { stream in
      _ = stream.hear()
      if resets { stream.abort() } else { stream.finish() }
    }
    let (outcome, lab) = connect(server)
    #expect(lab.currentSession?.outcome == .failed)
    #expect(text(outcome).contains("the connection"), "\(text(outcome))")
    #expect(lab.currentSession?.outside?.endings[.server] != nil)
  }

  @Test(
    "that closes before the handshake is through leaves a dead session, and why",
    arguments: [
      ([0x15, 3, 3, 0, 2, 1, 0], "close_notify"),
      ([0x15, 3, 3, 0, 2, 1, 90, 0x15, 3, 3, 0, 2, 1, 0], "90 user_canceled"),
      ([0x15, 3, 1, 0, 2, 1, 112], "112 unrecognized_name"),
      ([0x16, 3, 3, 0, 80, 2, 0], "7 bytes of a record that has 85"),
      ([0x16, 3, 3], "3 bytes of the header"),
    ] as [([UInt8], String)])
  func early(bytes: [UInt8], words: String) throws {
    let server = try ScriptedServer { stream in
      _ = stream.hear()
      _ = stream.send(bytes)
      stream.finish()
    }
    let (outcome, lab) = connect(server)
    #expect(lab.currentSession?.outcome == .failed)
    let text = text(outcome)
    #expect(text.contains("because") && text.contains(words), "\(text)")
  }

  @Test("that sends a part and no more is told as such, and so is the large hello")
  func partial() throws {
    let server = try ScriptedServer { stream in
      _ = stream.hear()
      _ = stream.send([0x16, 3, 3, 0, 80, 2, 0])
      _ = stream.hearOut()
    }
    let (outcome, _) = connect(server, patience: 0.6)
    #expect(outcome.error?.what.contains("7 bytes of one that has 85") == true)
    let silent = try ScriptedServer { stream in _ = stream.hearOut() }
    let before = try #require(connect(silent, patience: 0.6).outcome.error?.before)
    let shown = Layout(width: 100).text(of: before)
    #expect(shown.contains("client.groups=x25519"), "\(shown)")
  }

  @Test(
    "that floods is cut off",
    arguments: [
      // A handshake message that says it is 16 MiB long.
      [0x16, 3, 3, 0x40, 0] + [2, 0xff, 0xff, 0xff] + [UInt8](repeating: 0, count: 0x3ffc),
      // Warnings, ChangeCipherSpecs, empty data.
      [0x15, 3, 3, 0, 2, 1, 90], [0x14, 3, 3, 0, 1, 1], [0x17, 3, 3, 0, 0],
      [UInt8](repeating: 0xff, count: 1024),
    ])
  func floods(bytes: [UInt8]) throws {
    let server = try ScriptedServer { stream in
      for _ in 0..<20_000 { guard stream.send(bytes) else { break } }
      stream.finish()
    }
    let (_, lab) = connect(server)
    #expect(lab.currentSession?.outcome == .failed)
    #expect(lab.currentSession.map { $0.steps.count < 200 } == true)
  }

  @Test("that does not even take the call can be given up")
  func deaf() throws {
    let server = try DeafServer()
    var asked = 0
    // Its system still answers the first few.
    #expect(throws: SocketError.interrupted) {
      for _ in 0..<16 {
        let stream = try TCPStream.connect(
          to: Endpoint(host: "127.0.0.1", port: server.port), into: Mailbox(),
          isInterrupted: {
            asked += 1
            return true
          })
        server.keep(stream)
      }
    }
    #expect(asked == 1)
  }

  @Test("A name that does not resolve, a port where nobody listens, a port in use")
  func unreachable() throws {
    var interpreter = Interpreter(
      Lab(seed: 3), table: CommandTable.lab.adding(socketCommands, socketForms))
    let unknown = interpreter.execute("connect no-such-host.invalid:443")
    #expect(unknown.error?.what.contains("does not resolve") == true, "\(text(unknown))")
    let listener = try TCPListener(port: 0)
    let taken = interpreter.execute("listen \(listener.port)")
    #expect(taken.error?.what.contains("in use") == true, "\(text(taken))")
    let port = listener.port
    listener.close()
    let refused = interpreter.execute("connect 127.0.0.1:\(port)")
    #expect(refused.error?.what.contains("nobody listens") == true, "\(text(refused))")
    #expect(
      interpreter.execute("connect 127.0.0.1:99999").error?.what.contains("HOST:PORT") == true)
    for line in ["listen 65536", "listen \(port) wait=\(Int.max)", "listen \(Int.max)"] {
      #expect(interpreter.execute(line).error != nil, "\(line)")
    }
    let nobody = interpreter.execute("listen \(port) wait=1")
    #expect(nobody.error?.what.contains("nobody called") == true, "\(text(nobody))")
    #expect(interpreter.lab.sessions.isEmpty)
  }
}
