import Foundation
import Interceptor
import InteropPeers
import Lab
import OpenSSLProgram
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import Testing
import X509

@testable import Commands
@testable import Sockets

/// curl on one side, `openssl s_server` on the other, the attacker of the lab in between.
@Suite("The relay between real programs") struct RelayTests {
  private let folder = try? ScratchFolder()

  /// `openssl s_server -www` with a certificate of its own authority.
  private struct Server {
    let process: PeerProcess
    let port: Int
    let certificate: URL
    let key: URL
  }

  private func server(_ words: [String] = ["-www"]) throws -> Server {
    let folder = try #require(folder)
    let certificate = folder.url.appendingPathComponent("server.pem")
    let key = folder.url.appendingPathComponent("server.key")
    _ = try OpenSSLProgram.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key.path, "-out",
      certificate.path, "-days", "3", "-subj", "/CN=127.0.0.1", "-addext",
      "subjectAltName=IP:127.0.0.1",
    ])
    let process = try PeerProcess(
      "openssl",
      ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate.path, "-key", key.path] + words,
      folder: folder.url)
    let said = try process.waitFor("ACCEPT 127.0.0.1:")
    let digits = said.components(separatedBy: "ACCEPT 127.0.0.1:")[1].prefix { $0.isNumber }
    return Server(
      process: process, port: try #require(Int(digits)), certificate: certificate, key: key)
  }

  @Test("Before its own port it does not stand: it would call itself without end")
  func itself() throws {
    let port = Int(try FreePort.ask())
    let lab = Lab(seed: 1)
    let terms = try ServiceTerms<RelayTerms>(typed: [], in: lab)
    for host in ["127.0.0.1", "localhost", "0.0.0.0"] {
      #expect(throws: CommandError.self, "\(host)") {
        try RelayService(lab, port: port, to: "\(host):\(port)", on: terms)
      }
    }
    #expect(!SocketAddress.reaches(Endpoint(host: "127.0.0.1", port: port), port: port + 1))
  }

  @Test("reads what a client sends in the open, and says so, in one line and in many")
  func inTheOpen() throws {
    let server = try server()
    defer { server.process.stop() }
    let lab = Lab(seed: 21)
    let relay = try Relays(lab, to: server.port)
    let stream = try TCPStream.connect(
      to: Endpoint(host: "127.0.0.1", port: relay.port), into: Mailbox())
    _ = stream.send(Array("GET /secret HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    _ = stream.hearOut()
    stream.abort()
    let session = try #require(relay.session(1))
    for page in [Screens.visit(lab, session), Screens.connected(lab, session)] {
      let text = Layout(width: 300).text(of: page)
      #expect(text.contains("[READ]") && text.contains("in the open, without TLS"), "\(text)")
      #expect(!text.contains("the client sent nothing"))
    }
  }

  @Test("prints a command that finds a server given by name, through it")
  func callingByName() throws {
    let lab = Lab(seed: 21)
    let terms = try ServiceTerms<RelayTerms>(typed: [], in: lab).terms
    let commands = terms.commands(for: 8444, before: "pbx.test:5061", in: lab, trusting: "ca.pem")
    #expect(
      commands.last
        == "curl --cacert ca.pem --connect-to pbx.test:5061:127.0.0.1:8444 https://pbx.test:5061/")
    let wrong = try ServiceTerms<RelayTerms>(typed: ["cert=wrong-host"], in: lab).terms
    #expect(wrong.trusted == nil && terms.trusted != nil)
  }

  @Test("fools curl -k and who trusts the attacker's authority, and nobody else")
  func ownAuthority() throws {
    let server = try server()
    defer { server.process.stop() }
    var lab = Lab(seed: 21)
    let mallory = try Scratch.write(
      try lab.authority(World.attackersAuthority).authority.certificate.pem)
    defer { try? FileManager.default.removeItem(at: mallory) }
    let relay = try Relays(lab, to: server.port)
    let place = "https://127.0.0.1:\(relay.port)/"

    let careless = try Curl.run(["-k", place])
    #expect(careless.status == 0 && careless.body.contains("s_server"), "\(careless)")
    let first = try #require(relay.session(1))
    #expect(first.outcome == .fooled)
    let read = first.interceptor?.read ?? []
    #expect(read.contains { $0.sender == .client && $0.bytes.starts(with: Array("GET /".utf8)) })
    #expect(read.contains { $0.sender == .server })

    #expect(try Curl.run(["--cacert", server.certificate.path, place]).status == Curl.unbelieved)
    let second = try #require(relay.session(2))
    #expect(
      second.outcome == .refused && second.failure?.alert.description == .unknownCA,
      "\(second.outcome) \(String(describing: second.failure)) \(second.outside?.endings ?? [:])")
    #expect(second.failure?.by == .client && second.interceptor?.read.isEmpty == true)

    #expect(try Curl.run(["--cacert", mallory.path, place]).status == 0)
    #expect(relay.session(3)?.outcome == .fooled)
  }

  @Test(
    "shows each of the attacker's certificates; a careful curl believes only the stolen key",
    arguments: ["self-signed", "wrong-host", "copied", "stolen"])
  func certificates(kind: String) throws {
    let server = try server()
    defer { server.process.stop() }
    var choices = ["cert=\(kind)"]
    if kind == "stolen" { choices.append("key=\(server.key.path)") }
    let relay = try Relays(Lab(seed: 22), to: server.port, choices)
    let place = "https://127.0.0.1:\(relay.port)/"
    let careful = try Curl.run(["--cacert", server.certificate.path, place])
    #expect((careful.status == 0) == (kind == "stolen"), "\(careful.status)")
    let session = try #require(relay.session(1))
    #expect((session.outcome == .fooled) == (kind == "stolen"))
    // Even who verifies nothing of the certificate checks the signature with its key.
    let careless = try Curl.run(["-k", place])
    #expect((careless.status == 0) == (kind != "copied"), "\(careless.status)")
    let shown = session.chain(on: .clientSide).first
    let genuine = session.chain(on: .serverSide).first
    #expect(shown != nil)
    if kind == "copied" || kind == "stolen" { #expect(shown == genuine || genuine == nil) }
  }

  @Test(
    "A client that looks at the name once the handshake is through, and goes, is not fooled",
    arguments: ["1.2", "1.3"])
  func lookingLate(version: String) throws {
    let server = try server()
    defer { server.process.stop() }
    var lab = Lab(seed: 24)
    let trusted = try Scratch.write(
      try lab.authority(World.firmAuthority).authority.certificate.pem)
    defer { try? FileManager.default.removeItem(at: trusted) }
    let relay = try Relays(lab, to: server.port, ["cert=wrong-host"])
    let place = "https://127.0.0.1:\(relay.port)/"
    let arguments = ["--cacert", trusted.path, "--tls-max", version, place]
    #expect(try Curl.run(arguments).status == Curl.unbelieved)
    let session = try #require(relay.session(1))
    #expect(session.outcome == .refused && session.interceptor?.read.isEmpty == true)
  }

  @Test("A client that says goodbye and stays is not fooled, for it said nothing else")
  func goodbye() throws {
    let server = try server()
    defer { server.process.stop() }
    let relay = try Relays(Lab(seed: 25), to: server.port, ["cert=self-signed"])
    let client = """
      import socket, ssl, sys
      context = ssl._create_unverified_context()
      with socket.create_connection(("127.0.0.1", \(relay.port))) as plain:
          plain = context.wrap_socket(plain, server_hostname="127.0.0.1").unwrap()
          sys.stdin.read()
      """
    let process = try PeerProcess(
      "python3", ["-c", client], folder: FileManager.default.temporaryDirectory)
    defer { process.stop() }
    let session = try #require(relay.session(1))
    #expect(session.outcome == .refused && session.interceptor?.read.isEmpty == true)
  }

  /// Servers that speak no TLS, or none with the attacker.
  private static let useless: [String: [UInt8]] = [
    "a banner": Array("220 mail.example ESMTP\r\n".utf8),
    "no TLS": Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8),
    "an alert": [21, 3, 3, 0, 2, 2, 40], "nothing": [],
  ]

  @Test(
    "What the client said is read, whatever the far side speaks",
    arguments: useless.keys.sorted())
  func farSideWithoutTLS(name: String) throws {
    let bytes = try #require(Self.useless[name])
    let server = try ScriptedServer { stream in
      _ = stream.send(bytes)
      if bytes.isEmpty { stream.finish() } else { _ = stream.hearOut() }
    }
    let relay = try Relays(Lab(seed: 26), to: server.port)
    _ = try Curl.run(["-k", "https://127.0.0.1:\(relay.port)/a-secret"])
    let session = try #require(relay.session(1))
    let read = session.interceptor?.read ?? []
    #expect(read.contains { $0.bytes.starts(with: Array("GET /a-secret".utf8)) })
    #expect(session.outcome == .fooled)
  }

  @Test("A server that is not there, a key that is none, a certificate that is none")
  func wrong() throws {
    let lab = Lab(seed: 23)
    #expect(throws: CommandError.self) { try Relays(lab, to: 1, ["cert=no-such"]) }
    #expect(throws: CommandError.self) { try Relays(lab, to: 1, ["cert=stolen"]) }
    #expect(throws: CommandError.self) {
      try Relays(lab, to: 1, ["cert=stolen", "key=/nowhere"])
    }
    #expect(throws: CommandError.self) {
      try Relays(lab, to: 1, ["cert=copied"])
    }
    #expect(throws: LabError.self) { try Relays(lab, to: 1, ["no.such=setting"]) }
  }

  @Test(
    "A file in many small records arrives whole, and what the attacker read counts without a server"
  )
  func longAndDeaf() throws {
    let folder = try #require(folder)
    let file = try folder.write("big", [UInt8](repeating: 0x61, count: 2_000_000))
    let server = try server(["-WWW", "-max_send_frag", "512"])
    defer { server.process.stop() }
    let relay = try Relays(Lab(seed: 22), to: server.port)
    let page = try Curl.run([
      "-k", "-o", "/dev/null", "-w", "%{size_download}",
      "https://127.0.0.1:\(relay.port)/\(file.lastPathComponent)",
    ])
    #expect(page.body == "2000000", "\(page)")

    let deaf = try ScriptedServer { stream in
      _ = stream.hear()
      _ = stream.send(Array("SSH-2.0-nobody\r\n".utf8))
      stream.finish()
    }
    let other = try Relays(Lab(seed: 23), to: deaf.port)
    _ = try Curl.run(["-k", "--max-time", "5", "https://127.0.0.1:\(other.port)/"])
    let session = try #require(other.session(1))
    #expect(session.interceptor?.read.contains { $0.sender == .client } == true)
    #expect(session.outcome == .fooled)
  }
}
