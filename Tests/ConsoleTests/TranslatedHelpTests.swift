import Explanations
import Foundation
import Testing

@Suite("The shell's help in another language", .enabled(if: Program.exists))
struct TranslatedHelpTests {
  private struct Dump: Decodable {
    var command: Command
  }

  private struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var arguments: [Argument]?
    var subcommands: [Command]?

    /// This one, and all below it, each with the words that lead to it.
    func all(_ path: [String] = []) -> [(path: [String], command: Command)] {
      [(path, self)] + (subcommands ?? []).flatMap { $0.all(path + [$0.commandName]) }
    }

    var words: [String] {
      [abstract, discussion].compactMap(\.self)
        + (arguments ?? []).flatMap { [$0.abstract, $0.discussion].compactMap(\.self) }
    }
  }

  private struct Argument: Decodable {
    var abstract: String?
    var discussion: String?
  }

  private func commands() throws -> [(path: [String], command: Command)] {
    let dump = try Program.run(["--experimental-dump-help"]).output
    return try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command.all()
  }

  @Test("German lacks no word of it")
  func whole() throws {
    let german = try Translation.embedded("de")
    let words = Set(try commands().flatMap(\.command.words)).subtracting([""])
    #expect(words.count > 80)
    #expect(words.filter { german[$0] == nil } == [])
  }

  @Test("It is laid out as the library lays out its own, and says the same of each option")
  func layout() throws {
    for path in try commands().map(\.path) where path.first != "help" {
      let english = try Program.run(["--lang", "en"] + path + ["--help"])
      let german = try Program.run(["--lang=de"] + path + ["--help"])
      #expect(german.status == 0 && english.status == 0)
      #expect(german.output.contains("AUFRUF: tlslab") && !german.output.contains("USAGE"))
      func labels(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { $0.hasPrefix("  -") || $0.hasPrefix("  <") }
          .map { $0.prefix(26).prefix { $0 != "\n" } }
          .map { $0.contains("  ") && $0.hasSuffix(" ") ? $0 : $0.prefix(12) }
      }
      #expect(labels(german.output) == labels(english.output), "\(path)")
      #expect(german.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(path)")
    }
  }

  @Test(
    "What is wrong with a call",
    arguments: [
      (["decrypt", "--foo", "x"], "Unbekannte Option '--foo'"), (["relay"], "Fehler"),
      (["listen", "--port", "x"], "Der Wert 'x' ist"), (["--width", "9"], "--width"),
    ])
  func complaints(arguments: [String], words: String) throws {
    let said = try Program.run(["--lang", "de"] + arguments)
    #expect(said.status == 64 && said.errors.contains(words), "\(said.errors)")
    #expect(said.errors.contains("Aufruf: tlslab") && !said.errors.contains("more information"))
  }
}
