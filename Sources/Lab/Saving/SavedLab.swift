import CryptoPrimitives
public import Platform
import SavedValues
public import Storage

/// A lab on disk. After each command only what that command changed is written.
public struct SavedLab: Sendable {
  private let database: Database
  /// What stands in the rows.
  private var rows: [SessionList.Place] = []
  private var parts: [String: [UInt8]] = [:]
  /// The lab that was written or read last: what it shares with the next one is not written again.
  private var last: Lab?

  /// The endings of what may stand beside the file and belongs to it.
  public static let companions = Database.companions

  /// Why a saved lab can't be read or written.
  public enum Failure: Error, Hashable, Sendable {
    /// Not a saved lab at all.
    case notALab
    /// From a program that knows more.
    case newerSchema(Int)
    /// Cut off or changed.
    case damaged(String)
    /// The system would not, or another program holds it.
    case refused(StorageError)

    static let absurd = Failure.damaged("a time or a count in it is absurd")
  }

  /// Opens a lab that is to be kept up to date; a file that is missing is made, one that an older
  /// program wrote is taken over.
  ///
  /// - Throws: ``Failure``; the file stays what it was then.
  public init(updating file: URL) throws(Failure) {
    if LabDocument.isOne(file) {
      try Self.write(try LabDocument.lab(from: LabDocument.bytes(of: file)), to: file)
    }
    database = try Self.opening { () throws(StorageError) in
      try Database(updating: file, digest: Self.digest)
    }
  }

  /// The lab; its sessions are read when somebody looks at them. Nil where none was written yet.
  public mutating func restore() throws(Failure) -> Lab? {
    try Self.opening { () throws(StorageError) in try database.acceptChangesOfOthers() }
    guard let frame = try Self.frame(in: database) else { return nil }
    var lab = frame.lab
    lab.sessions = try Self.stored(in: database)
    lab.restoreWayBack()
    (rows, parts, last) = (lab.sessions.places, frame.parts, lab)
    return lab
  }

  /// Writes what changed since the last time. It outlasts a power cut when this returns.
  public mutating func keep(_ lab: Lab) throws(Failure) {
    let changedParts = try Self.encoding { () throws -> [String: [UInt8]] in
      try self.changedParts(of: lab)
    }
    var changes = changedParts.map { Change.putPart(name: $0.key, bytes: $0.value) }
    let places = lab.sessions.places
    for (number, place) in places.enumerated() {
      let before = rows.indices.contains(number) ? rows[number] : nil
      if let before, place.isOne(with: before) { continue }
      before?.stored?.takeAlong()
      changes.append(try Self.encoding { try Self.row(number, place, lab.sessions[number]) })
    }
    for number in places.count..<max(places.count, rows.count) {
      rows[number].stored?.takeAlong()
      changes.append(.removeSession(number: number))
    }
    guard !changes.isEmpty else { return }
    try Self.opening { () throws(StorageError) in try database.commit(changes) }
    (rows, last) = (places, lab)
    parts.merge(changedParts) { _, new in new }
  }

  /// Whether the file is no longer where it was opened.
  public var isMoved: Bool { database.isMoved }

  /// Lets go of the file; nothing stays beside it.
  public func close() { database.close() }

  /// Which parts are not on disk as they are now.
  private func changedParts(of lab: Lab) throws -> [String: [UInt8]] {
    var changed: [String: [UInt8]] = [:]
    for part in LabPart.allCases where last.map({ part.isShared(by: $0, lab) }) != true {
      let bytes = try part.bytes(of: lab)
      if parts[part.rawValue] != bytes { changed[part.rawValue] = bytes }
    }
    return changed
  }
}

// MARK: Whole labs

extension SavedLab {
  /// Writes a lab into a file of its own: the old contents or the new are there, never a part.
  public static func write(_ lab: Lab, to file: URL) throws(Failure) {
    try opening { () throws(StorageError) in
      try Database.write(to: file, digest: digest) { put throws(StorageError) in
        for part in LabPart.allCases {
          try put(making(file) { .putPart(name: part.rawValue, bytes: try part.bytes(of: lab)) })
        }
        for (number, place) in lab.sessions.places.enumerated() {
          try put(making(file) { try row(number, place, lab.sessions[number]) })
        }
      }
    }
  }

