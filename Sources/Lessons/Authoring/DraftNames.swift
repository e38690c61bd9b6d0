import Commands
import Lab

/// What the lesson of a draft calls its sessions: by what is so of them from their making to the end.
struct DraftNames {
  /// What is so of each, as a lesson writes it, in the order in which they were made.
  private(set) var descriptions: [(id: String, name: String, text: String)] = []

  private static let ordinals = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
  ]
  /// What tells most sessions apart.
  private static let usual: [SessionRecord.Fact] = [.version, .kx, .outcome]
  /// What tells the others apart.
  private static let further: [SessionRecord.Fact] = [
    .resumedFrom, .earlyData, .replayOf, .alert, .suite, .group, .serverName, .scenario, .media,
    .ticket, .hop,
  ]

  /// - Parameters:
  ///   - made: the sessions in their order, with the facts that each had when it was made.
  ///   - last: the facts that each has in the end.
  init(_ made: [(id: String, facts: JSONValue)], last: JSONObject) {
    func lasting(_ fact: SessionRecord.Fact, _ place: Int) -> JSONValue? {
      let value = made[place].facts.find([fact.rawValue])
      return last[made[place].id]?.find([fact.rawValue]) == value ? value : nil
    }
    let telling = Self.further.filter { fact in
      let values = made.indices.map { lasting(fact, $0) }
      return values.allSatisfy { $0 != nil }
        && Set(values.map { Self.kind(of: $0 ?? .null, fact) }).count > 1
    }
    let usual = made.indices.map { place in
      Self.usual.compactMap { Self.condition($0, lasting($0, place)) }
    }
    for (place, session) in made.enumerated() {
      let isAlone = usual.count { $0 == usual[place] } == 1
      let more = telling.compactMap { Self.condition($0, lasting($0, place), orNull: true) }
      let text = (usual[place] + (isAlone ? [] : more)).joined(separator: ", ")
      let same = descriptions.first { $0.text == text }?.name
      let count = Set(descriptions.map(\.name)).count
      let ordinal = count < Self.ordinals.count ? Self.ordinals[count] : "session\(count + 1)"
      descriptions.append((session.id, same ?? ordinal, text))
    }
  }

  /// A name of another session is none: that there is one may be what tells.
  private static func kind(of value: JSONValue, _ fact: SessionRecord.Fact) -> String {
    isReference(fact) && value != .null ? "one" : value.text
  }

  private static func isReference(_ fact: SessionRecord.Fact) -> Bool {
    fact == .resumedFrom || fact == .replayOf
  }

  /// `kx == rsa`; nil for what can't be written so.
  static func condition(
    _ fact: SessionRecord.Fact, _ value: JSONValue?, orNull: Bool = false
  ) -> String? {
    guard let value else { return nil }
    switch value {
    case .null: return orNull ? "\(fact.rawValue) == null" : nil
    case .array, .object: return nil
    default:
      if isReference(fact) { return "\(fact.rawValue) exists" }
      return value.text.contains(",") ? nil : "\(fact.rawValue) == \(value.text)"
    }
  }

  /// The names as the head of a lesson has them.
  var written: [String] {
    var seen: Set<String> = []
    return descriptions.filter { seen.insert($0.name).inserted }.map { "\($0.name): \($0.text)" }
  }

  /// What stands in braces for a session at a time: of several that are alike, the newest goes by the name alone.
  ///
  /// - Parameter there: the sessions that there are then.
  func name(of id: String, among there: some Collection<String>) -> String {
    guard let place = descriptions.firstIndex(where: { $0.id == id }) else { return id }
    let name = descriptions[place].name
    let later = descriptions[(place + 1)...].filter { $0.name == name && there.contains($0.id) }
    return later.isEmpty ? name : "\(name) \(later.count + 1)"
  }

  /// A text with names in the place of sessions.
  func named(_ text: String, among there: some Collection<String>) -> String {
    text.replacing(Draft.place) { "{\(name(of: String($0.1), among: there))}" }
  }
}
