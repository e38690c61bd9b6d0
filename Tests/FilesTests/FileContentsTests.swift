import Files
import Foundation
import Testing

@Suite("Whole files are read, and why not is said")
struct FileContentsTests {
  @Test func whole() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    try Data(bytes).write(to: file)
    #expect(try FileContents.read(file) == bytes)
    #expect(try FileContents.read(URL(fileURLWithPath: "/dev/null")).isEmpty)
  }

  @Test(arguments: [("/nonexistent", ENOENT), ("/", EISDIR), ("/dev/zero", EFBIG)])
  func refused(path: String, code: Int32) {
    #expect(throws: FileError.self) {
      do throws(FileError) {
        _ = try FileContents.read(URL(fileURLWithPath: path))
      } catch {
        #expect(error.code == code)
        #expect(error.path == path)
        throw error
      }
    }
  }
}
