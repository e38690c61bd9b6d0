import Foundation
import Lessons
import Testing

@testable import Console

@Suite("Lessons are found beside the sources, in the program, or where the user says")
struct LessonFolderTests {
  @Test func besideTheSources() throws {
    let root = try TemporaryFolder()
    try root.makeFolder("lessons")
    try root.makeFolder(".build/x86_64/release")
    try Data().write(to: root.file("Package.swift"))
    let program = root.file(".build/x86_64/release/tlslab")
    #expect(place(program) == .folder(root.file("lessons")))
    try Data().write(to: program)
    try FileManager.default.createSymbolicLink(
      at: root.file("link"), withDestinationURL: program)
    #expect(place(root.file("link")) == .folder(root.file("lessons")))
  }

  @Test func inTheProgramElsewhere() throws {
    let root = try TemporaryFolder()
    try root.makeFolder("bin")
    #expect(place(root.file("bin/tlslab")) == .program)
    #expect(LessonFolder.usual(executable: nil) == .program)
  }

  @Test func aScriptIsFoundHereOrAmongTheLessons() throws {
    let root = try TemporaryFolder()
    try root.makeFolder("mine/first")
    let script = try root.write("", to: "mine/first/demo.tlslab")
    func found(_ name: String, in folder: URL? = nil) -> ScriptRunner.Source {
      LessonFolder.script(named: name, in: folder, executable: root.file("bin/tlslab"))
    }
    let none = URL(fileURLWithPath: "none.tlslab")
    #expect(found("first/demo.tlslab", in: root.file("mine")) == .file(script))
    #expect(found(script.path) == .file(script))
    #expect(found("none.tlslab") == .file(none))
    #expect(found("none.tlslab", in: root.file("mine")) == .file(none))
    #expect(found("tampering/demo.tlslab") == .lesson("tampering/demo.tlslab"))
    #expect(found("tampering/../tampering/demo.tlslab") != .lesson("tampering/demo.tlslab"))
  }

  @Test func whereTheUserSaysAndNowhereElse() throws {
    let root = try TemporaryFolder()
    try root.makeFolder("mine")
    #expect(try LessonFolder.named(root.file("mine").path).path == root.file("mine").path)
    let missing = root.file("missing").path
    #expect(throws: LessonFolder.NotFound(folder: missing)) { try LessonFolder.named(missing) }
  }

  private func place(_ program: URL) -> LessonPlace { LessonFolder.usual(executable: program) }
}
