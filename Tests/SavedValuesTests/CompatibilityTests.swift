import SavedValues
import Testing

@Suite("Other versions of a type read what one wrote")
struct CompatibilityTests {
  private struct Old: Codable, Equatable {
    var name: String
    var count: Int
    var place: Choice?
  }

  private struct New: Codable, Equatable {
    var extra: [Choice]?
    var name: String
    var other: Nest?
    var count: Double
  }

  private struct Demanding: Codable {
    var name: String
    var needed: Int
  }

  private let old = Old(name: "a", count: 3, place: .two("b", named: .north))

  @Test("Keys that nobody knows are passed over, and missing ones are nil")
  func optional() throws {
    let new = New(extra: [.one(1)], name: "a", other: .nested(5), count: 3)
    let bytes = try SavedValues.encode(new)
    #expect(try SavedValues.decode(Old.self, from: bytes) == Old(name: "a", count: 3, place: nil))
    #expect(
      try SavedValues.decode(New.self, from: SavedValues.encode(old))
        == New(extra: nil, name: "a", other: nil, count: 3))
  }

  @Test("A key that is needed and missing is named, with the way to it")
  func missing() throws {
    let bytes = try SavedValues.encode(["list": [old]])
    let error = #expect(throws: DecodingError.self) {
      try SavedValues.decode([String: [Demanding]].self, from: bytes)
    }
    guard case .keyNotFound(let key, let context) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(key.stringValue == "needed")
    #expect(context.codingPath.map(\.stringValue) == ["list", "Index 0"])
  }

  @Test("A value of another type is an error that says where it is")
  func mismatch() throws {
    let bytes = try SavedValues.encode(["x": [["y": true]]])
    let error = #expect(throws: DecodingError.self) {
      try SavedValues.decode([String: [[String: Int]]].self, from: bytes)
    }
    guard case .typeMismatch(_, let context) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["x", "Index 0", "y"])
  }

  @Test("Nothing where a value is needed is an error of its own")
  func nothing() throws {
    let bytes = try SavedValues.encode([Int?.none])
    let error = #expect(throws: DecodingError.self) {
      try SavedValues.decode([Int].self, from: bytes)
    }
    guard case .valueNotFound = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A number that the type can't be is an error")
  func overflow() throws {
    let large = try SavedValues.encode(300)
    #expect(throws: DecodingError.self) { try SavedValues.decode(UInt8.self, from: large) }
    let negative = try SavedValues.encode(-1)
    #expect(throws: DecodingError.self) { try SavedValues.decode(UInt.self, from: negative) }
    let wide = try SavedValues.encode(UInt64.max)
    #expect(throws: DecodingError.self) { try SavedValues.decode(Int64.self, from: wide) }
    #expect(throws: DecodingError.self) { try SavedValues.decode(Double.self, from: wide) }
    let exact = try SavedValues.encode(0.1)
    #expect(throws: DecodingError.self) { try SavedValues.decode(Float.self, from: exact) }
  }
}

@Suite("Equal values give equal bytes")
struct DeterminismTests {
  @Test("Dictionaries do so in whatever order they were filled")
  func dictionaries() throws {
    let names = (0..<50).map { "key \($0)" }
    var forwards: [String: [String: Int]] = [:]
    var backwards = Dictionary(minimumCapacity: 4_000) as [String: [String: Int]]
    for name in names { forwards[name] = ["of \(name)": 1, "other": 2, name: 3] }
    for name in names.reversed() { backwards[name] = [name: 3, "other": 2, "of \(name)": 1] }
    #expect(Array(forwards.keys) != Array(backwards.keys))
    #expect(try SavedValues.encode(forwards) == SavedValues.encode(backwards))
  }

  @Test("Writing what was read gives the same bytes", arguments: 0..<20)
  func again(_ seed: UInt64) throws {
    var numbers = Numbers(seed)
    let bytes = try SavedValues.encode(Tree.random(6, &numbers))
    let read = try SavedValues.decode(Tree.self, from: bytes)
    #expect(try SavedValues.encode(read) == bytes)
  }
}

extension Dictionary {
  fileprivate init(minimumCapacity: Int) {
    self = [:]
    reserveCapacity(minimumCapacity)
  }
}
