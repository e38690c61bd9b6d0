/// Finds where TLS begins in a connection, by its bytes and on any port: at once, behind STARTTLS or a
/// proxy's CONNECT, or in the middle, where the capture began too late.
struct TLSFinder {
  enum Finding {
    case nothing
    /// No TLS: nobody need look at the connection again.
    case none
    /// One direction's bytes from the first record on.
    case found(Found)
  }

  struct Found {
    /// Whether the direction is that of the client.
    var isClient: Bool
    /// Whether it begins with a hello.
    var hasHello: Bool
    var bytes: ArraySlice<UInt8>
    var prelude: Prelude?
  }

  private struct Searched {
    var held: [UInt8] = []
    var count = 0
    /// What the direction began with.
    var beginning: [UInt8] = []
    var hasBeginning = false
  }

  private var directions = (one: Searched(), other: Searched())
  /// How far is looked, in bytes of both directions.
  static let reach = 1 << 17

  private subscript(isLower: Bool) -> Searched {
    get { isLower ? directions.one : directions.other }
    _modify { if isLower { yield &directions.one } else { yield &directions.other } }
  }

  /// Takes the next bytes of a direction.
  ///
  /// - Parameter isWhole: whether the direction was seen from its first byte on.
  mutating func take(_ bytes: ArraySlice<UInt8>, isLower: Bool, isWhole: Bool) -> Finding {
    let isFirst = self[isLower].count == 0
    let data = self[isLower].held.isEmpty ? bytes : (self[isLower].held + bytes)[...]
    if self[isLower].beginning.count < 64 {
      self[isLower].beginning += bytes.prefix(64 - self[isLower].beginning.count)
    }
    if let found = Self.start(
      in: data, isFirst: isFirst || !self[isLower].hasBeginning)
    {
      var found = found
      let before = self[isLower].count + bytes.count - found.bytes.count
      if before > 0 || !self[!isLower].beginning.isEmpty && found.isClient {
        found.prelude = isWhole && found.hasHello ? prelude : nil
      }
      return .found(found)
    }
    // Where the capture began too late, records begin where segments do, sooner or later.
    if !isWhole, Pattern.isRecord(bytes) {
      return .found(Found(isClient: true, hasHello: false, bytes: bytes))
    }
    self[isLower].count += bytes.count
    if data.count >= Pattern.length { self[isLower].hasBeginning = true }
    self[isLower].held = Array(data.suffix(Pattern.length - 1))
    let count = directions.one.count + directions.other.count
    return count > Self.reach ? .none : .nothing
  }

  private static func start(in data: ArraySlice<UInt8>, isFirst: Bool) -> Found? {
    if isFirst, Pattern.isSSL2Hello(data) {
      return Found(isClient: true, hasHello: true, bytes: data)
    }
    return Pattern.firstHello(in: data, isFirst: isFirst).map { place, type in
      Found(isClient: type == 1, hasHello: true, bytes: data[place...])
    }
  }

  /// The first bytes of a direction, as far as they are no TLS.
  func beginning(isLower: Bool) -> [UInt8] { self[isLower].beginning }

  /// What is spoken before TLS.
  private var prelude: Prelude {
    Prelude(directions.one.beginning, directions.other.beginning) ?? .other
  }
}
