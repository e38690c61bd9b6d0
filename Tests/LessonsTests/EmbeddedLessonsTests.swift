import Commands
import Foundation
import Testing

@testable import Lessons

@Suite("The lessons in the program are those of the folder")
struct EmbeddedLessonsTests {
  @Test("Every file of the folder stands in the program, but the guide; 'make lessons' lists them")
  func files() throws {
    let folder = Repository.lessons
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
      var isFolder: ObjCBool = false
      let place = folder.appendingPathComponent(path)
      return FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
        && !isFolder.boolValue && path != "README.md" && !place.lastPathComponent.hasPrefix(".")
    }
    #expect(LessonPlace.embedded.keys.sorted() == paths.sorted())
    for (path, bytes) in LessonPlace.embedded {
      let written = try Data(contentsOf: folder.appendingPathComponent(path))
      #expect(Data(bytes) == written, "\(path)")
    }
  }

  @Test("A library of either has the same lessons, demonstrations and findings")
  func libraries() throws {
    let (folder, program) = (Repository.library, Library(.program))
    #expect(program.lessons == folder.lessons)
    #expect(program.demonstrations == folder.demonstrations)
    #expect(program.findings.isEmpty)
    #expect(program.place.names() != folder.place.names(), "the guide is not in the program")
    #expect(program.place.names(in: "tampering") == ["demo.de.tlslab", "demo.tlslab"])
  }

  @Test("No lesson can be added to the program, and it says where one can")
  func new() {
    var author = Learner(Library(.program))
    let said = author.type("lesson new mine", .failed)
    #expect(said.contains("--lessons FOLDER"))
  }

  @Test("No name leads out of the lessons", arguments: ["..", "../lessons/tampering", ""])
  func names(id: String) {
    #expect(Course(library: Repository.library).demonstration(named: id) == nil)
    #expect(Course(library: Library(.program)).demonstration(named: id) == nil)
  }
}
