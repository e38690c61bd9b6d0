public import Files
public import Platform

/// What a trainer noted while showing: questions to come back to. Plain text, a line each.
public struct Notebook: Sendable {
  public var file: URL

  public init(folder: URL) { file = folder.appendingPathComponent("notes.txt") }

  /// The lines, oldest first; none where there is no file yet.
  ///
  /// - Throws: ``FileError`` where there may be some, and they can't be read.
  public func entries() throws(FileError) -> [String] {
    String(decoding: try bytes(), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func bytes() throws(FileError) -> [UInt8] {
    do throws(FileError) {
      return try FileContents.kept(file)
    } catch {
      guard error.code == ENOENT else { throw error }
      return []
    }
  }

  /// Adds a line, with the place at which it came up.
  func add(_ text: String, at place: String, _ now: Date) throws(FileError) {
    try Folder.makePrivate(file.deletingLastPathComponent())
    let lock = try FileLock(beside: file)
    defer { lock.release() }
    let day = now.formatted(.iso8601.year().month().day().dateTimeSeparator(.space))
    let line = "\(day)  \(place): \(text.replacing(/\p{Cc}/, with: " "))\n"
    try AtomicFile.write(try bytes() + Array(line.utf8), to: file, mode: 0o600)
  }
}
