public import Platform

/// Reads whole files, pipes and devices among them.
public enum FileContents {
  /// No file is read beyond this many bytes: `/dev/zero` has no end.
  public static let limit = 1 << 28

  /// The bytes of a file.
  ///
  /// - Parameter limit: how many are read at most.
  /// - Throws: ``FileError`` with the path that the system refused; `EFBIG` beyond the limit.
  public static func read(_ file: URL, limit: Int = limit) throws(FileError) -> [UInt8] {
    let bytes = try beginning(of: file, limit + 1)
    guard bytes.count <= limit else {
      throw FileError(operation: .read, path: file.path, code: EFBIG)
    }
    return bytes
  }

  /// The bytes of a file that this program keeps for itself. Where a pipe stands in its place, nobody
  /// waits for what may come out of it.
  ///
  /// - Throws: ``FileError``; `EINVAL` for what is no regular file.
  public static func kept(_ file: URL, limit: Int = limit) throws(FileError) -> [UInt8] {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw FileError(operation: .open, path: file.path, code: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw FileError(operation: .open, path: file.path, code: isFolder ? EISDIR : EINVAL)
    }
    let bytes = try read(descriptor, named: file.path, limit + 1)
    guard bytes.count <= limit else {
      throw FileError(operation: .read, path: file.path, code: EFBIG)
    }
    return bytes
  }

  /// The first bytes of a file, so many at most.
  ///
  /// - Throws: ``FileError`` with the path that the system refused.
  public static func beginning(of file: URL, _ count: Int) throws(FileError) -> [UInt8] {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(operation: .open, path: file.path, code: errno)
    }
    defer { close(descriptor) }
    return try read(descriptor, named: file.path, count)
  }

  /// What comes on standard input.
  ///
  /// - Throws: ``FileError``; `EFBIG` beyond the limit.
  public static func standardInput() throws(FileError) -> [UInt8] {
    let name = "standard input"
    let bytes = try read(STDIN_FILENO, named: name, limit + 1)
    guard bytes.count <= limit else {
      throw FileError(operation: .read, path: name, code: EFBIG)
    }
    return bytes
  }

  private static func read(
    _ descriptor: CInt, named path: String, _ most: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(most, 1 << 16))
    while bytes.count < most {
      let count = Platform.read(descriptor, &buffer, min(buffer.count, most - bytes.count))
      if count == 0 { break }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        wait(for: descriptor)
        continue
      }
      guard count > 0 else {
        throw FileError(operation: .read, path: path, code: errno)
      }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// Whoever gave the descriptor may have made it one that doesn't wait.
  private static func wait(for descriptor: CInt) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&waiting, 1, -1)
  }
}
