import Commands
import Foundation
import Lab
import Testing

@testable import Console

@Suite("Two windows on one state lose nothing in silence")
struct WindowTests {
  private func places(_ folder: TemporaryFolder) -> StateDirectory {
    StateDirectory(
      environment: ["XDG_STATE_HOME": folder.url.path, "XDG_CONFIG_HOME": folder.url.path])
  }

  @Test func eachHasItsNumber() throws {
    let folder = try TemporaryFolder()
    let places = places(folder)
    var first: Window? = Window(in: places)
    let second = Window(in: places)
    #expect(first?.number == 1 && second.number == 2)
    #expect(places.autosave(of: 2).lastPathComponent == "autosave-2.tlslab-save")
    first = nil
    #expect(Window(in: places).isFirst)
  }

  @Test("Aliases of both are kept")
  func aliases() throws {
    let folder = try TemporaryFolder()
    let places = places(folder)
    let window = Window(in: places)
    var keepers = (1...2).map { _ in Keeper(places, window: window) }
    var prompts = (1...2).map { _ in Interpreter(Lab(seed: 1), table: .program) }
    for place in 0..<2 {
      #expect(keepers[place].loadAliases(into: &prompts[place]) == nil)
      #expect(prompts[place].execute("alias word\(place) \"list\"").error == nil)
    }
    for place in 0..<2 { #expect(keepers[place].keepAliases(of: &prompts[place]) == nil) }
    let text = try String(contentsOf: places.aliases, encoding: .utf8)
    #expect(text == "alias word0 \"list\"\nalias word1 \"list\"\n")
    #expect(prompts[1].execute("unalias word0").error == nil)
    #expect(keepers[1].keepAliases(of: &prompts[1]) == nil)
    #expect(try String(contentsOf: places.aliases, encoding: .utf8) == "alias word1 \"list\"\n")
  }

  @Test("A line that makes no alias takes no other with it")
  func badLine() throws {
    let folder = try TemporaryFolder()
    let places = places(folder)
    try folder.makeFolder("tlslab")
    let bad = "alias heist \"connect kx=rsa\"\nalias Bad \"vault\"\nalias tail \"vault\"\n"
    try folder.write(bad, to: "tlslab/aliases")
    var keeper = Keeper(places, window: Window(in: places))
    var prompt = Interpreter(Lab(seed: 1), table: .program)
    let loaded = keeper.loadAliases(into: &prompt)
    let warning = try #require(loaded)
    #expect(warning.contains("line 2") && warning.contains("aliases.damaged-1"))
    #expect(warning.contains("its other lines are kept"))
    let good = "alias heist \"connect kx=rsa\"\nalias tail \"vault\"\n"
    #expect(try String(contentsOf: places.aliases, encoding: .utf8) == good)
    #expect(prompt.execute("alias new \"vault\"").error == nil)
    #expect(keeper.keepAliases(of: &prompt) == nil)
    let kept = try String(contentsOf: places.aliases, encoding: .utf8)
    #expect(["heist", "new", "tail"].allSatisfy { kept.contains("alias \($0) ") })
    let aside = folder.file("tlslab/aliases.damaged-1")
    #expect(try String(contentsOf: aside, encoding: .utf8) == bad)
    // One that comes while the window is open is told then.
    try folder.write(kept + "alias Worse \"vault\"\n", to: "tlslab/aliases")
    #expect(prompt.execute("unalias new").error == nil)
    #expect(keeper.keepAliases(of: &prompt)?.contains("line 4") == true)
    #expect(try String(contentsOf: places.aliases, encoding: .utf8) == good)
  }

  @Test("What can't be read is not written over")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let places = places(folder)
    // Whoever runs this may read any file, but a folder is none.
    try folder.makeFolder("tlslab/aliases")
    var keeper = Keeper(places, window: Window(in: places))
    var prompt = Interpreter(Lab(seed: 1), table: .program)
    #expect(keeper.loadAliases(into: &prompt)?.contains("can't read") == true)
    #expect(prompt.execute("alias q2 \"vault\"").error == nil)
    #expect(keeper.keepAliases(of: &prompt)?.contains("aliases are not kept") == true)
  }

