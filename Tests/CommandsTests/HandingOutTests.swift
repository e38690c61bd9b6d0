import Commands
import Foundation
import Lab
import Testing

@Suite("An export asks before it replaces anything")
struct HandingOutTests {
  private static let exports = [
    "export text x", "export pcapng x", "export keylog x", "export ca x", "export data x client",
    "export key x",
  ]

  @Test("A file that is there stays, unless it is said that it may go", arguments: exports)
  func taken(command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: "x")
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa scenario=echo")
    #expect(prompt.fail(command).contains("x is there already"))
    #expect(try String(contentsOf: folder.file("x"), encoding: .utf8) == "precious")
    prompt.succeed("\(command) --replace")
    #expect(try Data(contentsOf: folder.file("x")) != Data("precious".utf8))
  }

  @Test("Neither a link nor a pipe is written through", arguments: exports)
  func links(command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: "real")
    symlink(folder.file("real").path, folder.file("x").path)
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa scenario=echo")
    #expect(prompt.fail("\(command) --replace").contains("symbolic link"))
    #expect(try String(contentsOf: folder.file("real"), encoding: .utf8) == "precious")
    unlink(folder.file("x").path)
    mkfifo(folder.file("x").path, 0o600)
    #expect(prompt.fail("\(command) --replace").contains("a pipe"))
  }

  @Test("Of several files none is replaced where one may not be")
  func folders() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa", "export all out")
    let before = try Data(contentsOf: folder.file("out/S1.json"))
    prompt.succeed("compromise server.key")
    #expect(prompt.fail("export all out").contains("out/S1.txt is there already"))
    #expect(try Data(contentsOf: folder.file("out/S1.json")) == before)
    prompt.succeed("export all out --replace")
    #expect(try Data(contentsOf: folder.file("out/S1.json")) != before)
  }

  @Test("A person is asked, and what they say is done", arguments: [true, false])
  func asked(answer: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: "x")
    try folder.write("export text x", to: "script")
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa")
    prompt.interpreter.surroundings.confirm = { question in
      #expect(question == "x is there already: replace it?")
      return answer
    }
    // A script was not written for somebody who answers.
    #expect(prompt.fail("source script").contains("x is there already"))
    let outcome = prompt.type("export text x")
    #expect((outcome.status == .ok) == answer)
    #expect(
      try (String(contentsOf: folder.file("x"), encoding: .utf8) == "precious") == !answer)
  }
}
