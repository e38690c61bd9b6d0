/// The members of a JSON object, in the order of their names' bytes, in which they are printed.
///
/// An array of pairs: objects are short, made once and read once, and hashing each name would cost more than all else.
public struct JSONObject: Sendable {
  public typealias Member = (key: String, value: JSONValue)
  private var members: [Member]

  /// Where a name occurs twice, the last value counts.
  public init(_ members: some Sequence<Member>) {
    self.members = []
    self.members.reserveCapacity(members.underestimatedCount)
    for member in members { add(member) }
  }

  /// Adds a member; most come in order.
  private mutating func add(_ member: Member) {
    guard let last = members.last, !last.key.precedesInBytes(member.key) else {
      return members.append(member)
    }
    self[member.key] = member.value
  }

  public subscript(name: String) -> JSONValue? {
    get {
      let place = place(of: name)
      return has(name, at: place) ? members[place].value : nil
    }
    set {
      let place = place(of: name)
      switch (has(name, at: place), newValue) {
      case (true, let value?): members[place].value = value
      case (true, nil): members.remove(at: place)
      case (false, let value?): members.insert((name, value), at: place)
      case (false, nil): break
      }
    }
  }

  /// Where a member of this name stands, or would.
  private func place(of name: String) -> Int {
    var range = 0..<members.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if members[middle].key.precedesInBytes(name) {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  private func has(_ name: String, at place: Int) -> Bool {
    place < members.count && members[place].key == name
  }

  public var keys: [String] { members.map(\.key) }

  /// Takes the members of another object in.
  ///
  /// - Parameter united: what becomes of the two values of a name that both have; the other's if it is not told.
  public mutating func merge(
    _ other: JSONObject, _ united: (JSONValue, JSONValue) -> JSONValue = { $1 }
  ) {
    for member in other {
      self[member.key] = self[member.key].map { united($0, member.value) } ?? member.value
    }
  }

  /// These members and those of another object, whose values count where both have one.
  public func merging(_ other: JSONObject) -> JSONObject { JSONObject(members + other.members) }

  public func filter(_ isKept: (Member) throws -> Bool) rethrows -> JSONObject {
    var object = self
    object.members = try members.filter(isKept)
    return object
  }
}

extension JSONObject: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { members.count }
  public subscript(place: Int) -> Member { members[place] }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self.init(members.lazy.map { (key: $0.0, value: $0.1) })
  }
}

extension JSONObject: Hashable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
  }

  public func hash(into hasher: inout Hasher) {
    for member in self {
      hasher.combine(member.key)
      hasher.combine(member.value)
    }
  }
}

extension JSONObject: Codable {
  public init(from decoder: any Decoder) throws {
    let members = try decoder.singleValueContainer().decode([String: JSONValue].self)
    self.init(members.map { (key: $0.key, value: $0.value) })
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Dictionary(map { ($0.key, $0.value) }) { $1 })
  }
}

extension String {
  /// Whether its bytes stand before those of another one; they lie in memory side by side, as all of Swift's own do.
  func precedesInBytes(_ other: String) -> Bool {
    let compared = utf8.withContiguousStorageIfAvailable { mine in
      other.utf8.withContiguousStorageIfAvailable { mine.lexicographicallyPrecedes($0) }
    }
    return (compared ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }
}
