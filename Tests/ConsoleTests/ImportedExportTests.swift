import Commands
import Eavesdropper
import Foundation
import Knowledge
import Lab
import Screens
import TLSKeys
import TLSWire
import Testing

@testable import Console

@Suite("Of a session that was recorded elsewhere is known what was read, and that can be handed on")
struct ImportedExportTests: AtAPrompt {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "What is exported of it holds exactly the secrets that are known; tshark reads it with them",
    arguments: ["version=1.2 kx=rsa", "version=1.2 kx=ecdhe", "version=1.3 kx=ecdhe"])
  func exports(_ kind: String) throws {
    let (capture, log) = (path("call.pcapng"), path("keys"))
    _ = try interpreter(
      "connect \(kind)", "export pcapng \(capture) --redact", "export keylog \(log)",
      "compromise server.key")
    var open = try interpreter("import \(capture) keylog=\(log)")
    let told = said(open.execute("export pcapng \(path("open.pcapng"))"))
    try succeed("export keylog \(path("again"))", in: &open)
    let given = try lines(log).filter { !$0.hasPrefix("EXPORTER_SECRET") }
    #expect(try Set(lines(path("again"))) == Set(given))
    #expect(told.contains("secrets of S1") || told.contains("one secret of S1"), "\(told)")
    #expect(try tshark(path("open.pcapng")).contains("REGISTER sip:uc.test"))

    var sealed = try interpreter("import \(capture)")
    let none = said(sealed.execute("export pcapng \(path("sealed.pcapng"))"))
    #expect(none.contains("no secrets of S1: "), "\(none)")
    #expect(try !tshark(path("sealed.pcapng")).contains("REGISTER"))
    #expect(sealed.execute("export keylog \(path("none"))").error?.what.contains("S1") == true)
    // Of all sessions: which have some, and why the others have none.
    try succeed("import \(capture) keylog=\(log)", in: &sealed)
    let all = said(sealed.execute("export pcapng \(path("all.pcapng")) all"))
    #expect(all.contains("secrets: ") && all.contains("2 of 2"), "\(all)")
  }

  private func lines(_ file: String) throws -> [String] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// What the first stream says, as tshark reads it.
  private func tshark(_ file: String) throws -> String {
    try OtherProgram.output([
      "tshark", "-r", file, "-d", "tcp.port==5061,tls", "-q", "-z", "follow,tls,ascii,0",
    ])
  }

  @Test(
    "An export of it says that it was recorded elsewhere, and names no seed",
    arguments: [true, false])
  func whoMadeIt(_ isRedacted: Bool) throws {
    let files = othersCaptures.appendingPathComponent("refused/early-taken").path
    var open = try interpreter("import \(files).pcap keylog=\(files).keylog")
    let redaction = isRedacted ? " --redact" : ""
    for (format, ending) in [("text", "txt"), ("markdown", "md"), ("html", "html")] {
      let file = path("handout.\(ending)")
      try succeed("export \(format) \(file)\(redaction)", in: &open)
      let text = try String(contentsOfFile: file, encoding: .utf8)
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(text.contains("from a recording that was made elsewhere"), "\(format)")
      for untrue in ["seed that is kept back", "real program at the other end", "Every value"] {
        #expect(!text.contains(untrue), "\(format): \(untrue)")
      }
    }
    let json = path("handout.json")
    try succeed("export json \(json)\(redaction)", in: &open)
    #expect(try String(contentsOfFile: json, encoding: .utf8).contains("\"recorded\""))
    // What the lab made is still said to be from its seed.
    var own = try interpreter("connect", "export markdown \(path("own.md"))\(redaction)")
    #expect(try String(contentsOfFile: path("own.md"), encoding: .utf8).contains("seed"))
    try succeed("export json \(path("own.json"))\(redaction)", in: &own)
    #expect(try !String(contentsOfFile: path("own.json"), encoding: .utf8).contains("\"recorded\""))
  }

  @Test("Where bytes are missing, import and 'tlslab decrypt' say the same byte and packet")
  func gap() throws {
    var first = try interpreter(
      "connect version=1.2 kx=rsa", "export pcapng \(path("whole"))")
    let requests = try OtherProgram.output([
      "tshark", "-r", path("whole"), "-Y", "sip.Method == \"REGISTER\"", "-T", "fields", "-e",
      "frame.number",
    ])
    let request = try #require(requests.split(separator: "\n").first)
    _ = try OtherProgram.output(["editcap", path("whole"), path("gap"), String(request)])
    var second = try interpreter()
    let told = said(second.execute("import \(path("gap"))"))
    let missing = /\d+ bytes of the client are missing at byte (\d+), behind packet \d+/
    let here = try #require(told.firstMatch(of: missing), "\(told)")
    #expect(told.contains("Kept are the \(here.1) bytes before them"), "\(told)")
    try succeed("compromise server.key", in: &first)
    try succeed("export keylog \(path("keys"))", in: &first)
    var third = try interpreter("import \(path("gap")) keylog=\(path("keys"))")
    #expect(third.lab.vault.map(\.state) == [.partly])
    #expect(said(third.execute("why S1")).contains("the recording is not whole"))
    let program = try Program.run(["decrypt", path("gap")])
    #expect(program.output.contains(here.0), "\(program.output)")
    #expect(program.output.contains("[PARTLY OPEN]"), "\(program.output)")
  }

  @Test("Of a call over TLS 1.0, which sends each first byte alone, both sides are heard")
  func splitRecords() throws {
    _ = try interpreter(
      "set client.versions 1.0", "set server.versions 1.0-1.2", "connect",
      "export pcapng \(path("old"))")
    let program = try Program.run(["decrypt", path("old"), "--json"])
    #expect(program.output.contains("\"hearing\":\"heard\""), "\(program.output)")
    #expect(!program.output.contains("no-key"), "\(program.output)")
  }

  @Test("A secret of one session is not taken for another's, and does not stand in its way")
  func strangers() throws {
    _ = try interpreter(
      "connect version=1.2 kx=ecdhe", "export pcapng \(path("old")) --redact",
      "export keylog \(path("old.keys"))", "connect version=1.3",
      "export pcapng \(path("new")) --redact", "export keylog \(path("new.keys"))")
    var second = try interpreter(
      "import \(path("old")) keylog=\(path("old.keys"))",
      "import \(path("new")) keylog=\(path("new.keys"))")
    for session in second.lab.sessions {
      #expect(second.lab.vaultState(of: session) == .open, "\(session.id)")
    }
    try succeed("export keylog \(path("again")) session=S2", in: &second)
    let given = try lines(path("new.keys")).filter { !$0.hasPrefix("EXPORTER_SECRET") }
    #expect(try Set(lines(path("again"))) == Set(given))
  }

  @Test("Of it is known what was read, whoever looks; keys that nobody changed are not listed")
  func views() throws {
    let (capture, log) = (path("call.pcapng"), path("keys"))
    _ = try interpreter(
      "connect version=1.3", "export pcapng \(capture) --redact", "export keylog \(log)")
    var second = try interpreter("import \(capture) keylog=\(log)")
    let all = said(second.execute("show keys"))
    #expect(!all.contains("client.ephemeral_public                    // //"), "\(all)")
    #expect(all.contains("from a recording"))
    let looked = said(second.execute("view client"))
    #expect(looked.contains("S1 is from a recording"), "\(looked)")
    #expect(said(second.execute("show keys")) == all)
    let session = try #require(second.lab.currentSession)
    guard case .opened(let opened)? = second.lab.vault(of: session).first?.attempt else {
      Issue.record("it stays closed")
      return
    }
    let names = opened.by.map(\.name)
    #expect(!names.contains(.applicationTrafficSecret(.client, 1)))
    #expect(names.contains(.recordKey(.server, .application(0))))
    _ = try interpreter(
      "connect version=1.3", "update-keys client", "send client later",
      "export pcapng \(path("new.pcapng")) --redact", "export keylog \(path("new"))")
    let updated = try interpreter("import \(path("new.pcapng")) keylog=\(path("new"))")
    guard
      case .opened(let more)? = updated.lab.vault(of: try #require(updated.lab.currentSession))
        .first?.attempt
    else {
      Issue.record("it stays closed")
      return
    }
    #expect(more.by.map(\.name).contains(.applicationTrafficSecret(.client, 1)))
    #expect(!more.by.map(\.name).contains(.applicationTrafficSecret(.server, 1)))
  }
}
