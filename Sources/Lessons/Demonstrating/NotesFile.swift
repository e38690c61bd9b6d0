import Files
public import Platform

/// Where the window on the projector says how far it is: the trainer's own window reads it, and the next
/// start goes on there, whatever happened.
public struct NotesFile: Sendable {
  public var file: URL

  public init(folder: URL) { file = folder.appendingPathComponent("demonstration.json") }

  /// How far a demonstration is.
  public struct Position: Hashable, Sendable, Codable {
    /// The beat that comes next, counted from 0.
    public var place: Int
    public var votes: [RoomVote]?
    /// Whether it is shown in few words.
    public var isPresented: Bool?
    /// Whether it was left before its end.
    public var isLeft: Bool?
    /// When it began, less the time in which it did not run; seconds since 1970, as the following.
    public var began: Int?
    /// When the mark in force was reached, less the same.
    public var reached: Int?
    /// When this was written.
    public var written: Int?
  }

  private struct Contents: Codable {
    var current: String?
    var places: [String: Position]?
  }

  private var contents: Contents {
    guard let bytes = try? FileContents.kept(file) else { return Contents() }
    return (try? JSONDecoder().decode(Contents.self, from: Data(bytes))) ?? Contents()
  }

  /// The demonstration that was shown last and how far it is; nil when it came to its end.
  public var current: (id: String, position: Position)? {
    let contents = contents
    guard let id = contents.current, let position = contents.places?[id] else { return nil }
    return (id, position)
  }

  /// Where a demonstration was left; nil where it was not, or did not get beyond its beginning.
  public func left(_ id: String) -> Position? {
    contents.places?[id].flatMap { $0.place > 0 ? $0 : nil }
  }

  /// Says how far a demonstration is.
  ///
  /// - Parameters:
  ///   - isPresented: whether it is shown in few words.
  ///   - isLeft: whether nobody shows it any more.
  ///   - isNew: whether it began anew, or goes on, just now.
  ///   - now: seconds since 1970.
  public func write(
    _ run: DemonstrationRun, isPresented: Bool, isLeft: Bool = false, isNew: Bool = false, now: Int
  ) {
    change { contents in
      let id = run.demonstration.id
      let last = run.place > 0 || !isNew ? contents.places?[id] : nil
      // The clock stood still from when it was left until now.
      let pause = isNew ? now - (last?.written ?? now) : 0
      let marks = [last?.place, run.place].map { $0.flatMap(run.demonstration.mark) }
      var position = Position(place: run.place)
      position.votes = run.votes.isEmpty ? nil : run.votes
      position.isPresented = isPresented ? true : nil
      position.isLeft = isLeft ? true : nil
      position.began = (last?.began ?? now) + pause
      position.reached = marks[0] == marks[1] ? (last?.reached ?? now) + pause : now
      position.written = now
      contents.current = id
      contents.places = (contents.places ?? [:]).merging([id: position]) { $1 }
    }
  }

  /// Says that a demonstration came to its end.
  public func finish(_ id: String) {
    change { contents in
      contents.places?[id] = nil
      if contents.current == id { contents.current = nil }
    }
  }

  private func change(_ body: (inout Contents) -> Void) {
    // What is there and can't be read is not written over.
    guard
      (try? FileContents.kept(file)) != nil
        || !FileManager.default.fileExists(atPath: file.path)
    else { return }
    var contents = contents
    body(&contents)
    guard let data = try? JSONEncoder().encode(contents) else { return }
    // Without it the second window shows nothing; the demonstration goes on.
    try? Folder.makePrivate(file.deletingLastPathComponent())
    try? AtomicFile.write(Array(data), to: file, mode: 0o600)
  }
}
