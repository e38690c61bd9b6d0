import Foundation
import InteropPeers
import Knowledge
import Lab
import Network
import OpenSSLProgram
import StartTLSPeers
import TLSEngine
import TLSWire
import Testing
import Transcripts

@testable import Commands
@testable import Sockets

/// exim, Dovecot and Prosody, as people run them, and servers that do not what they should.
@Suite("STARTTLS") struct StartTLSTests {
  private let folder: ScratchFolder
  private let certificate: URL
  private let key: URL

  init() throws {
    folder = try ScratchFolder()
    certificate = folder.url.appendingPathComponent("server.pem")
    key = folder.url.appendingPathComponent("server.key")
    _ = try OpenSSLProgram.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key.path, "-out",
      certificate.path, "-days", "3", "-subj", "/CN=localhost", "-addext",
      "subjectAltName=IP:127.0.0.1,DNS:localhost",
    ])
  }

  private func connect(_ port: Int, _ name: String) -> (outcome: Outcome, lab: Lab) {
    var interpreter = Interpreter(
      Lab(seed: 3), table: CommandTable.lab.adding(socketCommands, socketForms))
    interpreter.courier = SocketCourier(
      patience: .init(handshake: Patience.seconds, conversation: 0.2))
    let outcome = interpreter.execute(
      "connect 127.0.0.1:\(port) ca=\(certificate.path) starttls=\(name)")
    if outcome.error == nil { interpreter.hangUp() }
    return (outcome, interpreter.lab)
  }

  /// A short path: Dovecot's sockets have no room for more.
  private func place(_ name: String) -> URL {
    URL(fileURLWithPath: "/tmp/tlslab-\(name)-\(UUID().uuidString.prefix(8))")
  }

  @Test("with real servers of mail and chat leads to a handshake that verifies them")
  func real() throws {
    let servers: [(String, any StartTLSServer)] = [
      ("smtp", try SMTPServer(folder: place("smtp"), certificate: certificate, key: key)),
      ("imap", try IMAPServer(folder: place("imap"), certificate: certificate, key: key)),
      ("xmpp", try XMPPServer(folder: place("xmpp"), certificate: certificate, key: key)),
    ]
    defer { for (_, server) in servers { server.stop() } }
    for (name, server) in servers {
      let (outcome, lab) = connect(Int(server.port), name)
      #expect(outcome.error == nil, "\(name): \(outcome.error?.what ?? "")")
      let session = try #require(lab.currentSession)
      #expect([.established, .closed, .failed].contains(session.outcome), "\(name)")
      #expect(session.checks(by: .client).contains { $0.outcome == .passed }, "\(name)")
      #expect(session.messages.contains { $0.message.kind == .handshake(.finished) }, "\(name)")
      // What was said before is part of what is recorded.
      let before = session.outside?.preface ?? []
      #expect(before.contains { $0.direction == .serverToClient }, "\(name)")
      #expect(session.capture(withSecrets: true) != nil)
    }
  }

  @Test("A server that does not offer it, or is no such server, is told so, and not waited for")
  func unoffered() throws {
    let server = try SMTPServer(withoutOfferIn: place("plain"))
    defer { server.stop() }
    let (outcome, lab) = connect(Int(server.port), "smtp")
    #expect(outcome.error?.what.contains("not among what EHLO offers") == true)
    #expect(lab.sessions.isEmpty)
    for name in ["imap", "xmpp"] {
      let (outcome, _) = connect(Int(server.port), name)
      #expect(outcome.error?.what.contains("220") == true, "\(outcome.error?.what ?? "")")
    }
    #expect(connect(Int(server.port), "ftp").outcome.error != nil)
  }

  @Test("A consent of several lines is one (RFC 5321 §4.2.1)")
  func longConsent() throws {
    let heard = Locked<[UInt8]>([])
    let server = try ScriptedServer { stream in
      for line in ["220-hi\r\n220 there\r\n", "250-a\r\n250 STARTTLS\r\n", "220-up\r\n220 go\r\n"] {
        if line.contains("a") || line.contains("go") { _ = stream.hear() }
        _ = stream.send(Array(line.utf8))
      }
      let hello = stream.hear() ?? []
      heard.withLock { $0 = hello }
      stream.finish()
    }
    let (outcome, _) = connect(server.port, "smtp")
    #expect(outcome.error?.what.contains("consent") != true, "\(outcome.error?.what ?? "")")
    // A handshake record.
    #expect(heard.withLock { $0.first } == 0x16)
  }

  @Test("What a client puts behind its request is refused, and named (RFC 3207 §6)")
  func injection() throws {
    let terms = try ServiceTerms<ListenTerms>(typed: ["starttls=smtp"], in: Lab(seed: 31)).terms
    let visits = try Visits(Lab(seed: 31), terms, patience: Patience.seconds)
    let stream = try TCPStream.connect(
      to: Endpoint(host: "127.0.0.1", port: visits.port), into: Mailbox())
    _ = stream.send(Array("EHLO x\r\nSTARTTLS\r\nMAIL FROM:<evil@x>\r\n".utf8))
    let refusal = try #require(visits.refusals(1).first)
    stream.abort()
    #expect(refusal.contains("plaintext stood behind its request"), "\(refusal)")
    #expect(refusal.contains("MAIL FROM:<evil@x>") && !refusal.contains("did not ask"))
  }

  @Test(
    "What somebody puts behind the consent is refused",
    arguments: [
      ("smtp", ["220 hi\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n250 evil\r\n"], "evil"),
      (
        "smtp", ["220 hi\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n\u{16}\u{3}\u{3}"], "consent"
      ),
      ("imap", ["* OK hi\r\n", "a1 OK go\r\n\u{16}\u{3}\u{3}"], "consent"),
      ("smtp", ["220 hi\r\n", "502 what?\r\n"], "502"),
      ("imap", ["* OK hi\r\n", "a1 OK go\r\n* NO evil\r\n"], "evil"),
      (
        "xmpp",
        [
          "<stream:stream><stream:features><starttls/></stream:features>",
          "<proceed xmlns='x'/><evil/>",
        ], "evil"
      ),
      ("smtp", ["220 hi\r\n", "250-a\r\n250 STARTTLS\r\n", "454 not now\r\n"], "454"),
      ("imap", ["* OK hi\r\n", "a1 BAD what?\r\n"], "BAD"),
      ("imap", ["* BYE full\r\n"], "BYE"),
      ("smtp", ["SSH-2.0-x\r\n"], "SSH"),
      ("xmpp", ["<stream:stream><stream:error><host-unknown/></stream:error>"], "host-unknown"),
      ("xmpp", ["<stream:stream><stream:features/>"], "not offered"),
    ])
  func intrusion(name: String, lines: [String], words: String) throws {
    let server = try ScriptedServer { stream in
      for (number, line) in lines.enumerated() {
        if number > 0 || name == "xmpp" { _ = stream.hear() }
        _ = stream.send(Array(line.utf8))
      }
      _ = stream.hearOut()
      stream.finish()
    }
    let (outcome, lab) = connect(server.port, name)
    #expect(outcome.error?.what.contains(words) == true, "\(outcome.error?.what ?? "none")")
    #expect(lab.sessions.isEmpty)
  }
}
