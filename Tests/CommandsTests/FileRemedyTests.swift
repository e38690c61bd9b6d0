import Foundation
import OpenSSLProgram
import Testing

@testable import Commands

@Suite("Files that are nearly certificates: the command that is printed makes certificates of them")
struct FileRemedyTests {
  private let folder: TemporaryFolder
  private let pem: String

  init() throws {
    folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("export ca root.pem firm")
    pem = try String(contentsOf: folder.url.appendingPathComponent("root.pem"), encoding: .utf8)
  }

  private func inspect(_ name: String) throws(CommandError) -> CertificateInspection {
    var choices = CertificateInspection.Choices(
      files: [folder.url.appendingPathComponent(name).path])
    choices.trust = [folder.url.appendingPathComponent("root.pem").path]
    choices.date = "2026-12-31"
    return try CertificateInspection(choices)
  }

  private func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    try Data(bytes).write(to: folder.url.appendingPathComponent(name))
  }

  private func pasted(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder.url
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(command)")
  }

  private func texts() throws -> [String: [UInt8]] {
    let encoded = Data(pem.utf8).base64EncodedString()
    let path = folder.url.appendingPathComponent("root.pem").path
    let frame = try OpenSSLProgram.text(["crl2pkcs7", "-nocrl", "-certfile", path])
    let texts = [
      "json": "{\"cert\": \"" + pem.replacing("\n", with: "\\n") + "\"}",
      "escaped": pem.replacing("\n", with: "\\n"), "html": pem.replacing("\n", with: "<br>\n"),
      "quoted": pem.split(separator: "\n").map { "> \($0)\n" }.joined(),
      "dashes": pem.replacing("-----", with: "----"),
      "endash": pem.replacing("-----BEGIN", with: "\u{2014}\u{2013}BEGIN"),
      "label": pem.replacing("CERTIFICATE", with: "CERTIFICATE REQUEST"),
      "new": pem.replacing("CERTIFICATE", with: "NEW CERTIFICATE"), "encoded": encoded,
      "secret": "data:\n  tls.crt: \(encoded)\n  tls.key: x\n", "frame": frame,
      "cms": frame.replacing("PKCS7", with: "CMS"),
      "frame as certificate": frame.replacing("PKCS7", with: "CERTIFICATE"),
      "blanks": pem.replacing("\n", with: " "), "one line": pem.replacing("\n", with: ""),
      "two in a line": (pem + pem).replacing("\n", with: " "),
      // cat of two files of which the first one has no line break at its end.
      "glued": pem.dropLast() + pem,
    ]
    return texts.mapValues { Array($0.utf8) }
  }

  @Test("Each command works as it stands, and what it writes is the certificate")
  func commands() throws {
    for (name, bytes) in try texts().sorted(by: { $0.key < $1.key }) {
      try write(name, bytes)
      let error = #expect(throws: CommandError.self) { try inspect(name) }
      #expect(error?.status == .badData)
      guard let command = error?.shellCommands.first else {
        Issue.record("\(name): \(error?.what ?? "") and no command")
        continue
      }
      try pasted(command)
      #expect((try? inspect("chain.pem"))?.status == .ok, "\(name): \(command)")
    }
  }

  @Test("What a file is: a note, a dump, digits")
  func kinds() throws {
    let kinds = [
      "note": "0815 is my note\n", "dump": "00000000: 3082 01bf 3082 0164  0...0..d\n",
      "digits": "308201bf" + String(repeating: "0a", count: 40),
    ]
    let words = ["note": "is text", "dump": "is a dump", "digits": "hexadecimal digits"]
    for (name, text) in kinds {
      try write(name, Array(text.utf8))
      let error = #expect(throws: CommandError.self) { try inspect(name) }
      #expect(error?.what.contains(words[name] ?? "?") == true, "\(error?.what ?? "")")
    }
  }

  @Test("Where the first certificate can't be read, nobody else's is judged in its place")
  func firstIsDamaged() throws {
    let damaged = pem.replacing("-----END CERTIFICATE-----", with: "")
    try write("first.pem", Array((damaged + "\n" + pem).utf8))
    try write("second.pem", Array((pem + damaged).utf8))
    let error = #expect(throws: CommandError.self) { try inspect("first.pem") }
    #expect(error?.status == .badData)
    #expect(error?.what.contains("the first certificate of first.pem") == true)
    #expect(error?.details.contains { $0.contains("certificate 1 of first.pem") } == true)
    #expect(try inspect("second.pem").status == .badData)
  }

  @Test("A file that is not there, or a folder, ends as a file that can't be read does")
  func missing() throws {
    for name in ["missing", "."] {
      let error = #expect(throws: CommandError.self) { try inspect(name) }
      #expect(error?.status == .badData)
      let file = folder.url.appendingPathComponent(name).path
      for isTrust in [true, false] {
        var choices = CertificateInspection.Choices(
          files: [folder.url.appendingPathComponent("root.pem").path])
        if isTrust { choices.trust = [file] } else { choices.lists = [file] }
        let error = #expect(throws: CommandError.self) { try CertificateInspection(choices) }
        #expect(error?.status == .badData)
      }
    }
  }
}
