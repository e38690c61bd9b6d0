import Foundation
import InteropPeers
import Lab
import OpenSSLProgram
import Screens
import Testing

@testable import Commands
@testable import Sockets

/// What this program can know of why a real program did not agree, it says.
@Suite("Causes beyond the alert are said, with real programs") struct KnownCauseTests {
  private let folder: ScratchFolder
  private var place: String { folder.url.path }
  private static let secret = "00112233445566778899aabbccddeeff"

  init() throws {
    folder = try ScratchFolder()
    try certificate("server", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
  }

  private func certificate(_ name: String, _ words: [String]) throws {
    _ = try OpenSSLProgram.run(
      ["req", "-x509", "-nodes", "-keyout", "\(place)/\(name).key", "-out", "\(place)/\(name).pem"]
        + ["-days", "30", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        + words)
  }

  private var shown: [String] { ["-cert", "\(place)/server.pem", "-key", "\(place)/server.key"] }

  private func prompt() -> Interpreter {
    var prompt = Interpreter(
      Lab(seed: 9), table: CommandTable.lab.adding(socketCommands, socketForms))
    prompt.courier = SocketCourier(
      patience: .init(handshake: Patience.seconds, conversation: 0.2))
    return prompt
  }

  /// What the screen says behind the last of the commands, in which `ADDRESS` stands for the server.
  private func play(_ server: [String], _ commands: [String]) throws -> String {
    let peer = try PeerProcess(
      "openssl", ["s_server", "-accept", "127.0.0.1:0"] + server, folder: folder.url)
    defer { peer.stop() }
    let said = try peer.waitFor("ACCEPT 127.0.0.1:")
    let port = said.components(separatedBy: "ACCEPT 127.0.0.1:")[1].prefix { $0.isNumber }
    var prompt = prompt()
    var text = ""
    for command in commands {
      let outcome = prompt.execute(command.replacing("ADDRESS", with: "127.0.0.1:\(port)"))
      text = Layout(width: 250).text(of: outcome.error?.page ?? outcome.page)
    }
    return text
  }

  @Test("A pre-shared key that was passed over, another one, a name that the server does not know")
  func preSharedKeys() throws {
    let other = String(Self.secret.reversed())
    let keyed = ["-nocert", "-psk", Self.secret]
    let passed = try play(shown, ["connect ADDRESS ca=\(place)/server.pem psk=bar:\(Self.secret)"])
    #expect(passed.contains("ESTABLISHED") && passed.contains("key bar was not taken"), "\(passed)")
    let taken = try play(keyed, ["connect ADDRESS psk=Client_identity:\(Self.secret)"])
    #expect(taken.contains("ESTABLISHED") && !taken.contains("not taken"), "\(taken)")
    let binder = try play(keyed, ["connect ADDRESS psk=Client_identity:\(other)"])
    #expect(binder.contains("the binder does not verify"), "\(binder)")
    let older = try play(
      keyed, ["connect ADDRESS version=1.2 psk=Client_identity:\(other)"])
    #expect(older.contains("different keys under the name Client_identity"), "\(older)")
    let unknown = try play(keyed, ["connect ADDRESS psk=bar:\(Self.secret)"])
    #expect(unknown.contains("does not know a pre-shared key of the name bar"), "\(unknown)")
  }

  @Test("Early data that the server's ticket does not allow is not dropped in silence")
  func earlyData() throws {
    let trusting = "connect ADDRESS ca=\(place)/server.pem"
    let again = "\(trusting) resume=S1 early=GETLONGER"
    let few = try play(
      shown + ["-early_data", "-max_early_data", "3"], [trusting, "close", again])
    #expect(few.contains("allows early data up to 3 bytes, and these are 9"), "\(few)")
    let none = try play(shown, [trusting, "close", again])
    #expect(none.contains("its server takes none"), "\(none)")
    #expect(!none.contains("server.early-data on"), "\(none)")
  }

  @Test("A client's certificate that is not made for clients")
  func clientCertificate() throws {
    try certificate("wrong", ["-newkey", "rsa:2048", "-addext", "extendedKeyUsage=serverAuth"])
    let screen = try play(
      shown + ["-Verify", "1", "-verify_return_error", "-CAfile", "\(place)/wrong.pem"],
      [
        "connect ADDRESS ca=\(place)/server.pem cert=\(place)/wrong.pem key=\(place)/wrong.key"
      ])
    #expect(
      screen.contains("is not made for clients") && screen.contains("serverAuth"), "\(screen)")
  }

  @Test(
    "A client's certificate that the server's request does not take, and one that went alone",
    arguments: ["1.2", "1.3"])
  func unshownCertificate(version: String) throws {
    let asking = ["-Verify", "1", "-verify_return_error", "-CAfile", "\(place)/server.pem"]
    let own = "cert=\(place)/server.pem key=\(place)/server.key"
    let words = "connect ADDRESS ca=\(place)/server.pem version=\(version)"
    let narrow = ["-client_sigalgs", "RSA-PSS+SHA256:RSA+SHA256"]
    let unshown = try play(shown + asking + narrow, ["\(words) \(own)"])
    #expect(unshown.contains("EC secp256r1, was not shown"), "\(unshown)")
    #expect(unshown.contains("takes only rsa_pss_rsae_sha256"), "\(unshown)")
    let none = try play(shown + asking, [words])
    #expect(none.contains("none was shown: cert=FILE"), "\(none)")
    let labs = try play(shown + asking, ["\(words) client.cert=good"])
    #expect(labs.contains("is the lab's own"), "\(labs)")
  }

  @Test(
    "A server that goes without an alert when the certificate that it asked for does not come",
    arguments: ["1.2", "1.3"])
  func closedForWantOfACertificate(version: String) throws {
    let server = """
      import socket, ssl
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.load_cert_chain('\(place)/server.pem', '\(place)/server.key')
      context.load_verify_locations('\(place)/server.pem')
      context.verify_mode = ssl.CERT_REQUIRED
      listener = socket.create_server(('127.0.0.1', 0))
      print('ACCEPT 127.0.0.1:%d;' % listener.getsockname()[1], flush=True)
      client = listener.accept()[0]
      came, to_go = ssl.MemoryBIO(), ssl.MemoryBIO()
      tls = context.wrap_bio(came, to_go, server_side=True)
      try:
          while True:
              try:
                  tls.do_handshake()
              except ssl.SSLWantReadError:
                  client.sendall(to_go.read())
                  came.write(client.recv(65536))
      except ssl.SSLError:
          client.close()
      """
    let peer = try PeerProcess("python3", ["-c", server], folder: folder.url)
    defer { peer.stop() }
    let port = try peer.waitFor(";").components(separatedBy: "127.0.0.1:")[1].prefix { $0.isNumber }
    var prompt = prompt()
    let outcome = prompt.execute(
      "connect 127.0.0.1:\(port) ca=\(place)/server.pem version=\(version)")
    let screen = Layout(width: 250).text(of: outcome.error?.page ?? outcome.page)
    #expect(screen.contains("none was shown: cert=FILE"), "\(screen)")
  }

  @Test("What a bad HOST:PORT was meant for takes its place, whatever follows")
  func meantAddresses() {
    let file = "ca=\(place)/server.pem"
    for (typed, meant) in [
      ("https://localhost:443/", "localhost:443"), ("::1:443", "[::1]:443"),
      ("localhost:443/path", "localhost:443"), ("ldaps://x:636", "x:636"),
      ("sips:pbx.example.com:5061", "pbx.example.com:5061"),
    ] {
      var prompt = prompt()
      #expect(prompt.execute("connect \(typed) \(file)").error?.meant == "connect \(meant) \(file)")
    }
  }

  @Test("A name that the server does not know is named, or that none was sent")
  func names() throws {
    let server =
      shown + ["-cert2", "\(place)/server.pem", "-key2", "\(place)/server.key"]
      + ["-servername", "pbx.test", "-servername_fatal"]
    let other = try play(server, ["connect ADDRESS client.sni=other.test client.verify=off"])
    #expect(other.contains("asked for other.test"), "\(other)")
  }

  @Test(
    "A private key that is one and signs nothing here", arguments: ["secp256k1", "brainpoolP256r1"])
  func otherCurves(curve: String) throws {
    try certificate("odd", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:\(curve)"])
    var prompt = prompt()
    let files = "cert=\(place)/odd.pem key=\(place)/odd.key"
    let error = try #require(prompt.execute("connect 127.0.0.1:1 \(files)").error)
    #expect(
      error.what.contains("none with which this program signs")
        && error.what.contains("known curve"),
      "\(error)")
  }

  @Test("A private key as it comes: DER, PKCS #12, encrypted; and what is none goes by its name")
  func keyFiles() throws {
    func openssl(_ words: String) throws {
      _ = try OpenSSLProgram.run(
        words.split(separator: " ").map { String($0.replacing("PLACE", with: place)) })
    }
    try openssl("pkey -in PLACE/server.key -outform DER -out PLACE/server.der")
    try openssl("pkey -in PLACE/server.key -aes256 -passout pass:x -out PLACE/locked.key")
    try openssl(
      "pkcs12 -export -in PLACE/server.pem -inkey PLACE/server.key -passout pass: -out PLACE/server.p12"
    )
    let whole = try String(contentsOfFile: "\(place)/server.key", encoding: .utf8)
    try folder.write("cut.key", Array(whole.prefix(whole.count / 2).utf8))
    for (file, said) in [
      ("server.der", nil), ("server.p12", nil), ("locked.key", "locked with a password"),
      ("cut.key", "is cut off"), ("server.pem", "holds a certificate"),
    ] {
      var prompt = prompt()
      let error = prompt.execute(
        "connect 127.0.0.1:1 cert=\(place)/server.pem key=\(place)/\(file)"
      ).error
      // Nobody listens at port 1: whose key was read got as far as that.
      #expect(
        error?.what.contains(said ?? "127.0.0.1:1") == true, "\(file): \(String(describing: error))"
      )
    }
  }

