import Foundation
import Screens
import Testing

@testable import Commands

@Suite("'inspect' at the prompt")
struct InspectVerbTests {
  @Test("It shows the page of 'tlslab inspect', and takes what that takes")
  func samePage() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("export ca root.pem firm")
    let file = folder.url.appendingPathComponent("root.pem").path
    var choices = CertificateInspection.Choices(files: [file])
    choices.trust = [file]
    choices.date = "2026-12-31"
    let page = try CertificateInspection(choices).page
    prompt.succeed("inspect root.pem trust=root.pem at=2026-12-31")
    #expect(prompt.seen.contains(page.plainText.prefix(200)))
    prompt.succeed("inspect root.pem trust=root.pem --json")
  }

  @Test("The rules of the path are the shell's: depth, any trusted end, strictness")
  func rules() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("export ca root.pem firm")
    let file = folder.url.appendingPathComponent("root.pem").path
    var choices = CertificateInspection.Choices(files: [file])
    choices.trust = [file]
    choices.date = "2026-12-31"
    let plain = try CertificateInspection(choices).page
    choices.isStrict = true
    choices.endsAnywhere = true
    choices.depth = 0
    let page = try CertificateInspection(choices).page
    prompt.succeed(
      "inspect root.pem trust=root.pem at=2026-12-31 depth=0 --partial-chain --strict")
    #expect(prompt.seen.contains(page.plainText.prefix(200)))
    #expect(plain.plainText.prefix(200).isEmpty == false)
    #expect(prompt.fail("inspect root.pem depth=few").contains("'few' is no depth"))
    #expect(prompt.fail("inspect root.pem depth=-1", .usage).contains("a depth is 0 or more"))
  }

  @Test("What can't be read, and what is no certificate, is named")
  func wrong() throws {
    let folder = try TemporaryFolder()
    try Data("nothing".utf8).write(to: folder.url.appendingPathComponent("none.pem"))
    var prompt = Typed(folder: folder.url)
    #expect(prompt.type("inspect missing.pem").error?.what.contains("missing.pem") == true)
    #expect(prompt.type("inspect none.pem").error?.what.contains("none.pem") == true)
    #expect(prompt.type("inspect none.pem purpose=nothing").error != nil)
    _ = prompt.fail("inspect")
  }
}
