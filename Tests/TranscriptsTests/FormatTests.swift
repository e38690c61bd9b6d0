import Bytes
import Commands
import Foundation
import Lab
import OpenSSLProgram
import Testing
import Transcripts

@Suite("Every format holds for every kind of session, read by programs that nobody here wrote")
struct FormatTests {
  @Test func goldenFilesAreWhatTheySay() throws {
    let files = try GoldenTests.names.flatMap { name in
      let folder = GoldenTests.folder.appendingPathComponent(name)
      return try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
    }
    #expect(try objections(to: files) == "")
  }

  /// Sessions that ended early, were damaged, hold what nobody knows, or try to get out of the page.
  private static let scripts: [(name: String, lines: [String])] = [
    ("nothing played", ["walk"]),
    ("in the middle of 1.2", ["walk version=1.2", "next", "next", "step 3"]),
    ("in the middle of 1.3", ["walk version=1.3", "next", "next", "next", "next", "step 5"]),
    ("malformed", ["tamper server_hello@6 ffff", "connect version=1.2"]),
    ("unreadable certificate", ["tamper certificate@40 00000000", "connect version=1.2"]),
    ("cut", ["truncate server_hello", "connect"]),
    ("unknown to all", ["connect client.grease=on client.padding=on"]),
    ("refused", ["connect client.versions=1.2 server.versions=1.3"]),
    ("no certificate", ["connect kx=anonymous version=1.2"]),
    ("hybrid", ["connect group=X25519MLKEM768"]),
    ("renegotiated", ["connect version=1.2 scenario=echo", "renegotiate"]),
    (
      "hostile",
      [
        "connect version=1.2 scenario=echo", "send client \"\(hostile)\"",
        "send server \"\(hostile)\"",
      ]
    ),
    (
      "hostile certificate",
      [
        "cert issue bad for=sip.uc.test subject=\"</pre><script>alert(1)</script>`|[x](y:1)\u{202e}\u{1b}\"",
        "connect version=1.3 server.cert=bad scenario=echo",
      ]
    ),
  ]

  private static let hostile =
    "</pre></script><script>alert(1)</script>`|*[x](javascript:1)![y](z)\u{1b}]0;x\u{7}\u{9b}2J\u{202e}&amp;"

