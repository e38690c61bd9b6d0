import Foundation
import Lab
import Lessons
import Testing

@testable import Commands
@testable import Console

@Suite("Every command that the README quotes works, in the order in which it stands there")
struct ReadmeTests {
  @Test func commandsOfTheReadme() throws {
    let scratch = try TemporaryFolder()
    var interpreter = Self.interpreter(scratch.url)
    let commands = try Quoted.commands(in: "README.md")
    #expect(commands.count > 20)
    for command in commands {
      guard !Quoted.reachesOutside(command) else {
        // The bare name of such a verb is talked about, not typed.
        guard command.contains(" ") else { continue }
        #expect(throws: Never.self, "\(command)") { try interpreter.table.check(command) }
        continue
      }
      let outcome = interpreter.execute(command)
      #expect(outcome.error == nil, "\(command): \(outcome.error?.what ?? "")")
      // Whoever looks into a lesson comes back.
      if (interpreter.companion as? Course)?.active != nil {
        _ = interpreter.execute("lesson quit")
      }
    }
  }

  private static func interpreter(_ folder: URL) -> Interpreter {
    let course = LessonFolder.course(
      in: Quoted.repository.appendingPathComponent("lessons"), store: LessonStore(folder: folder))
    var interpreter = Interpreter.make(seed: 7, course: course)
    interpreter.enterFolder(of: folder.appendingPathComponent("script"))
    return interpreter
  }
}

@Suite("All verbs of the program together")
struct WholeTableTests {
  private let table = Interpreter.make(seed: 1, course: nil).table

  @Test("A word means one command, and each has a meaning and examples that fit the grammar")
  func declared() {
    let words = table.commands.flatMap { command in
      [command.name] + command.aliases + command.forms.flatMap(\.aliases)
    }
    #expect(Set(words).count == words.count)
    for command in table.commands {
      #expect(!command.summary.isEmpty && !command.forms.isEmpty)
      for form in command.forms { #expect(!form.meaning.isEmpty, "\(command.name)") }
      for example in command.examples {
        #expect(throws: Never.self, "\(example.line)") { try table.check(example.line) }
      }
    }
  }

  @Test("The man page has every verb, setting and exit status, and troff has nothing to say")
  func manual() throws {
    let odd = ManualPage.Call(
      name: "tlslab", abstract: "Odd \\ \"words\" \u{a7}", help: ".not a request\n'nor this")
    let page = ManualPage(version: "0", calls: [odd], table: table).source
    for command in table.commands {
      #expect(page.contains("\\fB\(ManualPage.escaped(command.name))"))
    }
    for setting in SettingCatalogue.all {
      #expect(page.contains("set \(ManualPage.escaped(setting.key))"))
    }
    #expect(page.contains("Odd \\e \\(dqwords\\(dq \\[u00A7]"))
    #expect(page.contains("\n\\&.not a request\n\\&'nor this\n"))
    #expect(page.utf8.allSatisfy { $0 < 0x80 })
    let groff = URL(fileURLWithPath: "/usr/bin/groff")
    guard FileManager.default.isExecutableFile(atPath: groff.path) else { return }
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = groff
    process.arguments = ["-man", "-Tutf8", "-ww", "-z", try folder.write(page, to: "t.1").path]
    let complaints = Pipe()
    process.standardError = complaints
    try process.run()
    let text = complaints.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: text, as: UTF8.self) == "")
  }

  @Test(
    "What lessons quote fits the grammar",
    arguments: LessonFolder.course(in: Quoted.repository.appendingPathComponent("lessons"))
      .library.lessons.map(\.id))
  func lessons(id: String) throws {
    for command in try Quoted.commands(in: "lessons/\(id)/lesson.md", hasBlocks: false)
    where command.contains(" ") {
      #expect(throws: Never.self, "\(command)") { try table.check(command) }
    }
  }
}

/// Commands in Markdown: lines of the blocks of code and spans of code that begin with a verb.
enum Quoted {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Whether somebody else would have to be there: only the words are tried then.
  static func reachesOutside(_ command: String) -> Bool {
    ["listen", "relay", "serve", "inspect"].contains {
      command == $0 || command.hasPrefix($0 + " ")
    }
      || command.contains(/\ [a-z0-9.]+:[0-9]+/)
  }

  static func commands(in name: String, hasBlocks: Bool = true) throws -> [String] {
    commands(of: try text(of: name), hasBlocks: hasBlocks)
  }

  static func text(of name: String) throws -> String {
    try String(contentsOf: repository.appendingPathComponent(name), encoding: .utf8)
  }

  static func commands(of text: String, hasBlocks: Bool = true) -> [String] {
    let words = Interpreter.make(seed: 1, course: nil).table.allWords
    var found: [String] = []
    for (index, part) in text.components(separatedBy: "```").enumerated() {
      if index.isMultiple(of: 2) {
        let spans = part.components(separatedBy: "`").enumerated()
        found += spans.filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
      } else if hasBlocks {
        // What a program answers is set in; what one types stands at the edge.
        found += part.components(separatedBy: "\n").filter { $0.first?.isWhitespace == false }
      }
    }
    return found.filter { text in
      text.split(separator: " ").first.map { words.contains(String($0)) } ?? false
    }
  }
}
