import Files
public import Platform

/// Where the window on the projector says how far it is, and the trainer's own window reads it.
public struct NotesFile: Sendable {
  public var file: URL

  public init(folder: URL) { file = folder.appendingPathComponent("demonstration.json") }

  /// How far a demonstration is.
  public struct Position: Hashable, Sendable, Codable {
    public var id: String
    /// The beat that comes next, counted from 0.
    public var place: Int
  }

  /// What was written last; nil when no demonstration runs.
  public var position: Position? {
    guard let bytes = try? FileContents.kept(file) else { return nil }
    return try? JSONDecoder().decode(Position.self, from: Data(bytes))
  }

  /// Says how far the demonstration is; nil: it ended.
  public func write(_ run: DemonstrationRun?) {
    guard let run else {
      try? FileManager.default.removeItem(at: file)
      return
    }
    let position = Position(id: run.demonstration.id, place: run.place)
    guard let data = try? JSONEncoder().encode(position) else { return }
    // Without it the second window shows nothing; the demonstration goes on.
    try? Folder.makePrivate(file.deletingLastPathComponent())
    try? AtomicFile.write(Array(data), to: file, mode: 0o600)
  }
}
