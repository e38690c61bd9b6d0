import Foundation
import Testing

@Suite("In German nothing is said in English", .enabled(if: Program.exists))
struct GermanTests {
  /// Words that English has and German, the field and the commands have not.
  private static let english: Set = [
    "the", "of", "and", "is", "are", "with", "from", "not", "by", "which", "has", "have", "this",
    "that", "these", "what", "when", "nothing", "nobody", "none", "its", "their", "for",
    "can", "says", "said", "reads", "takes", "tried", "issued", "stolen", "passed", "opened",
    "recording", "recordings", "steps", "encrypted", "attacker",
    "knows", "known", "unknown", "follows", "makes", "nor", "or", "to", "as", "it",
  ]

  @Test(
    "Every screen, refusal and help text is German but for protocol text, commands and quotations",
    arguments: ["1.2", "1.3"])
  func sweep(version: String) throws {
    let result = try Program.run(
      ["--lang", "de", "run", "--keep-going", "--echo", "-"],
      input: Self.script.joined(separator: "\n").replacing("VERSION", with: version))
    #expect(result.status == 1)
    let lines = (result.output + result.errors).split(separator: "\n").map(String.init)
    #expect(lines.count > 1000)
    #expect(lines.filter { !Self.englishWords($0).isEmpty } == [])
  }

  @Test("Labels, headings and units are German too, of thefts, calls, guesses and ladders")
  func labels() throws {
    let result = try Program.run(
      ["--lang", "de", "run", "--echo", "-"],
      input: """
        connect kx=rsa
        compromise server.key
        cascade S1
        guess common
        connect version=1.3
        compromise client.traffic-secret
        mitm on
        connect
        list
        """)
    #expect(result.status == 0, "\(result.errors)")
    let shown = result.output
    for words in [
      "S1 sagte:", "Sitzung      Anrufer:", "SRTP-Salt ", "RFC 9257 Abschnitt 4", " ANGREIFER ",
    ] {
      #expect(shown.contains(words), "\(words)")
    }
    for words in [" said:", "encryption key", "salting key", " section ", "ATTACKER"] {
      #expect(!shown.contains(words), "\(words)")
    }
    #expect(shown.matches(of: /(?:[2-9]|[0-9]{2,}) Byte\b/).isEmpty)
    #expect(!shown.contains("kommt: gestohlen:"))
  }

  @Test("What is noted, where and how that is said")
  func notes() throws {
    let state = try TemporaryFolder()
    let terminal = try PseudoTerminal(
      ["--lang", "de"], columns: 100, rows: 40,
      environment: ["XDG_STATE_HOME": state.url.path, "XDG_CONFIG_HOME": state.url.path])
    try terminal.waitForPrompt()
    #expect(try terminal.type("note abc").contains("notiert"))
    #expect(try terminal.type("note").contains("keine Sitzung: abc"))
    try terminal.type("connect kx=rsa")
    try terminal.type("note def")
    #expect(try terminal.type("note").contains(/S1, Schritt \d+: def/))
  }

  @Test("The export for paper and the page are German")
  func exports() throws {
    let folder = try TemporaryFolder()
    for form in ["text", "markdown", "html", "svg"] {
      let file = folder.file("session.\(form)")
      let result = try Program.run(
        ["--lang", "de", "run", "-"],
        input: "connect version=1.2\ncompromise server.key\nexport \(form) \(file.path)\n")
      #expect(result.status == 0, "\(result.errors)")
      let text = try String(contentsOf: file, encoding: .utf8)
        .replacing(/<script>[^\f]*<\/script>|<style>[^\f]*?<\/style>/, with: "")
        .replacing(/<[^>]*>/, with: "\n")
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines.filter { !Self.englishWords($0).isEmpty } == [], "\(form)")
    }
  }

  @Test("Where there is ASCII alone, own words are written with ae, oe, ue and ss")
  func ascii() throws {
    let result = try Program.run(["--lang", "de", "--ascii", "run", "-"], input: "help\n")
    #expect(result.output.contains("ZURECHTFINDEN") && result.output.contains("fuer"))
    #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(!result.output.contains("\\x"))
  }

  /// What stands in quotes is typed, or somebody's own words.
  private static func englishWords(_ line: String) -> [String] {
    guard !isProtocol(line) else { return [] }
    return line.replacing(/'[^']*'|"[^"]*"|„[^“]*“|Man in the Middle/, with: "").split(
      separator: " "
    )
    .map { $0.trimmingCharacters(in: [":", ",", ";", "(", ")", "."]) }
    .filter { english.contains($0) }
  }

  /// What was typed, what goes over the wire, what a standard or OpenSSL says.
  private static func isProtocol(_ line: String) -> Bool {
    line.hasPrefix("> ") || line.contains("OpenSSL") || line.contains("MUST")
      || line.contains("SHOULD") || line.contains("sip:") || line.contains("usage:")
  }

  private static let script = [
    "world show", "walk kx=ecdhe", "step", "s 2", "next", "break secret", "continue", "back 2",
    "where", "list", "finish", "send client 42", "close", "show message", "m 1", "m 2 --as tree",
    "m 2 --as diagram", "p random", "p client_hello.cipher_suites", "show bytes 2", "show keys",
    "show derivation master_secret", "show state", "show sessions", "show ciphers", "find REGISTER",
    "knowledge", "why S1", "connect version=VERSION client.cert=good", "where", "list", "show keys",
    "predict S1=versiegelt S2=sealed", "predict attack=niemand", "compromise server.key", "vault",
    "matrix", "decrypt S1", "connect kx=rsa", "cascade", "why S3", "undo", "redo",
    "unset client.verify",
    "mitm on", "connect version=VERSION", "list", "where", "why", "mitm off", "diff S1 S2",
    "tamper finished.verify_data", "connect version=VERSION", "where", "why", "drop certificate",
    "connect version=1.2", "view eavesdropper", "m 3", "list", "knowledge", "where", "view server",
    "list", "view all", "set app.hops proxy", "connect", "view proxy", "list", "view all",
    "cascade",
    "timeline", "wait 2y", "connect version=VERSION", "why", "show exporter x", "ca list",
    "cert list", "present on", "where", "knowledge", "vault", "matrix", "cascade", "diff S1 S2",
    "present off", "explain", "explain server_name", "explain finished",
    "explain handshake_failure",
    "search Schlüssel", "bogus", "connect foo=bar", "show", "show bogus", "m 99", "p bogus.x",
    "why S99", "send", "step abc", "compromise bogus", "explain bogus", "help", "help connect",
    "help show", "help attack", "help compromise", "lesson list", "progress", "challenge list",
    "lesson start toolbox", "hint", "check", "skip", "lesson quit", "settings server", "quit",
  ]
}
