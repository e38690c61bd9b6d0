import Commands
import Foundation
import Lab
import Screens
import TLSKeys
import Testing

@testable import Console

@Suite("What is told of a session that was recorded elsewhere")
struct ImportedAccountTests: AtAPrompt {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "What an account tells of a recording is what the session itself told",
    arguments: ["version=1.2 kx=ecdhe", "version=1.2 kx=rsa", "version=1.3 kx=ecdhe"])
  func account(_ kind: String) throws {
    let capture = path("call.pcapng")
    let log = path("keys.log")
    let first = try interpreter(
      "connect \(kind)", "export pcapng \(capture) --redact", "export keylog \(log)")
    let own = first.lab.account(of: try #require(first.lab.session("S1")))
    let second = try interpreter("import \(capture) keylog=\(log)")
    let recorded = second.lab.account(of: try #require(second.lab.currentSession))
    #expect(recorded.secret == own.secret && recorded.derivation == own.derivation)
    #expect(recorded.protection == own.protection)
    #expect(recorded.proofs[.server]?.means == own.proofs[.server]?.means)
    #expect(recorded.isUnknown(.keys) && !recorded.isUnknown(.serverProof))
    let sealed = try interpreter("import \(capture)")
    let unread = sealed.lab.account(of: try #require(sealed.lab.currentSession))
    #expect(unread.secret == own.secret && unread.isUnknown(.bytes))
    #expect(unread.isUnknown(.certificate) == kind.contains("1.3"))
  }

  @Test("A derivation that show keys shows is shown")
  func recordedDerivation() throws {
    let capture = path("call.pcapng")
    let log = path("keys.log")
    _ = try interpreter(
      "connect version=1.2 kx=ecdhe", "export pcapng \(capture) --redact", "export keylog \(log)")
    var second = try interpreter("import \(capture) keylog=\(log)")
    try succeed("show derivation client.write_key", in: &second)
    #expect(second.execute("show derivation client.nothing").error != nil)
  }

  @Test(
    "A pre-shared key beside ephemeral ones is half of what it takes, and never called another's")
  func halfOfTheSecret() throws {
    let capture = path("call.pcapng")
    _ = try interpreter(
      "connect version=1.2 kx=dhe-psk psk=ada:secret", "export pcapng \(capture) --redact")
    let digits = "secret".utf8.map { String($0, radix: 16) }.joined()
    var second = try interpreter("import \(capture) psk=\(digits)")
    let text = said(second.execute("why S1"))
    #expect(!text.contains("does not fit") && !text.contains("compromise psk"))
  }
}
