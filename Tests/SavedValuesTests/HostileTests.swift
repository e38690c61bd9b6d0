import SavedValues
import Testing

@Suite("Bytes that nobody encoded are an error, and never the end of the program")
struct HostileTests {
  private let bytes: [UInt8]

  init() throws { bytes = try SavedValues.encode(Shapes()) }

  /// Bytes behind the format.
  private func read<Value: Decodable>(_ type: Value.Type, _ rest: [UInt8]) throws -> Value {
    try SavedValues.decode(type, from: [SavedValues.format] + rest)
  }

  @Test("A document that ends too early, at each length")
  func truncated() {
    for length in bytes.indices {
      #expect(throws: DecodingError.self) {
        try SavedValues.decode(Shapes.self, from: Array(bytes.prefix(length)))
      }
    }
  }

  @Test("A document that goes on")
  func trailing() {
    #expect(throws: DecodingError.self) {
      try SavedValues.decode(Shapes.self, from: bytes + [0])
    }
  }

  @Test("Bytes that were changed give an error or a value", arguments: 0..<20)
  func mutated(_ seed: UInt64) throws {
    var numbers = Numbers(seed)
    for _ in 0..<200 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &numbers) {
        mutate(&changed, &numbers)
      }
      guard let value = try? SavedValues.decode(Shapes.self, from: changed) else { continue }
      _ = try SavedValues.encode(value)
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ numbers: inout Numbers) {
    let place = Int.random(in: 1..<bytes.count, using: &numbers)
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
    case 1: bytes[place] = [0, 0, 0x7f, 0x80, 0xff].randomElement(using: &numbers) ?? 0
    case 2: bytes.insert(.random(in: 0...255, using: &numbers), at: place)
    default: bytes.remove(at: place)
    }
  }

  @Test("Random bytes give an error or a value", arguments: 0..<10)
  func random(_ seed: UInt64) {
    var numbers = Numbers(seed)
    for _ in 0..<200 {
      let noise = [0, 0] + numbers.bytes()
      _ = try? read(Tree.self, noise)
      _ = try? read([Int].self, noise)
      _ = try? read([String: String].self, noise)
    }
  }

  /// What a claim of so many is.
  private static let absurd: [[UInt8]] = [
    [0x7f],
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
    [UInt8](repeating: 0xff, count: 30),
  ]

  @Test("Lengths and counts beyond the end", arguments: absurd)
  func claims(_ claim: [UInt8]) {
    // As many words, and as long a word; the same of blobs.
    #expect(throws: DecodingError.self) { try read(Bool.self, claim + [2]) }
    #expect(throws: DecodingError.self) { try read(Bool.self, [1] + claim + [2]) }
    #expect(throws: DecodingError.self) { try read(Bool.self, [0] + claim + [2]) }
    #expect(throws: DecodingError.self) { try read(Bool.self, [0, 1] + claim + [2]) }
    // Word, text, bytes, array, map, and an array in an array.
    #expect(throws: DecodingError.self) { try read(String.self, [0, 0, 0x08] + claim) }
    #expect(throws: DecodingError.self) { try read(String.self, [0, 0, 0x07] + claim) }
    #expect(throws: DecodingError.self) { try read([UInt8].self, [0, 0, 0x09] + claim) }
    #expect(throws: DecodingError.self) { try read([Int].self, [0, 0, 0x0a] + claim) }
    #expect(throws: DecodingError.self) { try read([String: Int].self, [0, 0, 0x0c] + claim) }
    let inner = [0x0a] + claim
    #expect(throws: DecodingError.self) {
      try read([[Int]].self, [0, 0, 0x0a, UInt8(inner.count)] + inner)
    }
  }

  @Test("Strings that are no UTF-8, words and blobs that are not in the table")
  func strings() throws {
    #expect(throws: DecodingError.self) { try read(String.self, [0, 0, 0x07, 1, 0xff]) }
    #expect(throws: DecodingError.self) { try read(String.self, [1, 1, 0xff, 0, 0x80]) }
    #expect(throws: DecodingError.self) { try read(String.self, [1, 1, 0x61, 0, 0x81]) }
    #expect(throws: DecodingError.self) { try read([String: Int].self, [0, 0, 0x22, 0, 0x40]) }
    #expect(try read([UInt8].self, [0, 1, 1, 7, 0x0d, 0]) == [7])
    #expect(try read([Int].self, [0, 1, 1, 7, 0x0d, 0]) == [7])
    #expect(throws: DecodingError.self) { try read([UInt8].self, [0, 1, 1, 7, 0x0d, 1]) }
  }

  @Test("Keys that come twice or do not ascend")
  func order() throws {
    let words: [UInt8] = [2, 1, 0x61, 1, 0x62, 0]
    let right = words + [0x24, 0, 0x41, 1, 0x42]
    #expect(try read([String: Int].self, right) == ["a": 1, "b": 2])
    #expect(throws: DecodingError.self) {
      try read([String: Int].self, words + [0x24, 1, 0x41, 0, 0x42])
    }
    #expect(throws: DecodingError.self) {
      try read([String: Int].self, words + [0x24, 0, 0x41, 0, 0x42])
    }
  }

  @Test("Runs of no bytes, and runs outside of an array")
  func runs() throws {
    #expect(try read([Int].self, [0, 0, 0x0a, 4, 0x0b, 2, 7, 9]) == [7, 9])
    #expect(throws: DecodingError.self) { try read([Int].self, [0, 0, 0x0a, 2, 0x0b, 0]) }
    #expect(throws: DecodingError.self) { try read([Int].self, [0, 0, 0x0b, 1, 7]) }
  }

  @Test("Kinds of values that are not known")
  func kinds() {
    for tag in UInt8(0x0e)...0x1f {
      #expect(throws: DecodingError.self) { try read(Tree.self, [0, 0, tag, 0, 0, 0, 0]) }
    }
  }

  @Test("Values in each other, deeper than a stack is")
  func depth() throws {
    #expect(
      try SavedValues.decode(Nest.self, from: SavedValues.encode(Nest.nested(90))) == .nested(90))
    #expect(throws: EncodingError.self) { try SavedValues.encode(Nest.nested(150)) }
    // A word, and a map that holds it with an array that holds a map …
    var document: [UInt8] = [0x20]
    for _ in 0..<4_000 {
      document = [0x0a] + varint(document.count) + document
      document = [0x0c] + varint(document.count + 1) + [0] + document
    }
    #expect(throws: DecodingError.self) {
      try read(Nest.self, [1, 5] + Array("inner".utf8) + [0] + document)
    }
  }

  private func varint(_ number: Int) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7f) | 0x80] + varint(number >> 7)
  }
}
