public import Platform

/// Holds off other programs while a file is read and written again.
public struct FileLock: Sendable {
  private let descriptor: Int32

  /// Waits until nobody else holds the lock.
  ///
  /// - Parameter file: what is guarded; the lock itself is a file beside it, `NAME.lock`.
  public init(beside file: URL) throws(FileError) {
    let path = file.path + ".lock"
    descriptor = try Self.opened(path)
    guard Self.lock(descriptor, LOCK_EX) else {
      let code = errno
      close(descriptor)
      throw FileError(operation: .open, path: path, code: code)
    }
  }

  /// Takes the lock where nobody else holds it. It goes with the process, however that ends.
  ///
  /// - Returns: nil where somebody holds it.
  public init?(unlessHeldBeside file: URL) throws(FileError) {
    let path = file.path + ".lock"
    descriptor = try Self.opened(path)
    guard Self.lock(descriptor, LOCK_EX | LOCK_NB) else {
      let code = errno
      close(descriptor)
      if code == EWOULDBLOCK { return nil }
      throw FileError(operation: .open, path: path, code: code)
    }
  }

  private static func opened(_ path: String) throws(FileError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw FileError(operation: .open, path: path, code: errno) }
    return descriptor
  }

  private static func lock(_ descriptor: Int32, _ operation: Int32) -> Bool {
    while flock(descriptor, operation) != 0 {
      guard errno == EINTR else { return false }
    }
    return true
  }

  /// Lets the next one in.
  public func release() { close(descriptor) }
}
