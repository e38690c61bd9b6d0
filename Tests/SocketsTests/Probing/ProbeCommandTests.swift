import Foundation
import InteropPeers
import Lab
import OpenSSLProgram
import Probing
import Screens
import StartTLSPeers
import Testing

@testable import Commands
@testable import Sockets

@Suite("'probe' at the prompt") struct ProbeCommandTests {
  private func run(
    _ port: Int, _ words: String = "", isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) -> Outcome {
    var interpreter = Interpreter(
      Lab(seed: 3), table: CommandTable.lab.adding(socketCommands, socketForms),
      surroundings: .init(isInterrupted: isInterrupted))
    return interpreter.execute("probe 127.0.0.1:\(port) rate=1000 \(words)")
  }

  /// A server that says this to whoever calls, once something has come.
  private func server(_ text: String, first: Bool = false) throws -> ScriptedServer {
    try ScriptedServer { stream in
      if !first { _ = stream.hear() }
      _ = stream.send(Array(text.utf8))
      if first { _ = stream.hearOut() }
      stream.finish()
    }
  }

  @Test(
    "What is no TLS is said, and what may help",
    arguments: [
      ("HTTP/1.1 400 Bad Request\r\n\r\n", false, "HTTP/1.1 400 Bad Request"),
      ("SIP/2.0 400 Bad Request\r\n\r\n", false, "SIP/2.0 400"),
      ("220 mail.test ESMTP\r\n", true, "starttls=smtp"),
      ("* OK ready\r\n", true, "starttls=imap"),
      ("+OK ready\r\n", true, "starttls=pop3"), ("", false, "closed without a word"),
    ])
  func noTLS(text: String, first: Bool, words: String) throws {
    let server = try server(text, first: first)
    let error = try #require(run(server.port).error)
    let whole = ([error.what] + error.details).joined(separator: " ")
    #expect(whole.contains(words), "\(whole)")
    #expect(error.status == .failed)
  }

  @Test("A server that resets, is silent, or is not there")
  func gone() throws {
    let resetting = try ScriptedServer { stream in
      _ = stream.hear()
      stream.abort(resetting: true)
    }
    #expect(run(resetting.port).error?.what.contains("reset") == true)
    let silent = try ScriptedServer { stream in
      _ = stream.hearOut()
      stream.finish()
    }
    #expect(run(silent.port, "wait=0.3").error?.what.contains("nothing in time") == true)
    let listener = try TCPListener(port: 0)
    let port = listener.port
    listener.close()
    #expect(run(port).error?.what.contains("refuses") == true)
  }

  @Test("A rate or a time that can't be is refused before anybody is called")
  func refused() {
    for words in ["rate=0", "rate=x", "rate=1e9", "rate=nan", "wait=0", "wait=-1", "starttls=ftp"] {
      #expect(
        run(1, words).error?.what.contains(words.split(separator: "=")[1]) == true, "\(words)")
    }
  }

  @Test("Ctrl-C ends it")
  func interrupted() throws {
    let server = try server("")
    let outcome = run(server.port, isInterrupted: { true })
    #expect(outcome.error?.status == .interrupted)
  }

  @Test("A real server of mail, after STARTTLS; for people and for other programs")
  func startTLS() throws {
    let peer = try ProbedPeer()
    let folder = URL(fileURLWithPath: "/tmp/tlslab-probe-\(UUID().uuidString.prefix(8))")
    let server = try SMTPServer(
      folder: folder, certificate: URL(fileURLWithPath: "\(peer.place)/rsa.pem"),
      key: URL(fileURLWithPath: "\(peer.place)/rsa.key"))
    defer { server.stop() }
    // Exim takes twenty at once and lets go of one only after a while.
    let words = "rate=6 starttls=smtp ca=\(peer.place)/rsa.pem"
    let outcome = run(Int(server.port), words)
    let text = Layout(width: 200).text(of: outcome.page)
    #expect(text.contains("recorded mail CAN be read"), "\(text)")
    #expect(text.contains("every check that was made passed"), "\(text)")
    let data = run(Int(server.port), words + " --json")
    guard case .data(.object(let object))? = data.answers.first else {
      Issue.record("no data: \(data.error?.what ?? "")")
      return
    }
    #expect(object["verdict"] == .string("opens_with_key"))
    #expect(object["complete"] != nil)
  }

  @Test("Not faster than it is told")
  func pace() throws {
    var pace = Pace(rate: 20)
    let begin = Date()
    for _ in 0..<5 { #expect(pace.wait { false }) }
    // Four gaps of a twentieth of a second.
    #expect(Date().timeIntervalSince(begin) >= 0.2)
    var slow = Pace(rate: 0.01)
    #expect(slow.wait { false })
    #expect(!slow.wait { true })
  }
}
