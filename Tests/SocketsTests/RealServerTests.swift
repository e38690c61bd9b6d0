import Foundation
import InteropPeers
import Knowledge
import Lab
import OpenSSLProgram
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Commands
@testable import Sockets

/// The prompt with `openssl s_server` at the other end: what a learner does with a real server.
@Suite("A real server, step by step") struct RealServerTests {
  private let folder: ScratchFolder
  private let server: PeerProcess
  private let port: Int
  private let certificate: URL

  init() throws {
    folder = try ScratchFolder()
    certificate = folder.url.appendingPathComponent("server.pem")
    let key = folder.url.appendingPathComponent("server.key")
    _ = try OpenSSLProgram.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key.path, "-out",
      certificate.path, "-days", "3", "-subj", "/CN=127.0.0.1", "-addext",
      "subjectAltName=IP:127.0.0.1",
    ])
    server = try PeerProcess(
      "openssl",
      ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate.path, "-key", key.path],
      folder: folder.url)
    let said = try server.waitFor("ACCEPT 127.0.0.1:")
    let digits = said.components(separatedBy: "ACCEPT 127.0.0.1:")[1].prefix { $0.isNumber }
    port = try #require(Int(digits))
  }

  private func prompt() -> Interpreter {
    var interpreter = Interpreter(
      Lab(seed: 9), table: CommandTable.lab.adding(socketCommands, socketForms))
    interpreter.courier = SocketCourier(
      patience: .init(handshake: Patience.seconds, conversation: 0.2))
    interpreter.enterFolder(of: folder.url.appendingPathComponent("script"))
    return interpreter
  }

  private func run(_ line: String, _ interpreter: inout Interpreter) throws -> Outcome {
    let outcome = interpreter.execute(line)
    try #require(outcome.error == nil, "\(line): \(outcome.error?.what ?? "")")
    return outcome
  }

  private func walk(_ interpreter: inout Interpreter, _ words: String = "") throws {
    _ = try run("walk 127.0.0.1:\(port) ca=\(certificate.path) \(words)", &interpreter)
  }

  @Test("A message leaves when one goes on: before that one can go back; after it no more")
  func goingBack() throws {
    defer { server.stop() }
    var prompt = prompt()
    try walk(&prompt)
    _ = try run("next", &prompt)
    #expect(prompt.lab.currentSession?.messages.count == 1)
    #expect(prompt.lab.currentSession?.outside?.exchanged == 0)
    _ = try run("back", &prompt)
    #expect(prompt.lab.currentSession?.messages.isEmpty == true)
    _ = try run("next; next", &prompt)
    #expect(prompt.lab.currentSession?.messages.last?.message.sender == .server)
    #expect((prompt.lab.currentSession?.outside?.exchanged ?? 0) > 0)
    // The ClientHello is with the server.
    _ = prompt.execute("back start")
    #expect(prompt.execute("back start").error?.what.contains("can't be taken back") == true)
    #expect(prompt.lab.currentSession?.messages.isEmpty == false)
    _ = prompt.execute("undo")
    #expect(prompt.lab.currentSession?.messages.isEmpty == false)
    _ = try run("continue", &prompt)
    #expect(prompt.lab.currentSession?.outcome == .established)
    _ = try run("close", &prompt)
    #expect(prompt.lab.currentSession?.outcome == .closed)
    #expect(prompt.execute("send client hello").error?.meant == "connect HOST:PORT")
  }

  @Test("A session from a file does not go on where another one went on: no nonce is used twice")
  func rewound() throws {
    defer { server.stop() }
    var prompt = prompt()
    _ = try run("connect 127.0.0.1:\(port) ca=\(certificate.path) version=1.2", &prompt)
    _ = try run("save kept.lab; load kept.lab; send client \"said once\"", &prompt)
    _ = try run("load kept.lab", &prompt)
    #expect(
      prompt.execute("send client \"said otherwise\"").error?.what.contains("went on without")
        == true)
    #expect(prompt.lab.currentSession?.applicationData(from: .client, on: .direct).isEmpty == true)
  }

  @Test("What a screen says of the server is said of the real one, and not of the lab's")
  func speech() throws {
    defer { server.stop() }
    var prompt = prompt()
    for words in ["version=1.2 kx=rsa", "version=1.2 kx=ecdhe", "version=1.3"] {
      _ = try run("connect 127.0.0.1:\(port) ca=\(certificate.path) \(words); close", &prompt)
    }
    let lab = prompt.lab
    let accounts = lab.sessions.map { lab.account(of: $0) }
    #expect(accounts.map { $0.proofs[.server]?.means == .decryption } == [true, false, false])
    #expect(
      accounts.compactMap { $0.proofs[.server]?.message } == [
        .handshake(.clientKeyExchange), .handshake(.serverKeyExchange),
        .handshake(.certificateVerify),
      ])
    #expect(accounts.map { $0.thefts[.certificate] } == [.everything, .nothing, .nothing])
    #expect(accounts.allSatisfy { $0.mayWrite[.server] != nil })
    #expect(accounts.map(\.clientIsUnproved) == [false, false, true])
    #expect(
      accounts.map { $0.randomness[.server] } == [
        [.random], [.random, .ephemeralKey], [.random, .ephemeralKey],
      ])
    // Each has the private half of its own key, and of that one alone.
    let rows = lab.sessions.last.map { lab.knowledge(of: $0) } ?? []
    #expect(rows.first { $0.item == .clientEphemeral }?.server == KnowledgeRow.Standing.none)
    #expect(rows.first { $0.item == .serverEphemeral }?.client == KnowledgeRow.Standing.none)
    #expect(rows.first { $0.item == .serverEphemeral }?.server == .outside)
    for session in lab.sessions {
      let mends = lab.audit(of: session).findings.compactMap(\.mend)
      #expect(!mends.isEmpty && mends.allSatisfy { $0.hasPrefix("set client.") }, "\(mends)")
    }
    _ = try run("export text transcript session=S1", &prompt)
    let file = folder.url.appendingPathComponent("transcript")
    let screens = try ["diff S1 S2", "knowledge", "why S1", "audit S1"].map { words in
      let page = try run(words, &prompt).page
      return Layout(width: 100, unicode: false).lines(of: page).map(\.text).joined(separator: "\n")
    }
    for said in screens + [try String(contentsOf: file, encoding: .utf8)] {
      #expect(!said.contains(World.Preset.uc.serverName) && !said.contains("compromise server"))
    }
  }

  @Test("An audit judges of a real server what it showed, and the settings apart from it")
  func auditing() throws {
    defer { server.stop() }
    var prompt = prompt()
    _ = try run("connect 127.0.0.1:\(port) ca=\(certificate.path); close", &prompt)
    let session = try #require(prompt.lab.currentSession)
    let audit = prompt.lab.audit(of: session)
    func find(_ name: AuditCheck.Name) -> Audit.Finding? {
      audit.findings.first { $0.check == name }
    }
    // How it keeps its keys does not show; what it chose does.
    #expect(find(.ephemeralKeys)?.verdict == .unknown)
    #expect(find(.tickets)?.verdict == .unknown)
    #expect(find(.versions)?.verdict == .good)
    #expect(find(.validation)?.verdict == .good)
    // Whether it chose the hybrid depends on its OpenSSL.
    let isHybrid = session.facts(on: .direct).group == .x25519MLKEM768
    #expect(find(.postQuantum)?.verdict == (isHybrid ? .good : .weak))
    let real = Layout(width: 100).text(of: try run("audit", &prompt).page)
    #expect(real.contains("what S1 showed"), "\(real)")
    let page = try run("audit settings", &prompt).page
    let said = Layout(width: 100).text(of: page)
    #expect(said.contains("the settings in force") && said.contains("own client and server"))
    #expect(page.next.first == "audit S1")
    // The lab's own key is not that server's.
    let stolen = Layout(width: 100).text(of: try run("compromise server.key", &prompt).page)
    #expect(
      stolen.contains("127.0.0.1 has another one") && !stolen.contains("opens S"), "\(stolen)")
    // Of one whose key exchange is RSA it would be the key.
    let rsa = "connect 127.0.0.1:\(port) ca=\(certificate.path) version=1.2 kx=rsa"
    let open = Layout(width: 200).text(of: try run("\(rsa); compromise server.key", &prompt).page)
    #expect(open.contains("Whoever steals that one opens S2."), "\(open)")
  }

  @Test("A changed hello is noticed by the real server, or by us")
  func tampering() throws {
    defer { server.stop() }
    var prompt = prompt()
    try walk(&prompt)
    _ = try run("next", &prompt)
    _ = try run("tamper client_hello.random \(String(repeating: "00", count: 32))", &prompt)
    _ = prompt.execute("continue")
    let session = try #require(prompt.lab.currentSession)
    #expect(session.outcome == .failed || session.outcome == .refused)
    #expect(session.interferences.count == 1)
    #expect(session.failure != nil)
  }

  @Test("Its certificate is verified as a client's own would be, and each check can be left out")
  func verification() throws {
    defer { server.stop() }
    var prompt = prompt()
    let refused = try run("connect 127.0.0.1:\(port)", &prompt)
    #expect(prompt.lab.currentSession?.outcome == .refused, "\(refused.page)")
    _ = try run("connect 127.0.0.1:\(port) client.verify=off", &prompt)
    #expect(prompt.lab.currentSession?.outcome == .established)
    #expect(prompt.lab.currentSession?.checks(by: .client).contains(where: \.skipped) == true)
    _ = try run("close", &prompt)
    _ = try run("connect 127.0.0.1:\(port) ca=\(certificate.path) client.sni=other.test", &prompt)
    #expect(prompt.lab.currentSession?.outcome == .refused)
    let name = prompt.lab.currentSession?.checks(by: .client).first(where: \.failed)?.name
    #expect(name == .certificateHostname)
  }

  private func hasCome(_ text: String, in prompt: Interpreter) -> Bool {
    let data = prompt.lab.currentSession?.applicationData(from: .server, on: .direct) ?? []
    return String(decoding: data.joined(), as: UTF8.self).contains(text)
  }

  @Test("Files go and come, and a recording opens in tshark")
  func files() throws {
    defer { server.stop() }
    var prompt = prompt()
    for words in ["version=1.3", "version=1.2 kx=rsa", "version=1.2 kx=ecdhe"] {
      _ = try run("connect 127.0.0.1:\(port) ca=\(certificate.path) \(words)", &prompt)
      let text = "a request in \(words)\n"
      try Data(text.utf8).write(to: folder.url.appendingPathComponent("request"))
      _ = try run("send-file client request", &prompt)
      try server.waitFor("a request in \(words)")
      server.send("an answer to \(words)")
      for _ in 0..<600 where !hasCome("an answer to \(words)", in: prompt) {
        _ = prompt.execute("continue")
      }
      _ = try run("export data answer server --replace", &prompt)
      let answer = try String(
        contentsOf: folder.url.appendingPathComponent("answer"), encoding: .utf8)
      #expect(answer.contains("an answer to \(words)"))
      _ = try run("export pcapng capture --replace", &prompt)
      _ = try run("export keylog keys --replace", &prompt)
      let keys = try String(
        contentsOf: folder.url.appendingPathComponent("keys"), encoding: .utf8)
      // The master secret of TLS 1.3 is none that the format has a line for.
      #expect(keys.contains("CLIENT_RANDOM ") == (words != "version=1.3") && !keys.isEmpty)
      let capture = folder.url.appendingPathComponent("capture").path
      let said = try Tshark.run([
        "-r", capture, "-d", "tcp.port==\(port),tls", "-q", "-z", "follow,tls,ascii,0",
      ])
      #expect(said.contains("a request in \(words)") && said.contains("an answer to \(words)"))
      let comments = try Tshark.run(["-r", capture, "-T", "fields", "-e", "frame.comment"])
      #expect(comments.contains("ClientHello") && !comments.contains("did not read"), "\(comments)")
      _ = try run("close", &prompt)
    }
  }

  @Test("What is the server's own can't be stolen, or told what to do")
  func theirs() throws {
    defer { server.stop() }
    var prompt = prompt()
    _ = try run("connect 127.0.0.1:\(port) ca=\(certificate.path)", &prompt)
    for line in [
      "compromise server.ephemeral", "compromise server.traffic-secret", "send server hello",
      "update-keys server", "close extra",
    ] {
      #expect(prompt.execute(line).error != nil, "\(line)")
    }
    // The lab's own key is not the key of that server.
    _ = try run("compromise server.key", &prompt)
    #expect(prompt.lab.vault.map(\.state) == [.sealed])
    for line in [
      "knowledge", "show keys", "why S1", "vault", "where", "list", "show state", "matrix",
    ] {
      _ = try run(line, &prompt)
    }
    _ = try run("send client \"a secret word\"", &prompt)
    _ = try run("compromise client.traffic-secret", &prompt)
    #expect(prompt.lab.vault.map(\.state) == [.partly] || prompt.lab.vault.map(\.state) == [.open])
  }

  @Test("A lab that was saved keeps what was recorded, and says that the connection is gone")
  func saved() throws {
    defer { server.stop() }
    var prompt = prompt()
    _ = try run("connect 127.0.0.1:\(port) ca=\(certificate.path)", &prompt)
    _ = try run("save here.lab", &prompt)
    var later = self.prompt()
    _ = try run("load here.lab; where; vault", &later)
    #expect(later.execute("send client hello").error != nil)
    #expect(later.execute("next").error?.what.contains("no connection") == true)
    _ = try run("connect", &later)
    #expect(later.lab.currentSession?.outcome == .established)
  }
}
