/// What somebody typed in one attempt at a lesson, in order and with times: the evidence of a report, from which
/// the lesson is played again.
public struct Journal: Hashable, Sendable, Codable {
  /// One command.
  public struct Entry: Hashable, Sendable, Codable {
    /// As typed.
    public var line: String
    /// Seconds since 1970.
    public var time: Int
    /// What of the lab behind it depends on the world alone, in hex: the same when it is played again.
    public var mark: String
  }

  public private(set) var entries: [Entry] = []
  /// Of the lesson that was played; see ``Lesson/edition``.
  public private(set) var edition: String?
  /// Whether everything is in it; not where two windows wrote, or somebody typed more than fits.
  public private(set) var isWhole = true

  /// More than anybody types in a lesson.
  static let limit = 3000
  /// The longest line that is kept, in characters.
  static let longestLine = 2000

  init(edition: String? = nil) { self.edition = edition }

  mutating func add(_ entry: Entry) {
    guard entries.count < Self.limit, entry.line.count <= Self.longestLine else {
      isWhole = false
      return
    }
    entries.append(entry)
  }

  /// What two windows typed: one after the other where one window went on, else in the order of the times.
  func merged(with other: Journal) -> Journal {
    let (shorter, longer) = entries.count <= other.entries.count ? (self, other) : (other, self)
    if longer.entries.starts(with: shorter.entries) { return longer }
    var merged = Journal(edition: longer.edition)
    merged.isWhole = false
    let more = shorter.entries.filter { !longer.entries.contains($0) }
    merged.entries = Array((longer.entries + more).sorted { $0.time < $1.time }.prefix(Self.limit))
    return merged
  }

  /// How long somebody worked, in seconds: a pause of more than ten minutes does not count.
  var seconds: Int {
    zip(entries, entries.dropFirst()).reduce(0) { sum, pair in
      let gap = pair.1.time - pair.0.time
      return gap > 0 && gap <= 600 ? sum + gap : sum
    }
  }
}
