import Commands
import Foundation
import Lab
import Screens
import Testing

@testable import Console

/// Plain PSK over TLS 1.2 between `s_client` and `s_server`, and over TLS 1.3 with GnuTLS.
@Suite("A pre-shared key of a recording from elsewhere")
struct ImportedSharedKeyTests: AtAPrompt {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let recordings = [
    ("psk12", "deadbeefcafe00112233445566778899"), ("gt13psk", "1a2b3c4d5e6f"),
  ]

  private func imported(_ name: String, _ key: String) throws -> Interpreter {
    let file = othersCaptures.appendingPathComponent("causes/\(name).pcap").path
    return try interpreter("import \(file) psk=\(key)")
  }

  private func reason(_ interpreter: Interpreter) throws -> VaultReason {
    let session = try #require(interpreter.lab.currentSession)
    let entry = try #require(interpreter.lab.vault(of: session).first)
    return interpreter.lab.reason(for: entry, of: session)
  }

  private func rows(_ text: String, _ label: String) -> [Substring] {
    text.split(separator: "\n").filter { $0.contains(label) }
  }

  @Test("Who has it is the server, and the client (RFC 4279 section 2)", arguments: recordings)
  func posing(_ name: String, _ key: String) throws {
    var open = try imported(name, key)
    let session = try #require(open.lab.currentSession)
    #expect(open.lab.holdsSharedKey(of: session) == true)
    let text = said(open.execute("knowledge"))
    for label in ["pose as the server?", "pose as the client?"] {
      let row = try #require(rows(text, label).first, "\(text)")
      #expect(row.contains("YES") && row.contains("both know each other"), "\(row)")
    }
  }

  @Test(
    "A key that does not fit is said to be one, and none is said to be needed",
    arguments: recordings)
  func reasons(_ name: String, _ key: String) throws {
    let fits = try imported(name, key)
    #expect(try reason(fits) != .sharedKeyMisfit)
    #expect(fits.lab.vaultState(of: try #require(fits.lab.currentSession)) == .open)
    let file = othersCaptures.appendingPathComponent("causes/\(name).pcap").path
    #expect(try reason(interpreter("import \(file)")) == .needsSharedKey)
    #expect(try reason(imported(name, "0011")) == .sharedKeyMisfit)
    var wrong = try imported(name, "0011")
    #expect(said(wrong.execute("vault")).contains("the pre-shared key that is held does not fit"))
  }

  @Test("Another key proves nothing", arguments: recordings)
  func another(_ name: String, _ key: String) throws {
    var sealed = try imported(name, "0011")
    let session = try #require(sealed.lab.currentSession)
    #expect(sealed.lab.holdsSharedKey(of: session) == false)
    let text = said(sealed.execute("knowledge"))
    #expect(rows(text, "pose as the server?").first?.contains("NO") == true, "\(text)")
  }
}
