public import Platform

/// Holds off other programs while a file is read and written again.
public struct FileLock: Sendable {
  private let descriptor: Int32

  /// Waits until nobody else holds the lock.
  ///
  /// - Parameter file: what is guarded; the lock itself is a file beside it, `NAME.lock`.
  public init(beside file: URL) throws(FileError) {
    let path = file.path + ".lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(operation: .open, path: path, code: errno) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        let code = errno
        close(descriptor)
        throw FileError(operation: .open, path: path, code: code)
      }
    }
  }

  /// Lets the next one in.
  public func release() { close(descriptor) }
}
