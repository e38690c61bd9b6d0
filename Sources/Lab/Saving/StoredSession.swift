import Platform
import SavedValues
import Storage
import Synchronization
import TLSEngine
import X509

/// What must be known of every session before any is read.
struct SessionBrief: Sendable, Codable {
  /// The moment of its last step; nil where a program outside takes part.
  var worldTime: Int64?

  init(_ session: Session) { worldTime = session.outside == nil ? session.now : nil }
}

/// A session in a saved lab. It is read when somebody looks at it, and then kept.
final class StoredSession: Sendable {
  let id: String
  let brief: SessionBrief
  private let number: Int
  private let database: Database
  private let state = Mutex(State.away)

  private enum State {
    case away
    /// Its row is gone from the saved lab; an earlier value of the lab may still want it.
    case fetched([UInt8])
    case read(Session)
    /// Something else, or nothing that can be understood, stands in its row.
    case unreadable(String)
  }

  init(_ row: Brief, in database: Database) throws {
    id = row.id
    number = row.number
    brief = try SavedValues.reading(SessionBrief.self, from: row.bytes)
    self.database = database
  }

  /// The session; an empty one of the same name where it can't be read.
  var session: Session {
    state.withLock { state in
      if case .away = state { state = fetch() }
      if case .fetched(let body) = state { state = Self.reading(body, named: id) }
      if case .read(let session) = state { return session }
      return .empty(id: id)
    }
  }

  /// Whether nobody has looked at it so far.
  var isAway: Bool {
    state.withLock { if case .away = $0 { true } else { false } }
  }

  /// Why it could not be read, if that was tried.
  var failure: String? {
    state.withLock { if case .unreadable(let reason) = $0 { reason } else { nil } }
  }

  /// Takes the bytes out of the saved lab before its row is written over.
  func takeAlong() {
    state.withLock { state in
      if case .away = state { state = fetch() }
    }
  }

  private func fetch() -> State {
    do throws(StorageError) {
      // Whoever wrote in the meantime may have put another session here.
      guard try !database.isChangedByOther() else {
        return .unreadable("another program has changed the saved lab")
      }
      guard let body = try database.body(of: number) else { return .unreadable("it is gone") }
      return .fetched(body)
    } catch {
      return .unreadable(
        error.reason == .damaged ? "its bytes are not as they were written" : error.message)
    }
  }

  private static func reading(_ body: [UInt8], named id: String) -> State {
    do {
      return .read(try Session.reading(body, named: id))
    } catch {
      return .unreadable(String("\(error)".prefix(80)))
    }
  }
}

extension Session {
  /// The bytes of a session in a saved lab.
  func body() throws -> [UInt8] { try SavedValues.encode(self) }

  /// A session from a saved lab; programs before this one saved them as JSON.
  ///
  /// - Throws: also where it is another than the one that was asked for, or its numbers are absurd:
  ///   whoever edits a file can make its checksums fit.
  static func reading(_ body: [UInt8], named id: String) throws -> Session {
    let session = try SavedValues.reading(Session.self, from: body)
    guard session.id == id else { throw SavedLab.Failure.damaged("it says that it is another") }
    guard session.holdsPlausibleNumbers else { throw SavedLab.Failure.absurd }
    return session
  }

  /// Whether this stands for a session that can't be read from the saved lab: any other one has a wire.
  public var isUnreadable: Bool { links.isEmpty }

  /// Stands for a session of which nothing is known.
  static func empty(id: String) -> Session {
    let verification = ServerVerification(trust: TrustStore(roots: []), host: nil, now: 0)
    return Session(
      id: id, settings: Settings(), serverName: "", ends: Ends(verification: verification),
      links: [:], beginning: 0)
  }
}

extension SavedValues {
  /// A value in this form, or in JSON.
  static func reading<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    bytes.first == format
      ? try decode(type, from: bytes) : try JSONDecoder().decode(type, from: Data(bytes))
  }
}
