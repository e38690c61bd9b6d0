import Bytes
import Foundation
import SavedValues
import Testing

private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
  try SavedValues.decode(Value.self, from: SavedValues.encode(value))
}

@Suite("What is saved comes back")
struct RoundTripTests {
  @Test("Every shape comes back, and its strings byte by byte")
  func shapes() throws {
    let read = try roundTrip(Shapes())
    #expect(read == Shapes())
    #expect(read.texts.map { Array($0.utf8) } == Shapes().texts.map { Array($0.utf8) })
  }

  @Test("A document may be one plain value")
  func plain() throws {
    #expect(try roundTrip(true))
    #expect(try roundTrip("text") == "text")
    #expect(try roundTrip(Int?.none) == nil)
    #expect(try roundTrip([UInt8](0...255)) == [UInt8](0...255))
    #expect(try roundTrip(Double.nan).isNaN)
    #expect(try roundTrip(-Double.infinity) == -Double.infinity)
    #expect(try roundTrip(Data([1, 2, 3])) == Data([1, 2, 3]))
    #expect(try roundTrip([Int8]([-1, 0, 1])) == [-1, 0, 1])
    #expect(try roundTrip(Set(["a", "b"])) == ["a", "b"])
    #expect(try roundTrip(Date(timeIntervalSince1970: 0.5)) == Date(timeIntervalSince1970: 0.5))
  }

  @Test(
    "Integers come back at the edges of every width",
    arguments: [0, 1, 63, 64, 127, 128, 255, 16_383, 16_384, 1 << 31, 1 << 62, .max])
  func integers(_ number: Int64) throws {
    #expect(try roundTrip(number) == number)
    #expect(try roundTrip(~number) == ~number)
    #expect(try roundTrip(UInt64(number) << 1 | 1) == UInt64(number) << 1 | 1)
  }

  @Test("Integers of more than 64 bits are an error, and not cut off")
  func wideIntegers() {
    #expect(throws: EncodingError.self) { try SavedValues.encode(Int128(UInt64.max) + 1) }
    #expect(throws: EncodingError.self) { try SavedValues.encode([Int128(Int64.min) - 1]) }
  }

  @Test("Random trees come back as they do from JSON", arguments: 0..<100)
  func random(_ seed: UInt64) throws {
    var numbers = Numbers(seed)
    let tree = Tree.random(6, &numbers)
    let json = try JSONDecoder().decode(Tree.self, from: JSONEncoder().encode(tree))
    #expect(try roundTrip(tree) == json)
  }

  @Test("Bytes take their own room, and in JSON they stay digits")
  func bytes() throws {
    let bytes = [UInt8](repeating: 0xab, count: 1_000)
    #expect(try SavedValues.encode(bytes).count < 1_010)
    #expect(try SavedValues.encode(Hexadecimal(wrappedValue: bytes)).count < 1_010)
    #expect(try SavedValues.encode(Data(bytes)).count < 1_010)
    let json = try JSONEncoder().encode(Hexadecimal(wrappedValue: [0xab, 1]))
    #expect(String(decoding: json, as: UTF8.self) == "\"ab01\"")
  }

  @Test("Bytes and arrays of small numbers are one and the same")
  func bytesAsNumbers() throws {
    let bytes = try SavedValues.encode([1, 200] as [UInt8])
    #expect(try SavedValues.decode([Int].self, from: bytes) == [1, 200])
    #expect(try SavedValues.decode([Code].self, from: bytes).map(\.rawValue) == [1, 200])
    #expect(try SavedValues.decode([UInt8].self, from: SavedValues.encode([1, 200])) == [1, 200])
    #expect(try SavedValues.decode([UInt8].self, from: SavedValues.encode(Data([7]))) == [7])
    #expect(throws: DecodingError.self) { try SavedValues.decode([Int8].self, from: bytes) }
  }

  @Test("Nothing within something is nothing, as in JSON")
  func nestedOptionals() throws {
    let values: [Int??] = [1, .some(nil), nil]
    let json = try JSONDecoder().decode([Int??].self, from: JSONEncoder().encode(values))
    #expect(try roundTrip(values) == json)
    #expect(json == [1, nil, nil])
  }

  @Test("Keys, strings and bytes that come again are stored once")
  func words() throws {
    let many = Array(repeating: ["a rather long key": "a rather long value"], count: 100)
    #expect(try SavedValues.encode(many).count < 400)
    let bytes = [UInt8](repeating: 1, count: 500)
    let both = [Hexadecimal](repeating: Hexadecimal(wrappedValue: bytes), count: 50)
    #expect(try SavedValues.encode([both, both]).count < 800)
    #expect(try roundTrip([both, both]) == [both, both])
  }
}

@Suite("Containers within containers")
struct ContainerTests {
  @Test("Containers may be written in turns, and superclasses have a place of their own")
  func turns() throws {
    let read = try roundTrip(Turns(numbers: [1, 2, 3], names: ["a": 1, "b": 2]))
    #expect(read == Turns(numbers: [1, 2, 3], names: ["a": 1, "b": 2]))
  }

  @Test("What is encoded last for a key stays")
  func twice() throws {
    struct Twice: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Side.Key.self)
        try container.encode(1, forKey: .north)
        try container.encode(7, forKey: .south)
        try container.encode(2, forKey: .north)
      }
    }
    let read = try SavedValues.decode([String: Int].self, from: SavedValues.encode(Twice()))
    #expect(read == ["north": 2, "south": 7])
  }

  @Test("Two values in one place are an error")
  func contradiction() {
    struct Both: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(1)
        _ = encoder.unkeyedContainer()
      }
    }
    #expect(throws: EncodingError.self) { try SavedValues.encode(Both()) }
  }
}

extension Side {
  enum Key: CodingKey { case north, south }
}

/// Fills several containers at once.
private struct Turns: Equatable, Codable {
  var numbers: [Int]
  var names: [String: Int]

  private enum Key: CodingKey { case numbers, names }

  init(numbers: [Int], names: [String: Int]) {
    self.numbers = numbers
    self.names = names
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    var list = container.nestedUnkeyedContainer(forKey: .numbers)
    var parent = container.superEncoder().unkeyedContainer()
    for number in numbers {
      try list.encode(number)
      try parent.encode(-number)
      var map = list.nestedContainer(keyedBy: Key.self)
      try map.encodeNil(forKey: .names)
      let count = list.count
      var last = list.superEncoder().singleValueContainer()
      try last.encode(count)
    }
    try names.encode(to: container.superEncoder(forKey: .names))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var list = try container.nestedUnkeyedContainer(forKey: .numbers)
    var parent = try container.superDecoder().unkeyedContainer()
    numbers = []
    while !list.isAtEnd {
      numbers.append(try list.decode(Int.self))
      let negative = try parent.decode(Int.self)
      let isNil = try list.nestedContainer(keyedBy: Key.self).decodeNil(forKey: .names)
      let index = try Int(from: list.superDecoder())
      #expect(negative == -(numbers.last ?? 0))
      #expect(isNil)
      #expect(index == list.currentIndex - 1)
    }
    #expect(list.count == numbers.count * 3)
    #expect(parent.isAtEnd)
    names = try [String: Int](from: container.superDecoder(forKey: .names))
  }
}
