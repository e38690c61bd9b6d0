import Foundation
import Testing

@testable import Console

@Suite("Lessons are found beside the sources, under the prefix, or where the user says")
struct LessonFolderTests {
  @Test func besideTheSources() throws {
    let root = try TemporaryFolder()
    try root.makeFolder("lessons")
    try root.makeFolder(".build/x86_64/release")
    try Data().write(to: root.file("Package.swift"))
    let program = root.file(".build/x86_64/release/tlslab")
    #expect(
      try LessonFolder.locate(option: nil, executable: program).path == root.file("lessons").path)
  }

  @Test func aScriptIsFoundHereOrAmongTheLessons() throws {
    let root = try TemporaryFolder()
    try root.makeFolder("bin")
    try root.makeFolder("share/tlslab/lessons/first")
    let script = root.file("share/tlslab/lessons/first/demo.tlslab")
    try Data().write(to: script)
    let program = root.file("bin/tlslab")
    func found(_ name: String) throws -> String {
      try LessonFolder.script(named: name, option: nil, executable: program).path
    }
    #expect(try found("first/demo.tlslab") == script.path)
    #expect(try found(script.path) == script.path)
    #expect(try found("none.tlslab") == URL(fileURLWithPath: "none.tlslab").path)
    #expect(throws: LessonFolder.NotFound.self) {
      try LessonFolder.script(named: "x", option: root.file("none").path, executable: program)
    }
  }

  @Test func underThePrefixEvenThroughALink() throws {
    let root = try TemporaryFolder()
    try root.makeFolder("opt/bin")
    try root.makeFolder("opt/share/tlslab/lessons")
    try Data().write(to: root.file("opt/bin/tlslab"))
    try FileManager.default.createSymbolicLink(
      at: root.file("link"), withDestinationURL: root.file("opt/bin/tlslab"))
    #expect(
      try LessonFolder.locate(option: nil, executable: root.file("link")).path
        == root.file("opt/share/tlslab/lessons").path)
  }

  @Test func whereTheUserSaysAndNowhereElse() throws {
    let root = try TemporaryFolder()
    try root.makeFolder("bin")
    try root.makeFolder("share/tlslab/lessons")
    try root.makeFolder("mine")
    let program = root.file("bin/tlslab")
    #expect(
      try LessonFolder.locate(option: root.file("mine").path, executable: program).path
        == root.file("mine").path)
    let missing = root.file("missing").path
    #expect(throws: LessonFolder.NotFound(places: [missing])) {
      try LessonFolder.locate(option: missing, executable: program)
    }
  }

  @Test func thePlacesThatWereLookedAtAreNamed() throws {
    let root = try TemporaryFolder()
    let failure = #expect(throws: LessonFolder.NotFound.self) {
      try LessonFolder.locate(option: nil, executable: root.file("bin/tlslab"))
    }
    let place = root.file("share/tlslab/lessons").path
    #expect(failure?.description.contains(place) == true)
  }

  @Test(
    "The user's language by the variables of POSIX",
    arguments: [
      ([:], nil), (["LANG": "de_AT.UTF-8"], "de"), (["LANG": "C"], "c"),
      (["LANG": "de", "LC_ALL": "fr_FR"], "fr"), (["LANG": "de", "LC_ALL": ""], "de"),
    ] as [([String: String], String?)])
  func language(environment: [String: String], expected: String?) {
    #expect(LessonFolder.language(environment) == expected)
  }
}
