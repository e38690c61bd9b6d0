import Bytes

/// The sessions of a lab, in their order. Those that come from a saved lab are read when somebody
/// looks at them: a thousand cost nothing at the beginning.
public struct SessionList: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
  @Boxed private(set) var places: [Place]

  /// Where one session is. Exactly one of the two is there.
  struct Place: Sendable {
    /// In the memory; nil also while it is being changed, so that nobody else holds it then.
    var session: Session?
    /// In a saved lab.
    var stored: StoredSession?

    /// Whether both hold one and the same session: what was written need not be written again.
    func isOne(with other: Place) -> Bool {
      if let stored { return stored === other.stored }
      guard let session, let there = other.session else { return false }
      return session.isOne(with: there)
    }
  }

  init(places: [Place]) { _places = Boxed(wrappedValue: places) }

  public init(arrayLiteral sessions: Session...) { self.init(sessions) }

  init(_ sessions: [Session]) { self.init(places: sessions.map { Place(session: $0) }) }

  /// What follows from the sessions as they are; see ``Boxed/remembered(_:making:)``.
  func remembered<Kept: Sendable>(
    _ memory: some Hashable & Sendable, making make: () -> Kept
  ) -> Kept {
    _places.remembered(memory) { _ in make() }
  }

  public var startIndex: Int { places.startIndex }
  public var endIndex: Int { places.endIndex }

  public internal(set) subscript(position: Int) -> Session {
    get { places[position].session ?? places[position].stored?.session ?? .empty(id: "") }
    _modify {
      var session = self[position]
      places[position] = Place()
      defer { places[position] = Place(session: session) }
      yield &session
    }
  }

  /// Reads all that nobody has looked at so far, with all processors at work; for whoever is about to go
  /// through them one by one.
  ///
  /// - Parameter tick: called after each, on any thread.
  public func readAhead(_ tick: @Sendable () -> Void = {}) {
    guard places.contains(where: { $0.stored?.isAway == true }) else { return }
    _ = places.mapInParallel { place in
      _ = place.stored?.session
      tick()
    }
  }

  mutating func append(_ session: Session) { places.append(Place(session: session)) }

  /// The name of a session, for which it need not be read.
  public func id(at position: Int) -> String {
    places[position].session?.id ?? places[position].stored?.id ?? ""
  }

  /// The names of all sessions.
  public var ids: [String] { indices.map(id(at:)) }

  /// Where the session of that name is; the newest have the highest places.
  public func place(of id: String?) -> Int? {
    id.flatMap { id in indices.last { self.id(at: $0) == id } }
  }

  /// The moment of the last step that any session of this world made, in microseconds since 1970;
  /// real programs live in real time, and theirs do not count.
  var latest: Int64? { places.compactMap(\.brief?.worldTime).max() }

  /// What could not be read, by the session's name.
  public var unreadable: [(id: String, reason: String)] {
    places.compactMap { place in
      place.stored.flatMap { stored in stored.failure.map { (stored.id, $0) } }
    }
  }
}

extension SessionList.Place {
  /// What is known of the session without reading it.
  var brief: SessionBrief? { session.map(SessionBrief.init) ?? stored?.brief }
}

// In a file it is an array.
extension SessionList: Codable {
  public init(from decoder: any Decoder) throws { self.init(try [Session](from: decoder)) }

  public func encode(to encoder: any Encoder) throws { try Array(self).encode(to: encoder) }
}