  private static func making(
    _ file: URL, _ change: () throws -> Change
  ) throws(StorageError) -> Change {
    do {
      return try change()
    } catch Failure.damaged(let reason) {
      throw StorageError(operation: .write, reason: .damaged, path: file.path, message: reason)
    } catch {
      throw StorageError(
        operation: .write, reason: .damaged, path: file.path, message: "\(error)")
    }
  }

  /// Reads a lab to the last byte, as is fit for a file that comes from somebody else.
  public static func read(_ file: URL) throws(Failure) -> Lab {
    if LabDocument.isOne(file) { return try LabDocument.lab(from: LabDocument.bytes(of: file)) }
    let database = try opening { () throws(StorageError) in
      try Database(reading: file, digest: digest)
    }
    defer { database.close() }
    guard var lab = try frame(in: database)?.lab else { throw .notALab }
    let stored = try stored(in: database)
    lab.sessions = SessionList(Array(stored))
    if let failure = stored.unreadable.first {
      throw .damaged("\(failure.id): \(failure.reason)")
    }
    guard lab.holdsPlausibleNumbers else { throw .absurd }
    lab.restoreWayBack()
    return lab
  }
}

extension SavedLab {
  /// Whether there is a file that is no saved lab, not even a damaged one.
  public static func isSomethingElse(_ file: URL) -> Bool {
    guard FileManager.default.fileExists(atPath: file.path), !LabDocument.isOne(file) else {
      return false
    }
    do throws(StorageError) {
      try Database(reading: file, digest: digest).close()
      return false
    } catch {
      return [.notADatabase, .foreign].contains(error.reason)
    }
  }
}

// MARK: Rows

extension SavedLab {
  static let digest: Digest = { bytes in
    (try? HashAlgorithm.sha256.digest(bytes)) ?? []
  }

  private static func row(
    _ number: Int, _ place: SessionList.Place, _ session: Session
  ) throws -> Change {
    // What could not be read is not replaced by nothing.
    if let reason = place.stored?.failure { throw Failure.damaged("\(session.id): \(reason)") }
    let brief = try SavedValues.encode(SessionBrief(session))
    return .putSession(
      Brief(number: number, id: session.id, bytes: brief), body: try session.body())
  }

  private static func stored(in database: Database) throws(Failure) -> SessionList {
    let briefs = try opening { () throws(StorageError) in try database.briefs() }
    var places: [SessionList.Place] = []
    for (number, brief) in briefs.enumerated() {
      // Names become names of files, and lead to places: they are what this program gives.
      guard brief.number == number, brief.id == "S\(number + 1)",
        let stored = try? StoredSession(brief, in: database)
      else { throw .damaged("its session \(number + 1) is none") }
      places.append(SessionList.Place(stored: stored))
    }
    return SessionList(places: places)
  }

  /// Everything but the sessions; nil where nothing was written yet.
  private static func frame(
    in database: Database
  ) throws(Failure) -> (lab: Lab, parts: [String: [UInt8]])? {
    let parts = try opening { () throws(StorageError) in try database.parts() }
    guard !parts.isEmpty else { return nil }
    do {
      return (try LabPart.lab(from: parts), parts)
    } catch {
      throw .damaged("\(error)")
    }
  }

  private static func opening<Result>(
    _ body: () throws(StorageError) -> Result
  ) throws(Failure) -> Result {
    do throws(StorageError) {
      return try body()
    } catch {
      throw Failure(error)
    }
  }

  private static func encoding<Result>(_ body: () throws -> Result) throws(Failure) -> Result {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .damaged("\(error)")
    }
  }
}

extension SavedLab.Failure {
  init(_ error: StorageError) {
    switch error.reason {
    case .notADatabase, .foreign: self = .notALab
    case .newerProgram(let version): self = .newerSchema(version)
    case .damaged: self = .damaged(error.message)
    default: self = .refused(error)
    }
  }
}
