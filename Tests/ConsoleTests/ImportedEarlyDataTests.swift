import Commands
import Foundation
import Lab
import Network
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Console

@Suite("Early data of recordings from elsewhere, wherever the server's answer stands")
struct ImportedEarlyDataTests: AtAPrompt {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ name: String) -> String {
    othersCaptures.appendingPathComponent("early/\(name)").path
  }

  private func imported(_ name: String, _ log: String? = nil) throws -> Interpreter {
    try interpreter("import \(file(name)).pcap keylog=\(log ?? file(name) + ".keylog")")
  }

  private func audited(_ interpreter: Interpreter) throws -> Audit.Finding {
    let session = try #require(interpreter.lab.currentSession)
    let findings = interpreter.lab.audit(of: session).findings
    return try #require(findings.first { $0.check == .earlyData })
  }

  /// GnuTLS answered before it had the early data; with OpenSSL it came in a packet of its own.
  @Test(
    "Early data that was taken opens behind the server's answer, too",
    arguments: [("behind-answer", "hello-early"), ("split", "earlyword")])
  func behindAnswer(_ name: String, _ word: String) throws {
    let open = try imported(name)
    let session = try #require(open.lab.session("S2"))
    #expect(open.lab.vaultState(of: session) == .open)
    let data = session.applicationData(from: .client, on: .direct)
    #expect(data.first.map { String(decoding: $0, as: UTF8.self) }?.hasPrefix(word) == true)
    #expect(session.messages.contains { $0.message.kind == .handshake(.endOfEarlyData) })
    #expect(session.earlyData?.fate == .taken && session.earlyData?.places.count == 1)
    #expect(session.earlyData?.bytes == data.first?.count)
    #expect(try audited(open).reason.name == "early.real-server")
  }

  @Test("Without the early traffic secret it stays closed, and is known to have been taken")
  func withoutSecret() throws {
    let whole = try String(contentsOfFile: file("behind-answer") + ".keylog", encoding: .utf8)
    let log = path("late.keylog")
    let lines = whole.split(separator: "\n").filter { !$0.hasPrefix("CLIENT_EARLY") }
    #expect(lines.count < whole.split(separator: "\n").count)
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: log))
    let partly = try imported("behind-answer", log)
    let session = try #require(partly.lab.session("S2"))
    #expect(session.earlyData?.fate == .taken && session.earlyData?.places.count == 1)
    #expect(session.earlyData?.bytes == nil)
    let entry = try #require(partly.lab.vault(of: session).first)
    if case .notEarlyData(isRefused: false, _) = partly.lab.reason(for: entry, of: session) {
    } else {
      Issue.record("\(partly.lab.reason(for: entry, of: session))")
    }
    #expect(try audited(partly).reason.name == "early.real-server")
  }

  /// The server never had its secret: what opens is all that it took, and all that it said.
  @Test("Early data that the server refused is what stays closed, and not what the server says")
  func refused() throws {
    var partly = try imported("rejected")
    let session = try #require(partly.lab.currentSession)
    #expect(session.earlyData?.fate == .refused)
    #expect(!session.messages.contains { $0.message.sender == .server && $0.message.isSealed })
    for verb in ["vault", "why S1"] {
      // In a table sentences are broken.
      let text = said(partly.execute(verb)).split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      #expect(text.contains("[PARTLY OPEN]") && text.contains("the server refused"), "\(text)")
      #expect(!text.contains("only what the client says"), "\(text)")
    }
    #expect(try audited(partly).reason.name == "early.none-taken")
  }

  @Test("Where the server's answer stays closed, nobody knows whether it took any")
  func sealed() throws {
    let sealed = try interpreter("import \(file("behind-answer")).pcap")
    #expect(try audited(sealed).reason.name == "sealed")
  }
}