  @Test(arguments: scripts.map(\.name))
  func everyFormatOf(_ name: String) throws {
    let lines = try #require(Self.scripts.first { $0.name == name }).lines
    for redaction in ["", " --redact"] {
      let scratch = try ScratchFolder()
      var interpreter = Interpreter(Lab(seed: 3), folder: scratch.url)
      for line in lines + ["export all out\(redaction)"] {
        let outcome = interpreter.execute(line)
        #expect(outcome.status == .ok, "\(line): \(outcome.error.map { "\($0)" } ?? "")")
      }
      let folder = scratch.url.appendingPathComponent("out")
      let files = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
      #expect(files.count == TranscriptFormat.allCases.count)
      #expect(
        try objections(to: files.filter { $0.pathExtension != "txt" && $0.pathExtension != "html" })
          == "")
      for file in files {
        let text = try String(contentsOf: file, encoding: .utf8)
        let controls = text.unicodeScalars.filter {
          $0 != "\n" && ($0.value < 0x20 || (0x7f..<0xa0).contains($0.value) || $0.value == 0x202e)
        }
        #expect(controls.isEmpty, "\(name) \(file.lastPathComponent)")
      }
    }
  }

  @Test(
    "A code span holds what it is about, whatever that is (CommonMark 0.31.2, examples 329 to 336)",
    arguments: [
      ("foo", "`foo`"), ("foo ` bar", "``foo ` bar``"), ("``", "``` `` ```"), ("`a", "`` `a ``"),
      (" `` ", "```  ``  ```"), (" a", "` a`"), (" ", "` `"), ("a`b|c", "``a`b|c``"),
      (#"a\`b"#, #"``a\`b``"#), ("", ""),
    ])
  func codeSpan(text: String, span: String) {
    #expect(Markdown.code(text) == span)
    let cell = span.replacing("|", with: #"\|"#)
    #expect(Markdown.code(text, inTable: true) == cell)
  }

  @Test("The values of settings stand in Markdown as they were set")
  func settingInMarkdown() throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 3), folder: scratch.url)
    for line in ["set client.alpn \"a`b|c\"", "connect", "export markdown out.md"] {
      #expect(interpreter.execute(line).status == .ok, "\(line)")
    }
    let text = String(decoding: try scratch.read("out.md"), as: UTF8.self)
    #expect(text.contains("- setting: ``client.alpn = a`b|c``\n"))
    #expect(try objections(to: [scratch.url.appendingPathComponent("out.md")]) == "")
  }

  @Test("Fifty records of the largest size")
  func largeRecords() throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 3), folder: scratch.url)
    #expect(interpreter.execute("connect version=1.3 scenario=echo").status == .ok)
    let large = String(repeating: "0123456789abcdef", count: 1024)
    for _ in 0..<25 { _ = interpreter.execute("send client \(large)") }
    #expect(interpreter.execute("export all out").status == .ok)
    let page = try scratch.url.appendingPathComponent("out/S1.html").resourceValues(
      forKeys: [.fileSizeKey])
    #expect((page.fileSize ?? 0) > 25 * 16 << 10)
  }

  @Test(arguments: [
    "version=1.2 kx=rsa", "version=1.3", "version=1.2 kx=dhe",
    "version=1.3 client.cert=good server.client-auth=require",
  ])
  func redactedFilesHoldNoSecret(_ settings: String) throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 3), folder: scratch.url)
    for line in [
      "connect \(settings)", "compromise server.key", "export all out --redact",
      "export json whole.json",
    ] {
      #expect(interpreter.execute(line).status == .ok, "\(line)")
    }
    let whole = try ReadTranscript(Data(scratch.read("whole.json")))
    let secrets = whole.values.filter { $0.isSecret && $0.knownFrom["eavesdropper"] == nil }
      .compactMap(\.bytes).filter { $0.count >= 16 }
    #expect(secrets.count > 5)
    let said = whole.messages.compactMap(\.inside?.text).flatMap { $0.split(separator: "\r\n") }
      .filter { $0.count > 20 }
    #expect(said.count > 10)
    let files = try FileManager.default.contentsOfDirectory(
      at: scratch.url.appendingPathComponent("out"), includingPropertiesForKeys: nil)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      let digits = text.filter { !$0.isWhitespace }
      #expect(secrets.allSatisfy { !digits.contains($0) }, "\(file.lastPathComponent)")
      #expect(said.allSatisfy { !text.contains($0) }, "\(file.lastPathComponent)")
      #expect(!text.contains("openssl kdf") && !text.contains("openssl pkeyutl"))
      #expect(
        text.contains("eavesdropper could not have") || file.pathExtension == "svg"
          || text.contains("\"redacted\" : true"))
    }
  }

  @Test func redactedSettingsHoldNoSecret() throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 3), folder: scratch.url)
    for line in [
      "connect version=1.3 server.early-data=on scenario=echo",
      "connect resume=S1 server.early-data=on early=\"a word in private\" scenario=echo",
      "export all early --redact", "connect version=1.2 kx=psk psk=desk-42:hunter2",
      "export all psk --redact",
    ] {
      #expect(interpreter.execute(line).status == .ok, "\(line)")
    }
    for folder in ["early", "psk"] {
      for file in try FileManager.default.contentsOfDirectory(
        at: scratch.url.appendingPathComponent(folder), includingPropertiesForKeys: nil)
      {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(!text.contains("hunter2") && !text.contains("word in private"), "\(file.path)")
      }
    }
  }

  @Test func nothingHalfWrittenIsLeft() throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 3), folder: scratch.url)
    #expect(interpreter.execute("connect scenario=echo").status == .ok)
    // Where a file of the set should go stands a folder.
    let inTheWay = scratch.url.appendingPathComponent("out/S1.svg/x")
    try FileManager.default.createDirectory(at: inTheWay, withIntermediateDirectories: true)
    #expect(interpreter.execute("export all out").status == .failed)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")) == ["S1.svg"])
    #expect(interpreter.execute("export html no/such/folder/x.html").status == .failed)
    #expect(interpreter.execute("export all /proc/none").status == .failed)
    #expect(interpreter.execute("export html /dev/full").status == .failed)
  }

  /// What other programs object to in some files; empty where they are content.
  private func objections(to files: [URL]) throws -> String {
    let read = files.filter { ["json", "svg", "md"].contains($0.pathExtension) }.map(\.path)
    let schema = GoldenTests.folder.appendingPathComponent("transcript.schema.json").path
    let printed = try run(
      try PageTests.python.get(),
      [PageTests.folder.appendingPathComponent("read.py").path, schema] + read)
    return String(decoding: printed.prefix(2000), as: UTF8.self)
  }
}
