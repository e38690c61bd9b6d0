import Commands
import Foundation
import Lab
import Synchronization
import Testing

@Suite("'-' is standard output, also where something is exported")
struct StandardOutputTests {
  @Test(
    "At a terminal the text itself is shown, and nothing is written",
    arguments: ["text", "markdown", "html", "json", "keylog", "ca", "key"])
  func text(what: String) throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa scenario=echo", "export \(what) file", "export \(what) -")
    let written = try String(contentsOf: folder.file("file"), encoding: .utf8)
    #expect(!written.isEmpty)
    // Behind it stands what can be typed next.
    #expect(Self.lines(prompt.seen).starts(with: Self.lines(written)), "\(prompt.seen)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names == ["file"])
  }

  /// Without blanks at the ends, which no screen shows.
  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map {
      String($0.reversed().drop(while: \.isWhitespace).reversed())
    }
  }

  @Test("A terminal gets no bytes that are no text")
  func binary() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa scenario=echo")
    #expect(prompt.fail("export pcapng -").contains("standard output is a terminal"))
    #expect(prompt.fail("save -").contains("needs a file"))
    #expect(prompt.fail("export all -").contains("'-' can't be all of them"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test("A pipe gets the bytes, and no word beside them", arguments: ["pcapng", "data"])
  func pipe(what: String) throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    let side = what == "data" ? " client" : ""
    prompt.succeed("connect kx=rsa scenario=echo", "export \(what) file\(side)")
    let passed = Mutex<[UInt8]>([])
    prompt.interpreter.surroundings.output = { bytes in
      passed.withLock { $0 += bytes }
      return nil
    }
    prompt.succeed("export \(what) -\(side)")
    #expect(prompt.seen.isEmpty)
    #expect(try Array(Data(contentsOf: folder.file("file"))) == passed.withLock { $0 })
  }

  @Test("Who may read a file is said of files alone", arguments: ["text", "keylog", "key"])
  func readers(what: String) throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa", "export \(what) file")
    #expect(prompt.seen.contains("only you may read"))
    prompt.succeed("export \(what) /dev/null")
    #expect(!prompt.seen.contains("only you may read"))
  }

  @Test(
    "A file without a name is refused as that",
    arguments: ["export text \"\"", "load \"\"", "source ''", "save ''"])
  func nameless(command: String) {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa")
    #expect(prompt.fail(command).contains("the name of the file is empty"))
  }
}