  @Test("Where the rights to read are missing the file stays", .enabled(if: getuid() != 0))
  func forbidden() throws {
    let folder = try TemporaryFolder()
    let places = places(folder)
    try folder.makeFolder("tlslab")
    try folder.write("alias old \"vault\"\n", to: "tlslab/aliases")
    #expect(chmod(places.aliases.path, 0) == 0)
    var keeper = Keeper(places, window: Window(in: places))
    var prompt = Interpreter(Lab(seed: 1), table: .program)
    _ = keeper.loadAliases(into: &prompt)
    #expect(prompt.execute("alias q2 \"vault\"").error == nil)
    #expect(keeper.keepAliases(of: &prompt)?.contains("aliases are not kept") == true)
    #expect(chmod(places.aliases.path, 0o600) == 0)
    #expect(try String(contentsOf: places.aliases, encoding: .utf8) == "alias old \"vault\"\n")
  }

  @Test("A problem is told when it begins, and again when it comes back")
  func problems() throws {
    let folder = try TemporaryFolder()
    let places = places(folder)
    var keeper = Keeper(places, window: Window(in: places))
    #expect(keeper.note(.lab, "full") == "full: this lab is not kept")
    #expect(keeper.note(.lab, "full") == nil)
    #expect(keeper.note(.history, "full") != nil)
    #expect(keeper.note(.lab, nil) == nil)
    #expect(keeper.note(.lab, "full") != nil)
    #expect(keeper.note(.lab, "locked") != nil)
    #expect(keeper.hasUnkeptLab)
  }
}

@Suite("Windows side by side", .enabled(if: PseudoTerminal.canRun))
struct SideBySideTests {
  /// A prompt with its state in this folder.
  private func window(_ state: TemporaryFolder) throws -> PseudoTerminal {
    let environment = ["XDG_STATE_HOME": state.url.path, "XDG_CONFIG_HOME": state.url.path]
    let terminal = try PseudoTerminal([], columns: 100, rows: 40, environment: environment)
    try terminal.waitForPrompt()
    return terminal
  }

