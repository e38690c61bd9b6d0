import Commands
import CryptoPrimitives
import Foundation
import InteropPeers
import Lab
import OpenSSLProgram
import TLSEngine
import TLSKeys
import TLSWire
import Testing
import X509

@testable import Sockets

/// What `listen` takes from files and words, seen from outside: by curl, openssl and GnuTLS.
@Suite("A server of one's own for real clients") struct ServiceTests {
  private let folder: ScratchFolder
  private var place: String { folder.url.path }

  init() throws { folder = try ScratchFolder() }

  private func service(
    _ words: [String], _ lab: Lab = Lab(seed: 31), patience: Double = Patience.seconds
  ) throws -> Visits {
    try Visits(lab, ServiceTerms<ListenTerms>(typed: words, in: lab).terms, patience: patience)
  }

  /// An authority with a certificate for a server or a client, by the openssl program.
  private func certificate(_ name: String) throws {
    _ = try OpenSSLProgram.run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
      "\(place)/\(name).key", "-out", "\(place)/\(name).pem", "-days", "3", "-subj", "/CN=\(name)",
      "-addext", "subjectAltName=IP:127.0.0.1",
    ])
  }

  private func client(_ visits: Visits, _ words: [String], saying text: String = "") throws
    -> String
  {
    let script =
      "(printf '%b' '\(text)'; sleep 1) | openssl s_client -connect 127.0.0.1:\(visits.port) "
      + words.joined(separator: " ") + " 2>&1"
    return try Ran.run(["sh", "-c", script]).body
  }

  @Test("cert=, key= and ca=: curl believes the one, and is believed by the other")
  func ownCertificates() throws {
    for name in ["server", "client", "stranger"] { try certificate(name) }
    let visits = try service([
      "cert=\(place)/server.pem", "key=\(place)/server.key", "ca=\(place)/client.pem",
      "server.client-auth=require",
    ])
    let url = "https://127.0.0.1:\(visits.port)/"
    func call(_ name: String) throws -> Ran.Answer {
      try Curl.run([
        "--cacert", "\(place)/server.pem", "--cert", "\(place)/\(name).pem", "--key",
        "\(place)/\(name).key", url,
      ])
    }
    let known = try call("client")
    #expect(known.status == 0 && known.body.contains("your own handshake"), "\(known)")
    #expect(try call("stranger").status != 0)
    #expect(try Curl.run(["--cacert", "\(place)/server.pem", url]).status != 0)
    #expect(visits.wait(for: 3).count == 3)
  }

  @Test("A key that belongs to another certificate is refused, and one alone too")
  func wrongKey() throws {
    for name in ["one", "other"] { try certificate(name) }
    let words = ["cert=\(place)/one.pem", "key=\(place)/other.key"]
    #expect(throws: (any Error).self) { try service(words) }
    #expect(throws: (any Error).self) { try service([words[0]]) }
    #expect(throws: (any Error).self) { try service([words[1]]) }
  }

  @Test(
    "Words that can't both hold, or of which one would do nothing, are refused before anybody comes"
  )
  func contradictions() throws {
    try certificate("one")
    let files = ["cert=\(place)/one.pem", "key=\(place)/one.key"]
    for words in [
      files + ["server.kx=rsa"], files + ["server.kx=anonymous"], files + ["server.cert=good"],
      ["ca=\(place)/one.pem"],
    ] {
      #expect(throws: CommandError.self, "\(words)") { try service(words) }
    }
    _ = try service(files + ["server.kx=ecdhe"])
    _ = try service(["ca=\(place)/one.pem", "server.client-auth=request"])
  }

  @Test("psk=NAME:HEX is the key that openssl has in hexadecimal digits")
  func sharedKey() throws {
    let visits = try service(["psk=phone:00112233445566778899aabbccddeeff"])
    let words = ["-psk_identity", "phone", "-psk", "00112233445566778899aabbccddeeff"]
    for version in ["-tls1_3", "-tls1_2"] {
      let said = try client(
        visits, words + [version] + (version == "-tls1_2" ? ["-cipher PSK"] : []), saying: "hi\\n")
      #expect(said.contains("hi"), "\(version): \(said)")
    }
  }

  @Test("server.suites=all takes what is named by nobody any more, and any name of a suite")
  func suites() throws {
    let visits = try service(["server.suites=all", "server.versions=1.0-1.3"])
    for suite in ["AES128-SHA", "DHE-RSA-AES256-SHA", "AECDH-AES128-SHA", "NULL-SHA256"] {
      let said = try client(visits, ["-tls1_2", "-cipher", "\(suite):@SECLEVEL=0"])
      #expect(said.contains("Cipher is \(suite)"), "\(suite): \(said)")
    }
    let lab = Lab(seed: 1)
    for name in ["ECDHE-RSA-AES128-GCM-SHA256", "0xC02F", "TLS_ECDHE_RSA_AES_128_GCM_SHA256"] {
      let settings = try lab.settings(with: [("server.suites", name)])
      #expect(settings[.serverSuites] == [.ecdheRSAAES128GCMSHA256], "\(name)")
    }
  }

  @Test("Every suite is known by the names that openssl has for it")
  func namesOfOpenSSL() throws {
    let list = try OpenSSLProgram.text(["ciphers", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"])
    var found = 0
    for line in list.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 2, let suite = CipherSuite(name: words[0]) else { continue }
      #expect(CipherSuite(meant: words[2]) == suite && suite.openSSLName == words[2], "\(line)")
      found += 1
    }
    #expect(found > 40)
  }

  @Test("Clients that want to know get the authority's word on the certificate")
  func stapling() throws {
    let visits = try service([])
    let said = try client(visits, ["-status"])
    #expect(said.contains("OCSP Response Status: successful"), "\(said)")
  }

  @Test("A session can be resumed by its identifier while its first visit still lasts")
  func sessionIDs() throws {
    let visits = try service([])
    let file = "\(place)/session"
    let first = Process()
    first.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    first.arguments = [
      "sh", "-c",
      "sleep 30 | openssl s_client -connect 127.0.0.1:\(visits.port) -tls1_2 -no_ticket "
        + "-sess_out \(file)",
    ]
    first.standardOutput = FileHandle.nullDevice
    first.standardError = FileHandle.nullDevice
    try first.run()
    defer { first.terminate() }
    for _ in 0..<Int(Patience.seconds / 0.05) where !FileManager.default.fileExists(atPath: file) {
      usleep(50_000)
    }
    let second = try client(visits, ["-tls1_2 -no_ticket -sess_in", file])
    #expect(second.contains("Reused, TLSv1.2"), "\(second)")
  }

  @Test(
    "What is wrong with a certificate is wrong by the real clock, and nothing else is",
    arguments: [("good", 0), ("expired", 60), ("wrong-host", 60), ("not-yet-valid", 60)])
  func realDates(name: String, status: Int32) throws {
    var lab = Lab(seed: 12)
    let file = try Scratch.write(
      try lab.authority(World.firmAuthority).authority.certificate.pem)
    defer { try? FileManager.default.removeItem(at: file) }
    let visits = try service(["server.cert=\(name)"], lab)
    let answer = try Ran.run([
      "curl", "-sS", "--stderr", "-", "--cacert", file.path, "--connect-to",
      "sip.uc.test:443:127.0.0.1:\(visits.port)", "https://sip.uc.test/",
    ])
    #expect(answer.status == status, "\(name): \(answer)")
    #expect(answer.body.contains("expired") == (name == "expired"), "\(name): \(answer)")
  }

  @Test("openssl finds its way to TLS in the open", arguments: ["smtp", "imap", "pop3", "xmpp"])
  func startTLS(name: String) throws {
    let visits = try service(["starttls=\(name)"])
    let said = try client(visits, ["-starttls", name], saying: "hello\\n")
    #expect(said.contains("hello") && said.contains("Verification"), "\(said)")
    let session = try #require(visits.wait(for: 1).first)
    #expect(session.outside?.preface.isEmpty == false)
  }

  @Test("GnuTLS says that it sends no more right behind its request, and has its answer")
  func halfClosed() throws {
    let visits = try service([])
    for priority in ["NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"] {
      let answer = try Ran.run([
        "sh", "-c",
        "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | gnutls-cli --insecure --priority \(priority)"
          + " -p \(visits.port) 127.0.0.1",
      ])
      #expect(answer.body.contains("your own handshake"), "\(priority): \(answer)")
    }
    for session in visits.wait(for: 2) { #expect(session.outcome == .closed) }
  }

  @Test("Methods that are not served are told so, whatever they are called")
  func methods() throws {
    let visits = try service([])
    for method in ["PATCH", "PROPFIND", "TRACE"] {
      let answer = try Curl.run(["-k", "-i", "-X", method, "https://127.0.0.1:\(visits.port)/"])
      #expect(answer.body.contains("405 "), "\(method): \(answer)")
    }
  }
}

@Suite("Many visitors") struct ManyVisitorsTests {
  @Test(
    "A hundred that say nothing keep nobody waiting, and are let go when they are silent too long")
  func silent() throws {
    let visits = try Visits(patience: 3)
    let place = Endpoint(host: "127.0.0.1", port: visits.port)
    let silent = try (0..<100).map { _ in try TCPStream.connect(to: place, into: Mailbox()) }
    let start = Date()
    #expect(try Curl.run(["-k", "https://127.0.0.1:\(visits.port)/"]).status == 0)
    #expect(Date().timeIntervalSince(start) < Patience.seconds / 4)
    let sessions = visits.wait(for: 101)
    #expect(sessions.count == 101)
    let cut = sessions.filter { $0.outside?.endings[.client] == .silent }
    #expect(cut.count == 100 && cut.allSatisfy { $0.outside?.silence == 3 })
    for stream in silent { stream.abort() }
  }

  @Test("Whoever goes on is not cut off, however long it takes")
  func alive() throws {
    let visits = try Visits(patience: 2)
    let said = try Ran.run([
      "sh", "-c",
      "(for i in 1 2 3 4 5 6; do echo word$i; sleep 1; done)"
        + " | openssl s_client -quiet -connect 127.0.0.1:\(visits.port) 2>/dev/null",
    ])
    #expect(said.body.contains("word6"), "\(said)")
  }
}
