import Foundation
import Testing

@testable import Explanations
@testable import Lab
@testable import Screens

@Suite("What an audit says stands in the catalogue")
struct AuditWordsTests {
  private static let requirements = AuditCheck.all.flatMap(\.demands).map(\.requirement)

  @Test("Every sentence that is quoted holds its word, the others say theirs")
  func sentences() {
    for requirement in Self.requirements {
      let sentence = requirement.sentence
      #expect(!sentence.isEmpty, "\(requirement.name)")
      let isOwn = !requirement.isQuoted || sentence.contains(requirement.word.rawValue)
      #expect(isOwn, "\(requirement.name): \(sentence)")
    }
  }

  @Test("One name is one sentence of one place")
  func places() {
    for (name, same) in Dictionary(grouping: Self.requirements, by: \.name) {
      #expect(Set(same).count == 1, "\(name)")
    }
  }

  @Test(arguments: AuditCheck.Name.allCases)
  func titles(name: AuditCheck.Name) {
    #expect(!name.title.isEmpty && !name.title.contains("{"))
  }

  private static let sources: String = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Lab/Audit")
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).compactMap { try? String(contentsOf: $0, encoding: .utf8) }.joined()
  }()

  /// Those of forbidden key exchanges are put together.
  private static let composed: Set<String> = [
    "exchange.rsa-chosen", "exchange.rsa-first", "exchange.dhe-chosen", "exchange.dhe-first",
  ]

  @Test("Each reason that an audit gives is in the catalogue, and each there is given")
  func reasons() {
    let dotted = Self.sources.matches(of: #/"([a-z-]+\.[a-z0-9-]+)"/#).map { String($0.output.1) }
    let plain = Self.sources.matches(of: #/(?:moot|notSeen)\("([a-z-]+)"\)/#)
      .map { String($0.output.1) }
    let given = Self.composed.union(dotted).union(plain)
    let start = "found."
    let said = Catalogue.current.everyKey.filter { $0.kind == .audit && $0.name.hasPrefix(start) }
      .map { String($0.name.dropFirst(start.count)) }
    #expect(given == Set(said))
  }

  @Test("No place is left open, whatever is judged", arguments: careless)
  func open(changes: [(key: String, value: String)]) throws {
    var lab = Lab(seed: 7)
    for (key, value) in changes { try lab.set(key, to: value) }
    try lab.connect()
    try lab.walk()
    let audits = [lab.audit] + lab.sessions.map(lab.audit(of:))
    for ruling in audits.flatMap(\.findings).flatMap(\.rulings) {
      let words = ruling.reason.words
      #expect(!words.isEmpty && !words.contains("{"), "\(ruling.reason)")
    }
  }

  private static let careless: [[(key: String, value: String)]] = [
    [],
    [("client.verify", "off"), ("client.versions", "1.2")],
    [("client.check.name", "off"), ("client.check.revocation", "soft")],
    [("server.kx", "rsa"), ("server.versions", "1.0-1.2"), ("client.versions", "1.0-1.2")],
    [("server.kx", "dhe"), ("client.check.revocation", "hard"), ("net.crl", "off")],
    [("server.kx", "anonymous"), ("client.verify", "off")],
    [("server.psk", "desk:hunter2"), ("client.psk", "desk:hunter2"), ("server.kx", "psk")],
    [("server.suites", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"), ("client.versions", "1.2")],
    [("server.cert", "weak-key"), ("server.etm", "off"), ("client.ems", "off")],
    [("server.cert", "sha1"), ("client.hello", "ssl2"), ("server.ssl2-hello", "on")],
    [("server.early-data", "on"), ("server.reuse-ephemeral", "on")],
    [("server.versions", "1.1"), ("client.versions", "1.0-1.1")],
    [("client.groups", "x25519"), ("server.early-data", "once")],
    [("server.tickets", "off"), ("client.check.revocation", "soft")],
  ]
}
