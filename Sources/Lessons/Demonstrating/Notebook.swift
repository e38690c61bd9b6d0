import Files
public import Platform

/// What a trainer noted while showing: questions to come back to. Plain text, a line each.
public struct Notebook: Sendable {
  public var file: URL

  public init(folder: URL) { file = folder.appendingPathComponent("notes.txt") }

  /// The lines, oldest first.
  public var entries: [String] {
    guard let bytes = try? FileContents.kept(file) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Adds a line, with the place at which it came up.
  func add(_ text: String, at place: String, _ now: Date) throws(FileError) {
    try Folder.makePrivate(file.deletingLastPathComponent())
    let lock = try FileLock(beside: file)
    defer { lock.release() }
    let day = now.formatted(.iso8601.year().month().day().dateTimeSeparator(.space))
    let line = "\(day)  \(place): \(text.replacing(/\p{Cc}/, with: " "))\n"
    let before =
      FileManager.default.fileExists(atPath: file.path) ? try FileContents.kept(file) : []
    try AtomicFile.write(before + Array(line.utf8), to: file, mode: 0o600)
  }
}
