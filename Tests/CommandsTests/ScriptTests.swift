import Commands
import Foundation
import Lab
import Testing

@Suite("A script stops at its first failure and says where")
struct ScriptTests {
  @Test func unknownCommand() {
    var run = ScriptRun("# a comment\nworld show\nconect\nconnect\n")
    #expect(run.finish() == .failed)
    #expect(run.text.contains("error: demo.tlslab:3: unknown command 'conect'"))
    #expect(run.text.contains("did you mean: connect"))
    #expect(run.interpreter.lab.sessions.isEmpty)
  }

  @Test("The exit status is that of the first failure", arguments: [false, true])
  func statuses(keepGoing: Bool) {
    var expectation = ScriptRun("connect\nexpect sessions.S1.kx == rsa\nbogus\nconnect")
    #expect(expectation.finish(keepGoing: keepGoing) == .expectationFailed)
    #expect(expectation.interpreter.lab.sessions.count == (keepGoing ? 2 : 1))
    var path = ScriptRun("expect nonsense == 1")
    #expect(path.finish(keepGoing: keepGoing) == .failed)
    var quiet = ScriptRun("\n\n  # nothing\n;;\n")
    #expect(quiet.finish(keepGoing: keepGoing) == .ok)
    #expect(quiet.text.isEmpty)
  }

  @Test func quitEndsIt() {
    var run = ScriptRun("connect\nquit\nbogus")
    #expect(run.finish() == .ok)
  }

  @Test("Lines for whoever watches are said, notes are not")
  func marks() {
    var run = ScriptRun("# mark: one\n# say: Look at this.\n# note: wait\n#say:and this\n")
    #expect(run.finish() == .ok)
    #expect(run.text == "Look at this.\nand this\n")
  }

  @Test("Lines of other systems are read too")
  func lineEnds() {
    var run = ScriptRun("\u{feff}connect kx=rsa\r\nexpect sessions.S1.kx == rsa\r\n")
    #expect(run.finish() == .ok, "\(run.text)")
  }

  @Test func withinAnother() throws {
    let folder = try TemporaryFolder()
    try folder.write("source inner/b.tlslab\nexpect sessions.S1.kx == rsa\n", to: "a.tlslab")
    try FileManager.default.createDirectory(
      at: folder.file("inner"), withIntermediateDirectories: false)
    try folder.write("source c.tlslab\n", to: "inner/b.tlslab")
    try folder.write("# say: hello\nconnect kx=rsa\n", to: "inner/c.tlslab")
    var prompt = Typed(folder: folder.url)
    prompt.succeed("source a.tlslab")
    #expect(prompt.seen.contains("hello"))
    let changed = prompt.type("source a.tlslab").changed
    #expect(changed)
  }

  @Test("A failure within is told with its own place, and what came before it stands")
  func failureWithin() throws {
    let folder = try TemporaryFolder()
    try folder.write("connect\nconect\n", to: "inner.tlslab")
    try folder.write("source inner.tlslab\n", to: "outer.tlslab")
    var prompt = Typed(folder: folder.url)
    let outcome = prompt.type("source outer.tlslab")
    #expect(outcome.status == .failed)
    #expect(prompt.seen.contains("error: inner.tlslab:2: unknown command 'conect'"))
    #expect(prompt.seen.contains("what came before it stands"))
    #expect(outcome.changed)
    #expect(prompt.lab.sessions.count == 1)
  }

  @Test func endlessNesting() throws {
    let folder = try TemporaryFolder()
    try folder.write("source loop.tlslab\n", to: "loop.tlslab")
    var prompt = Typed(folder: folder.url)
    #expect(prompt.type("source loop.tlslab").status == .failed)
    #expect(prompt.seen.contains("does one of them source itself?"))
    prompt.succeed("world show")
  }

  @Test func noText() throws {
    #expect(throws: CommandError.self) { try Script(name: "x") { [0xff, 0xfe, 0] } }
    let folder = try TemporaryFolder()
    do throws(CommandError) {
      _ = try Script(file: folder.file("missing"))
      Issue.record("read a file that does not exist")
    } catch {
      #expect(error.status == .badData)
    }
  }

  @Test("Ctrl-C stops between two commands")
  func interrupted() {
    var run = ScriptRun("connect\nconnect\n")
    run.interpreter = Interpreter(Typed.beginning, surroundings: .init(isInterrupted: { true }))
    #expect(run.finish(keepGoing: true) == .interrupted)
    #expect(run.interpreter.lab.sessions.isEmpty)
  }

  @Test("The demonstration that comes with the program")
  func demonstration() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("lessons/forward-secrecy/demo.tlslab")
    var run = ScriptRun("")
    run.script = try Script(file: file)
    #expect(run.finish() == .ok, "\(run.text)")
  }
}
