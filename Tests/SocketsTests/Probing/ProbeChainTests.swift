import Foundation
import InteropPeers
import Lab
import OpenSSLProgram
import Screens
import Testing

@testable import Commands
@testable import Sockets

@Suite("A probe judges what comes with a certificate: the order, and the word of its authority")
struct ProbeChainTests {
  private let peer: ProbedPeer

  init() throws { peer = try ProbedPeer() }

  private func openssl(_ words: String) throws {
    let place = peer.place
    _ = try OpenSSLProgram.run(
      words.split(separator: " ").map { String($0.replacing("PLACE", with: place)) })
  }

  /// What is said of `openssl s_server` with these words.
  private func said(_ server: [String], _ words: String) throws -> String {
    var text = ""
    _ = try peer.openssl(server) { port in
      var prompt = Interpreter(
        Lab(seed: 3), table: CommandTable.lab.adding(socketCommands, socketForms))
      let outcome = prompt.execute("probe 127.0.0.1:\(port) rate=1000 \(words)")
      text = Layout(width: 250).text(of: outcome.page).split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
    }
    return text
  }

  @Test("One that demands a stapled response, without it and with one")
  func mustStaple() throws {
    try openssl(
      "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout PLACE/ca.key -out PLACE/ca.pem -subj /CN=CA -days 9"
    )
    try openssl(
      "req -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout PLACE/leaf.key -out PLACE/leaf.csr -subj /CN=uc -addext subjectAltName=IP:127.0.0.1 -addext tlsfeature=status_request"
    )
    try openssl(
      "x509 -req -in PLACE/leaf.csr -CA PLACE/ca.pem -CAkey PLACE/ca.key -set_serial 0x1234 -days 9 -copy_extensions copy -out PLACE/leaf.pem"
    )
    let server = ["-cert", "\(peer.place)/leaf.pem", "-key", "\(peer.place)/leaf.key"]
    let trust = "ca=\(peer.place)/ca.pem"
    let without = try said(server, trust)
    #expect(without.contains("1 Its certificate, "), "\(without)")
    for (line, isGood) in [
      ("V\t991231235959Z\t\t1234\tunknown\t/CN=uc", true),
      ("R\t991231235959Z\t250101000000Z\t1234\tunknown\t/CN=uc", false),
    ] {
      try peer.folder.write("index", Array((line + "\n").utf8))
      try openssl(
        "ocsp -index PLACE/index -CA PLACE/ca.pem -rsigner PLACE/ca.pem -rkey PLACE/ca.key -issuer PLACE/ca.pem -cert PLACE/leaf.pem -no_nonce -noverify -ndays 1 -respout PLACE/response"
      )
      let stapled = try said(server + ["-status_file", "\(peer.place)/response"], trust)
      #expect(stapled.contains("1 Its certificate, ") != isGood, "\(stapled)")
      #expect(stapled.contains("revoked") != isGood, "\(stapled)")
    }
  }

  @Test("Certificates in the wrong order are to be put right")
  func order() throws {
    try openssl(
      "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout PLACE/ca.key -out PLACE/ca.pem -subj /CN=CA -days 9"
    )
    for (name, above) in [("one", "ca"), ("two", "one")] {
      try openssl(
        "req -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout PLACE/\(name).key -out PLACE/\(name).csr -subj /CN=\(name) -addext basicConstraints=critical,CA:TRUE"
      )
      try openssl(
        "x509 -req -in PLACE/\(name).csr -CA PLACE/\(above).pem -CAkey PLACE/\(above).key -days 9 -copy_extensions copy -out PLACE/\(name).pem"
      )
    }
    try openssl(
      "req -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout PLACE/leaf.key -out PLACE/leaf.csr -subj /CN=uc -addext subjectAltName=IP:127.0.0.1"
    )
    try openssl(
      "x509 -req -in PLACE/leaf.csr -CA PLACE/two.pem -CAkey PLACE/two.key -days 9 -copy_extensions copy -out PLACE/leaf.pem"
    )
    let server = ["-cert", "\(peer.place)/leaf.pem", "-key", "\(peer.place)/leaf.key"]
    for (names, isRight) in [(["two", "one"], true), (["one", "two"], false)] {
      let chain = try names.flatMap { try peer.folder.read("\($0).pem") }
      try peer.folder.write("chain.pem", chain)
      let text = try said(
        server + ["-cert_chain", "\(peer.place)/chain.pem"], "ca=\(peer.place)/ca.pem")
      #expect(text.contains("wrong order") != isRight, "\(text)")
    }
  }

  @Test("An answer that breaks off is told as that")
  func half() throws {
    let server = try ScriptedServer { stream in
      _ = stream.hear()
      _ = stream.send([0x16, 3, 3, 0, 90, 2, 0, 0])
      stream.finish()
    }
    var prompt = Interpreter(
      Lab(seed: 3), table: CommandTable.lab.adding(socketCommands, socketForms))
    let error = prompt.execute("probe 127.0.0.1:\(server.port) rate=1000").error
    #expect(error?.what.contains("broke off after 8 bytes") == true, "\(String(describing: error))")
  }
}
