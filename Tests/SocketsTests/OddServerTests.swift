import Foundation
import InteropPeers
import Lab
import OpenSSLProgram
import Screens
import Testing
import X509

@testable import Commands
@testable import Sockets

/// Servers whose certificates are not everyday ones: the key only signs, the bundle is out of order, the
/// fault lies further up.
@Suite("Odd certificates of real servers") struct OddServerTests {
  private let folder: ScratchFolder
  private var place: String { folder.url.path }

  init() throws { folder = try ScratchFolder() }

  private func certificate(_ name: String, _ words: [String]) throws {
    _ = try OpenSSLProgram.run(
      ["req", "-x509", "-nodes", "-keyout", "\(place)/\(name).key", "-out", "\(place)/\(name).pem"]
        + ["-days", "30"] + words)
  }

  private static let name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
  private static let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]

  /// What the screen says of a connection to `openssl s_server` with these words, or of the command behind it.
  private func connect(
    _ server: [String], _ words: String, then command: String? = nil
  ) throws -> String {
    let peer = try PeerProcess(
      "openssl", ["s_server", "-accept", "127.0.0.1:0"] + server, folder: folder.url)
    defer { peer.stop() }
    let said = try peer.waitFor("ACCEPT 127.0.0.1:")
    let port = said.components(separatedBy: "ACCEPT 127.0.0.1:")[1].prefix { $0.isNumber }
    var prompt = Interpreter(
      Lab(seed: 9), table: CommandTable.lab.adding(socketCommands, socketForms))
    prompt.courier = SocketCourier(
      patience: .init(handshake: Patience.seconds, conversation: 0.2))
    var outcome = prompt.execute("connect 127.0.0.1:\(port) \(words)")
    if let command { outcome = prompt.execute(command) }
    return Layout(width: 200).text(of: outcome.error?.page ?? outcome.page)
  }

  @Test(
    "A key of RSASSA-PSS alone: of a real server, and of one's own for real clients",
    arguments: ["1.2", "1.3"], [[], ["-pkeyopt", "rsa_pss_keygen_md:sha384"]])
  func keysThatOnlySign(version: String, limit: [String]) throws {
    try certificate(
      "pss", ["-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"] + limit + Self.name)
    let files = ["-cert", "\(place)/pss.pem", "-key", "\(place)/pss.key"]
    let screen = try connect(files, "ca=\(place)/pss.pem version=\(version)")
    #expect(screen.contains("[ESTABLISHED]") && screen.contains("RSA-PSS-2048"), "\(screen)")
    let visits = try Visits(
      Lab(seed: 31),
      ServiceTerms<ListenTerms>(
        typed: ["cert=\(place)/pss.pem", "key=\(place)/pss.key"], in: Lab(seed: 31)
      ).terms, patience: Patience.seconds)
    let flag = "-tls\(version.replacing(".", with: "_"))"
    let answer = try Ran.run([
      "sh", "-c",
      "openssl s_client -connect 127.0.0.1:\(visits.port) \(flag) -verify_return_error "
        + "-CAfile \(place)/pss.pem </dev/null 2>&1",
    ]).body
    #expect(
      answer.contains("Verify return code: 0") && answer.contains("Peer signature type: RSA-PSS"),
      "\(answer)")
  }

  /// An authority, two more below it, and a server.
  private func makePath() throws {
    try certificate("root", Self.curve + ["-subj", "/CN=Root"])
    try issue("one", by: "root", "basicConstraints=critical,CA:TRUE", days: 30)
    try issue("two", by: "one", "basicConstraints=critical,CA:TRUE", days: 30)
    try issue("server", by: "two", "subjectAltName=IP:127.0.0.1", days: 30)
  }

  private func issue(_ name: String, by issuer: String, _ extensions: String, days: Int) throws {
    try Data(extensions.utf8).write(to: folder.url.appendingPathComponent("\(name).ext"))
    _ = try OpenSSLProgram.run(
      ["req", "-new", "-nodes", "-keyout", "\(place)/\(name).key", "-out", "\(place)/\(name).csr"]
        + Self.curve + ["-subj", "/CN=\(name)"])
    _ = try OpenSSLProgram.run([
      "x509", "-req", "-in", "\(place)/\(name).csr", "-CA", "\(place)/\(issuer).pem", "-CAkey",
      "\(place)/\(issuer).key", "-CAcreateserial", "-out", "\(place)/\(name).pem", "-days",
      String(days), "-extfile", "\(place)/\(name).ext",
    ])
  }

  private func bundle(_ names: [String]) throws -> [String] {
    let text = try names.map { try String(contentsOfFile: "\(place)/\($0).pem", encoding: .utf8) }
    try Data(text.joined().utf8).write(to: folder.url.appendingPathComponent("bundle.pem"))
    return [
      "-cert", "\(place)/server.pem", "-key", "\(place)/server.key", "-cert_chain",
      "\(place)/bundle.pem",
    ]
  }

  @Test("What a real server says is shown, and not only how much it is")
  func heard() throws {
    try makePath()
    try Data("GET / HTTP/1.0\r\n\r\n".utf8).write(
      to: folder.url.appendingPathComponent("request.txt"))
    let screen = try connect(
      bundle(["two", "one"]) + ["-www"], "ca=\(place)/root.pem",
      then: "send-file client \(place)/request.txt")
    let heard = screen.split(separator: "\n").filter { $0.contains("HEARD") }
    #expect(heard.count == 1 && heard[0].contains("HTTP/1.0 200 ok"), "\(screen)")
  }

  @Test("The wrong order of a bundle is named, and the right one is not")
  func order() throws {
    try makePath()
    let wrong = try connect(bundle(["one", "two"]), "ca=\(place)/root.pem")
    #expect(
      wrong.contains("[ESTABLISHED]") && wrong.contains("an issuer does not follow"), "\(wrong)")
    let right = try connect(bundle(["two", "one"]), "ca=\(place)/root.pem")
    #expect(right.contains("[ESTABLISHED]") && !right.contains("does not follow"), "\(right)")
  }

  @Test("A server that keeps its intermediate authority back is told to send it")
  func alone() throws {
    try makePath()
    let screen = try connect(
      ["-cert", "\(place)/server.pem", "-key", "\(place)/server.key"], "ca=\(place)/root.pem")
    #expect(screen.contains("[REFUSED]"), "\(screen)")
    let words = screen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("must send its whole chain") && words.contains("CN=two"), "\(screen)")
  }

  @Test("Two roots of one name, the old one and the new one, are in no wrong order")
  func roots() throws {
    for name in ["old", "new"] { try certificate(name, Self.curve + ["-subj", "/CN=Root"]) }
    let roots = try ["old", "new"].map {
      try Certificate(pem: String(contentsOfFile: "\(place)/\($0).pem", encoding: .utf8))
    }
    #expect(BundleOrder(roots) == nil)
  }

  @Test("A fault further up is placed: which certificate, and how far up")
  func depth() throws {
    try makePath()
    // Without the mark of an authority, it may not issue.
    try issue("two", by: "one", "basicConstraints=critical,CA:FALSE", days: 30)
    try issue("server", by: "two", "subjectAltName=IP:127.0.0.1", days: 30)
    let screen = try connect(bundle(["two", "one"]), "ca=\(place)/root.pem")
    #expect(screen.contains("[REFUSED]") && screen.contains("CN=two, at depth 1"), "\(screen)")
  }
}
