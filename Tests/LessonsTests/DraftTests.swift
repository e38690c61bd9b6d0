import Commands
import Foundation
import Lab
import Testing

@testable import Lessons

@Suite("A lesson from what was typed")
struct DraftTests {
  private static let typed: [(lines: [String], from: String, has: [String], hasNot: [String])] = [
    (
      ["connect", "connect kx=rsa", "compromise server.key", "vault", "why S2"], "S2",
      [
        "- connect kx=rsa\n", "- attacker.leaks contains server.key\n",
        "- sessions.{first}.vault == open\n", "- looked at: why {first}\n", "reveal:",
      ], ["S1", "S2", "- connect\n"]
    ),
    (
      [
        "set client.verify off", "set net.rtt 80", "mitm on", "connect", "show message certificate",
      ],
      "S1",
      [
        "- set client.verify off", "settings.client.verify == off", "attacker.mitm ==",
        "outcome == fooled",
      ], ["S1"]
    ),
    (
      [
        "connect kx=ecdhe version=1.2", "connect version=1.2 resume=last", "diff S1 S2",
        "show message 1",
      ], "S2",
      ["resume={first}", "resumed_from exists", "looked at: message client_hello"], ["S1", "last"]
    ),
    (
      ["walk kx=ecdhe version=1.2", "next", "next", "show message server_hello", "finish"], "S1",
      ["- walk kx=ecdhe version=1.2\n  - next\n  - next\n  - finish\n"], []
    ),
    (["connect", "connect", "diff S1 S2", "undo", "redo"], "last", ["{first 2} {first}"], ["S1"]),
    (
      ["connect kx=rsa", "undo", "vault", "connect version=1.2", "where", "help"], "S1",
      ["version == 1.2"], ["kx=rsa", "help", "looked at: vault"]
    ),
    (["connect", "world new web seed=5", "connect", "vault"], "S1", ["preset: web, seed: 5"], []),
  ]

  @Test("It can be linted and played as it is, but for its prose", arguments: typed.indices)
  func whole(place: Int) throws {
    let (lines, session, has, hasNot) = Self.typed[place]
    let folder = try ScratchLessons()
    var author = Learner(folder.library)
    for line in lines { author.type(line) }
    author.type("lesson new mine --from \(session)")
    let text = try String(
      contentsOf: folder.url.appendingPathComponent("mine/lesson.md"), encoding: .utf8)
    for part in has { #expect(text.contains(part), "\(part)\n\(text)") }
    let tasks = text.components(separatedBy: "---")[2]
    for part in hasNot { #expect(!tasks.contains(part), "\(part)\n\(text)") }
    let found = author.interpreter.execute("lesson lint mine").error?.details ?? []
    #expect(!found.isEmpty && found.allSatisfy { $0.contains("is not filled in") }, "\(found)")
    // It was played through before it was written: to see that again for some is enough.
    guard place == 0 || place == 2 else { return }
    try folder.write(text.replacing("FILL IN", with: "Here is"), to: "mine/lesson.md")
    #expect(author.type("lesson test mine").contains("ok"))
  }

  @Test("What is no lesson is refused, and nothing is written")
  func refused() throws {
    let folder = try ScratchLessons()
    try folder.write("mine", to: "old/lesson.md")
    try folder.write("a file", to: "file")
    var author = Learner(folder.library)
    #expect(author.type("lesson new a --from S1", .failed).contains("there is no session yet"))
    author.type("connect")
    #expect(author.type("lesson new a --from S9", .failed).contains("there are: S1"))
    #expect(author.type("lesson new a --from", .failed).contains("--from"))
    #expect(author.type("lesson new old --from S1", .failed).contains("is there already"))
    #expect(author.type("lesson new file --from S1", .failed).contains("can't write"))
    #expect(author.type("lesson new A --from S1", .failed).contains("small letters"))
    author.type("undo")
    let undone = author.type("lesson new a --from S1", .failed)
    #expect(undone.contains("S1 was undone") && undone.contains("redo"))
    author.type("redo")
    // A lab of an earlier run holds sessions and not what led to them.
    author.interpreter.replace(with: author.interpreter.lab)
    #expect(author.type("lesson new a --from S1", .failed).contains("is not known any more"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(Set(names) == ["old", "file"])
    #expect(
      try String(contentsOf: folder.url.appendingPathComponent("old/lesson.md"), encoding: .utf8)
        == "mine")
  }
}

@Suite("Lessons that are watched")
struct WatchTests {
  private static let good = """
    ---
    format: 1
    id: one
    title: One
    lang: en
    minutes: 5
    ---
    Prose.
    """

  @Test(
    "Each save is looked at once, whoever writes how", arguments: ["one", "file", "folder", "all"])
  func saves(name: String) throws {
    let folder = try ScratchLessons()
    try folder.write(Self.good, to: "one/lesson.md")
    let file = folder.url.appendingPathComponent("one/lesson.md")
    let names = [
      "one": "one", "file": file.path, "folder": file.deletingLastPathComponent().path,
      "all": folder.url.path,
    ]
    var watch = try LessonWatch(names[name] ?? "", Learner(folder.library).interpreter)
    #expect(watch.look(at: "12:00:00") == ["12:00:00  no findings"])
    #expect(watch.look(at: "12:00:01") == nil)
    // Written in place.
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("\n```step id=a\ndoo: x\n```\n".utf8))
    try handle.close()
    // It may not be whole yet.
    #expect(watch.look(at: "12:00:02") == nil)
    let found = watch.look(at: "12:00:03") ?? []
    #expect(found.count == 2 && found[0] == "12:00:03  1 finding", "\(found)")
    #expect(found.last?.contains("one/lesson.md:10: unknown key 'doo'") == true)
    #expect(watch.look(at: "12:00:04") == nil)
    // By another file that takes its name, as editors do it.
    try folder.write(Self.good, to: "one/other")
    try FileManager.default.removeItem(at: file)
    _ = watch.look(at: "12:00:05")
    try FileManager.default.moveItem(at: folder.url.appendingPathComponent("one/other"), to: file)
    #expect(watch.look(at: "12:00:06") == nil)
    #expect(watch.look(at: "12:00:07") == ["12:00:07  no findings"])
  }

  @Test("A file that is gone is waited for; what never was is refused")
  func gone() throws {
    let folder = try ScratchLessons()
    try folder.write(Self.good, to: "one/lesson.md")
    let file = folder.url.appendingPathComponent("one/lesson.md")
    let interpreter = Learner(folder.library).interpreter
    var watch = try LessonWatch(file.path, interpreter)
    _ = watch.look(at: "12:00:00")
    try FileManager.default.removeItem(at: file)
    _ = watch.look(at: "12:00:01")
    #expect(watch.look(at: "12:00:02")?.first?.contains("is gone") == true)
    #expect(watch.look(at: "12:00:03") == nil)
    try folder.write(Self.good, to: "one/lesson.md")
    _ = watch.look(at: "12:00:04")
    #expect(watch.look(at: "12:00:05") == ["12:00:05  no findings"])
    #expect(throws: CommandError.self) { try LessonWatch("nothing", interpreter) }
  }
}