  @Test("The second one says so, begins with what the first has, and keeps its own")
  func second() throws {
    let state = try TemporaryFolder()
    let first = try window(state)
    try first.type("connect kx=rsa")
    let second = try window(state)
    #expect(second.text.contains("another tlslab has your lab open"))
    #expect(second.text.contains("autosave-2.tlslab-save"))
    #expect(try second.type("compromise server.key").contains("OPEN"))
    #expect(try !first.type("vault").contains("OPEN"))
    #expect(!first.text.contains("not kept") && !second.text.contains("not kept"))
    for terminal in [first, second] {
      terminal.press("quit\r")
      #expect(try terminal.waitForExit() == 0)
    }
    let again = try window(state)
    #expect(
      again.text.contains("labs of further windows") && !again.text.contains("another tlslab"))
    #expect(try again.type("expect attacker.leaks == []").contains("ok"))
    try again.type("load \(state.file("tlslab/autosave-2.tlslab-save").path)")
    #expect(try again.type("expect attacker.leaks contains server.key").contains("ok"))
  }

  @Test("A lesson that goes on is no new world")
  func lessonGoesOn() throws {
    let state = try TemporaryFolder()
    let first = try window(state)
    try first.type("lesson start tutorial")
    first.press("quit\r")
    #expect(try first.waitForExit() == 0)
    let again = try window(state)
    #expect(again.text.contains("the lesson goes on where you left it"))
    #expect(!again.text.contains("a new world"))
  }

  @Test("Two hundred lines pasted at once are all carried out, through screens that want a pager")
  func paste() throws {
    let state = try TemporaryFolder()
    let terminal = try PseudoTerminal(
      [], columns: 80, rows: 24, environment: ["PAGER": "", "XDG_STATE_HOME": state.url.path])
    try terminal.waitForPrompt()
    let lines = (1...200).map {
      $0 % 10 == 0
        ? "settings" : "set net.rtt \($0)  # so that all of it fits into no buffer at once"
    }
    let last = "expect settings.net.rtt == 199"
    DispatchQueue.global().async {
      // Short, as what stands at the end is shown by pages when it is long.
      terminal.press(lines.joined(separator: "\r") + "\r\(last)\r")
    }
    try terminal.wait(for: "the last line") {
      terminal.text.contains("ok  settings.net.rtt == 199")
    }
    let typed = try String(contentsOf: state.file("tlslab/history"), encoding: .utf8)
    #expect(typed.split(separator: "\n").map(String.init) == lines + [last])
  }

  @Test("What is typed while a long screen waits is the next command, from its first letter on")
  func typedIntoPages() throws {
    let terminal = try PseudoTerminal([], columns: 80, rows: 24, environment: ["PAGER": ""])
    try terminal.waitForPrompt()
    terminal.press("settings\r")
    try terminal.wait(forText: "lines: Space or arrows show more")
    terminal.press(" ")
    try terminal.wait(forText: "-- 46 of ")
    terminal.press("set net.rtt 55\r")
    try terminal.wait(forText: "net.rtt = 55")
    // In a lesson nothing waits.
    terminal.press("lesson start tutorial\r\rsettings\r")
    try terminal.wait(forText: "tutorial 1/")
    terminal.press("settings\r")
    try terminal.wait(forText: "set by hand; all others")
  }

  @Test("A 'q' that only leaves the pages begins no command, and ends no program")
  func leavingPages() throws {
    let terminal = try PseudoTerminal([], columns: 80, rows: 24, environment: ["PAGER": ""])
    try terminal.waitForPrompt()
    let lines = [
      ("q\r", nil), ("qset net.rtt 56\r", "net.rtt = 56"),
      ("q set net.rtt 57\r", "net.rtt = 57"), ("quiz end\r", "no quiz"),
    ]
    for (place, (typed, answer)) in lines.enumerated() {
      terminal.press("settings\r")
      try terminal.wait(for: "the pages") {
        terminal.text.ranges(of: "Space or arrows show more").count > place
      }
      terminal.press(typed)
      if let answer { try terminal.wait(forText: answer) }
      try terminal.waitForPrompt()
    }
    terminal.press("q\r")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test("What a progress file says is open is no command")
  func progress() throws {
    let state = try TemporaryFolder()
    try state.makeFolder("tlslab")
    try state.write(
      #"{"format":1,"current":"tutorial; set ui.width 99","lessons":{}}"#,
      to: "tlslab/progress.json")
    let terminal = try PseudoTerminal(
      [], columns: 80, rows: 24, environment: ["XDG_STATE_HOME": state.url.path])
    try terminal.waitForPrompt()
    #expect(try terminal.type("state settings").contains("ui.width") == true)
    #expect(try !terminal.type("settings ui").contains("99"))
  }

  @Test("$HOME is where the state goes, whoever the list of users says one is")
  func home() throws {
    let home = try TemporaryFolder()
    let terminal = try PseudoTerminal(
      [], columns: 80, rows: 24,
      environment: ["XDG_STATE_HOME": "", "XDG_CONFIG_HOME": "", "HOME": home.url.path])
    try terminal.waitForPrompt()
    try terminal.type("connect")
    let file = home.file(".local/state/tlslab/autosave.tlslab-save")
    #expect(FileManager.default.fileExists(atPath: file.path))
  }

  @Test("Where pipes stand in place of what is kept, there is a prompt all the same")
  func pipes() throws {
    let state = try TemporaryFolder()
    try state.makeFolder("tlslab")
    for name in ["progress.json", "history", "aliases", "autosave.tlslab-save", "notes.txt"] {
      mkfifo(state.file("tlslab/\(name)").path, 0o600)
    }
    let terminal = try PseudoTerminal(
      [], columns: 80, rows: 24,
      environment: ["XDG_STATE_HOME": state.url.path, "XDG_CONFIG_HOME": state.url.path])
    try terminal.waitForPrompt()
    #expect(try terminal.type("connect").contains("not kept"))
  }
}
