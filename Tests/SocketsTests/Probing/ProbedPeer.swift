import Foundation
import InteropPeers
import Lab
import OpenSSLProgram
import Probing
import TLSWire
import Testing

@testable import Commands
@testable import Sockets

/// Servers that nobody here wrote, configured in many ways, and the questions put to them.
struct ProbedPeer {
  let folder: ScratchFolder
  var place: String { folder.url.path }

  init() throws {
    folder = try ScratchFolder()
    let name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    let kinds = [
      ("rsa", ["-newkey", "rsa:2048"]),
      ("ec", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ]
    for (file, key) in kinds {
      _ = try OpenSSLProgram.run(
        ["req", "-x509", "-nodes", "-keyout", "\(place)/\(file).key", "-out"]
          + ["\(place)/\(file).pem", "-days", "3"] + key + name)
    }
  }

  var rsa: [String] { ["-cert", "\(place)/rsa.pem", "-key", "\(place)/rsa.key"] }
  var ec: [String] { ["-cert", "\(place)/ec.pem", "-key", "\(place)/ec.key"] }

  /// What is found out about `openssl s_server` with these words.
  ///
  /// - Parameters:
  ///   - lines: what stands in the configuration for every program.
  ///   - use: gets the port before it is probed.
  func openssl(
    _ words: [String], configured lines: [String] = [], use: (Int) throws -> Void = { _ in }
  ) throws -> ProbeReport {
    let file = folder.url.appendingPathComponent("openssl.cnf")
    let text = "openssl_conf = i\n[i]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\n"
    try Data((text + lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let peer = try PeerProcess(
      "env",
      ["OPENSSL_CONF=\(file.path)", "openssl", "s_server", "-accept", "127.0.0.1:0"] + words,
      folder: folder.url)
    defer { peer.stop() }
    let said = try peer.waitFor("ACCEPT 127.0.0.1:")
    let port = said.components(separatedBy: "ACCEPT 127.0.0.1:")[1].prefix { $0.isNumber }
    try use(try #require(Int(port)))
    return try Self.ask(try #require(Int(port)))
  }

  /// The same of `gnutls-serv`.
  func gnutls(_ priority: String, _ words: [String] = []) throws -> ProbeReport {
    let files = ["--x509certfile", "\(place)/rsa.pem", "--x509keyfile", "\(place)/rsa.key"]
    var tries = 0
    while true {
      tries += 1
      let port = try FreePort.ask()
      let peer = try PeerProcess(
        "gnutls-serv", ["--echo", "-p", "\(port)", "--priority", priority] + files + words,
        folder: folder.url)
      defer { peer.stop() }
      do {
        try peer.waitFor("listening on IPv4 0.0.0.0 port \(port)...done")
      } catch {
        // Somebody else may have taken the port meanwhile.
        guard tries < 3 else { throw error }
        continue
      }
      return try Self.ask(Int(port))
    }
  }

  static func ask(_ port: Int, after protocolBefore: StartTLS? = nil) throws -> ProbeReport {
    var terms = ProbeTerms(
      endpoint: Endpoint(host: "127.0.0.1", port: port), roots: [],
      protocolBefore: protocolBefore, rate: ProbeTerms.highestRate)
    terms.patience = Patience.seconds
    return Probe(terms, isInterrupted: { false }).run()
  }

  /// The suites that OpenSSL means by a list, by IANA's names.
  static func openssl(
    suites list: String, _ version: String, _ words: [String] = []
  ) throws -> Set<String> {
    let text = try OpenSSLProgram.text(
      ["ciphers", "-s", "-stdname", "-v", version] + words + [list])
    return Set(text.split(separator: "\n").map { String($0.prefix { $0 != " " }) })
  }

  /// The suites that GnuTLS means by a priority, by their numbers.
  static func gnutls(suites priority: String) throws -> Set<UInt16> {
    let lines = try Ran.run(["gnutls-cli", "--list", "--priority", priority]).body
      .split(separator: "\n")
    return Set(
      lines.compactMap { line in
        guard let found = line.firstMatch(of: /0x([0-9a-f]{2}), 0x([0-9a-f]{2})/) else {
          return nil
        }
        return UInt16(found.output.1 + found.output.2, radix: 16)
      })
  }
}

extension ProbeReport {
  func suites(_ version: ProtocolVersion) -> [String] {
    of(version)?.suites.map { ProbedSuite($0).name } ?? []
  }

  func of(_ version: ProtocolVersion) -> VersionFindings? {
    versions.first { $0.version == version }
  }
}
