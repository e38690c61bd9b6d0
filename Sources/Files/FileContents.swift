public import Foundation

/// Reads whole files, pipes and devices among them.
public enum FileContents {
  /// No file is read beyond this many bytes: `/dev/zero` has no end.
  public static let limit = 1 << 28

  /// The bytes of a file.
  ///
  /// - Parameter limit: how many are read at most.
  /// - Throws: ``FileError`` with the path that the system refused; `EFBIG` beyond the limit.
  public static func read(_ file: URL, limit: Int = limit) throws(FileError) -> [UInt8] {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(operation: .open, path: file.path, code: errno)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        throw FileError(operation: .read, path: file.path, code: errno)
      }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw FileError(operation: .read, path: file.path, code: EFBIG)
      }
    }
  }
}
