import Platform

/// Reads a file piece by piece: one that is too large to hold, a pipe, or what grows.
public final class FileStream {
  private let descriptor: CInt
  private let ownsIt: Bool
  /// As it was given.
  public let path: String
  /// Bytes of the file when it was opened; nil of what has no length.
  public let length: Int?

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: ``FileError`` with the path that the system refused; `EISDIR` for a folder.
  public init(_ path: String) throws(FileError) {
    self.path = path == "-" ? "standard input" : path
    ownsIt = path != "-"
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: .open, path: path, code: errno) }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    if isKnown && status.st_mode & S_IFMT == S_IFDIR {
      if ownsIt { close(descriptor) }
      throw FileError(operation: .open, path: path, code: EISDIR)
    }
    length = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  deinit { if ownsIt { close(descriptor) } }

  /// The next bytes, so many at most; empty at the end, and when a signal came while nothing was there.
  ///
  /// - Throws: ``FileError``.
  public func next(_ most: Int) throws(FileError) -> [UInt8] {
    var code: CInt = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, filled in
      let count = Platform.read(descriptor, buffer.baseAddress, most)
      code = count < 0 ? errno : 0
      filled = max(0, count)
    }
    guard code == 0 || code == EINTR || code == EAGAIN else {
      throw FileError(operation: .read, path: path, code: code)
    }
    return bytes
  }

  /// Waits until something is there to read, or the end, or so many milliseconds have gone.
  ///
  /// - Returns: whether something, or the end, is there.
  public func waitForBytes(milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, milliseconds) > 0
  }
}
