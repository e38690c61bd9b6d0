import Foundation
import Testing

@Suite("In German nothing is said in English", .enabled(if: Program.exists))
struct GermanTests {
  /// Words that English has and German, the field and the commands have not.
  private static let english: Set = [
    "the", "of", "and", "is", "are", "with", "from", "not", "by", "which", "has", "have", "this",
    "that", "these", "what", "when", "where", "nothing", "nobody", "none", "its", "their", "for",
    "can", "says", "said", "reads", "takes", "tried", "issued", "stolen", "passed", "opened",
    "recording", "recordings", "steps", "bytes", "erased", "encrypted", "eavesdropper", "attacker",
    "knows", "known", "unknown", "follows", "makes", "nor", "or", "to", "as", "it", "more",
  ]

  @Test(
    "Every screen, refusal and help text is German but for protocol text, commands and quotations",
    arguments: ["1.1", "1.2", "1.3"])
  func sweep(version: String) throws {
    let result = try Program.run(
      ["--lang", "de", "run", "--keep-going", "--echo", "-"],
      input: Self.script.joined(separator: "\n").replacing("VERSION", with: version))
    #expect(result.status == 1)
    let lines = (result.output + result.errors).split(separator: "\n").map(String.init)
    #expect(lines.count > 1000)
    #expect(lines.filter { !Self.englishWords($0).isEmpty } == [])
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
    return line.replacing(/'[^']*'|"[^"]*"|„[^“]*“/, with: "").split(separator: " ")
      .map { $0.trimmingCharacters(in: [":", ",", ";", "(", ")", "."]) }
      .filter { english.contains($0) }
  }

  /// What was typed, what goes over the wire, what a standard or OpenSSL says.
  private static func isProtocol(_ line: String) -> Bool {
    line.hasPrefix("> ") || line.contains("OpenSSL") || line.contains("MUST")
      || line.contains("SHOULD") || line.contains("sip:") || line.contains("usage:")
  }

  private static let script = [
    "world show",
  ]
}
