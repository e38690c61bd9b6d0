import Foundation
import OpenSSLProgram
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

  @Test("A name that stands in the subject alone is not said to be another's: none counts there")
  func commonName() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("export ca root.pem firm")
    let none = "it has no alternative name, and the common name"
    prompt.succeed("inspect root.pem trust=root.pem host=firm.test")
    #expect(words(prompt).contains(none) && !words(prompt).contains("for another name"))
    prompt.seen = ""
    let other = folder.url.appendingPathComponent("other.pem").path
    _ = try OpenSSLProgram.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", other + ".key", "-out", other,
      "-subj", "/CN=firm.test", "-addext", "subjectAltName=DNS:other.test",
    ])
    prompt.succeed("inspect other.pem trust=other.pem host=firm.test")
    #expect(!words(prompt).contains(none) && words(prompt).contains("for another name"))
  }

  /// What was shown, wherever its lines end.
  private func words(_ prompt: Typed) -> String {
    prompt.seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
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
