public import Platform

/// Writes what is made to be handed out, where the user says: nothing that stands there is lost, and no
/// link or pipe of somebody else leads the bytes elsewhere.
public enum HandedOut {
  /// Why nothing was written.
  public enum Refusal: Error, Sendable, Hashable {
    /// A file with something in it stands there.
    case taken
    /// A symbolic link stands there.
    case link
    /// A pipe, a socket, or another thing that takes no file's place stands there.
    case noFile
    /// The system would not.
    case system(FileError)
  }

  /// Makes the file; an empty one, such as `mktemp` makes, is replaced.
  ///
  /// A device such as `/dev/null` and the program's own streams, `/dev/stdout`, are written to as they
  /// stand.
  ///
  /// - Parameters:
  ///   - mode: as ``AtomicFile/write(_:to:mode:)`` has it.
  ///   - replacing: whether a regular file with something in it may be replaced.
  public static func write(
    _ bytes: [UInt8], to file: URL, mode: UInt32, replacing: Bool
  ) throws(Refusal) {
    if let refusal = refusal(of: file, replacing: replacing) { throw refusal }
    do throws(FileError) {
      if let stream = ownStream(file.path) {
        try AtomicFile.writeAll(bytes, to: stream, named: file.path)
      } else {
        try AtomicFile.write(bytes, to: file, mode: mode)
      }
    } catch {
      throw .system(error)
    }
  }

  /// Why a file would not be written; nil where nothing speaks against it.
  public static func refusal(of file: URL, replacing: Bool) -> Refusal? {
    if ownStream(file.path) != nil { return nil }
    var status = stat()
    guard lstat(file.path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return replacing || status.st_size == 0 ? nil : .taken
    case S_IFLNK: return .link
    // The system says what is wrong with a folder; a device is asked for by whoever names it.
    case S_IFDIR, S_IFCHR: return nil
    default: return .noFile
    }
  }

  /// The descriptor of this program that a path is another name for. Opened by that name, a file to which
  /// the output goes would be replaced.
  static func ownStream(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
      let folder = ["/dev/fd/", "/proc/self/fd/"].first { path.hasPrefix($0) }
      return folder.flatMap { Int32(path.dropFirst($0.count)) }
    }
  }
}