  @Test(
    "What listen prints to be typed in another window makes a connection",
    arguments: [
      ["starttls=smtp"], ["starttls=imap"], ["starttls=pop3"], ["starttls=xmpp"],
      ["psk=me:\(secret)", "server.kx=psk"], ["psk=me:\(secret)", "server.kx=ecdhe-psk"], [],
      ["server.kx=anonymous"], ["server.versions=1.0"], ["server.alpn=sip/2"],
      ["server.suites=TLS_RSA_WITH_NULL_SHA256", "server.versions=1.2"],
      ["server.suites=TLS_AES_128_CCM_8_SHA256"],
      ["server.signatures=rsa_pkcs1_sha1", "server.versions=1.2"],
    ])
  func callingCommands(words: [String]) throws {
    let lab = Lab(seed: 31)
    let terms = try ServiceTerms<ListenTerms>(typed: words, in: lab).terms
    let visits = try Visits(lab, terms, patience: Patience.seconds)
    let command = try #require(terms.commands(for: visits.port, in: lab, trusting: nil).first)
    let answer = try Ran.run(["sh", "-c", "\(command) </dev/null 2>&1"]).body
    let said = words.isEmpty ? "TLS 1.3" : ", Cipher is "
    #expect(answer.contains(said) && !answer.contains("(NONE)"), "\(command)\n\(answer)")
    #expect(visits.wait(for: 1).count == 1)
  }

  @Test("A visit that does not ask for TLS is told of")
  func speaksNoStartTLS() throws {
    let lab = Lab(seed: 31)
    let terms = try ServiceTerms<ListenTerms>(typed: ["starttls=smtp"], in: lab).terms
    let visits = try Visits(lab, terms, patience: Patience.seconds)
    _ = try Ran.run([
      "curl", "-s", "--max-time", "120", "-k", "https://127.0.0.1:\(visits.port)/",
    ])
    #expect(visits.refusals(1).first?.contains("did not ask for TLS") == true)
  }
}
