import Bytes

/// Values of every shape that the program saves.
struct Shapes: Hashable, Codable {
  var flag = true
  var small: Int8 = -128
  var large = UInt64.max
  var lowest = Int64.min
  var time: Int64 = 1_700_000_000_000_000
  var half: Float = 0.1
  var whole = -1.0e300
  var texts = ["", "twice", "twice", "é", "e\u{301}", String(repeating: "long ", count: 40)]
  var raw: [UInt8] = [0, 255, 128]
  @Hexadecimal var digits: [UInt8] = [1, 2, 3]
  var pieces: [[UInt8]] = [[], [7], [8, 9]]
  var absent: Int?
  var present: Int? = 3
  var nested: [Int??] = [1, nil]
  var choices: [Choice] = [
    .nothing, .one(5), .two("a", named: .south), .many([.nothing, .one(-1)]), .within(.one(64)),
  ]
  var byText = ["b": 1, "a": 2]
  var byNumber = [70_000: "x", -1: "y"]
  var bySide: [Side: [UInt8]] = [.north: [1], .south: []]
  var byCode = [Code(rawValue: 9): true]
  var codes = [Code(rawValue: 0xc02f), Code(rawValue: 1)]
  var empty = Empty()
  var lists: [[[Int]]] = [[], [[], [1, 2]]]
}

struct Empty: Hashable, Codable {}

enum Side: String, Hashable, Codable, CodingKeyRepresentable, CaseIterable { case north, south }

/// A key of dictionaries that no string stands for: they are coded as arrays of pairs.
struct Code: RawRepresentable, Hashable, Codable { var rawValue: UInt16 }

indirect enum Choice: Hashable, Codable {
  case nothing
  case one(Int)
  case two(String, named: Side)
  case many([Choice])
  case within(Choice)
}

/// A tree that may be as deep as one likes.
struct Nest: Hashable, Codable {
  var inner: [Nest] = []

  /// - Parameter depth: how many are in each other.
  static func nested(_ depth: Int) -> Nest {
    (1..<max(1, depth)).reduce(Nest()) { nest, _ in Nest(inner: [nest]) }
  }
}

/// A random tree for comparisons with another coder.
indirect enum Tree: Hashable, Codable {
  case null
  case flag(Bool)
  case number(Int64)
  case unsigned(UInt32)
  case fraction(Double)
  case text(String)
  case bytes([UInt8])
  case digits(Hexadecimal)
  case list([Tree])
  case map([String: Tree])
  case sides([Side: Tree])
  case maybe(Tree?, also: Int?)

  static func random(_ depth: Int, _ source: inout Numbers) -> Tree {
    switch Int.random(in: 0..<(depth > 0 ? 12 : 8), using: &source) {
    case 0: .null
    case 1: .flag(.random(using: &source))
    case 2:
      .number(
        .random(in: .min ... .max, using: &source) >> Int64.random(in: 0..<64, using: &source))
    case 3: .unsigned(.random(in: 0 ... .max, using: &source))
    case 4: .fraction(.random(in: -1e9...1e9, using: &source))
    case 5: .text(source.text())
    case 6: .bytes(source.bytes())
    case 7: .digits(Hexadecimal(wrappedValue: source.bytes()))
    case 8: .list(source.several { random(depth - 1, &$0) })
    case 9:
      .map(
        Dictionary(source.several { ($0.text(), random(depth - 1, &$0)) }) { first, _ in first })
    case 10: .sides([.south: random(depth - 1, &source)])
    default: .maybe(.flag(true) == random(0, &source) ? nil : random(depth - 1, &source), also: 4)
    }
  }
}

/// Random numbers that are the same in each run.
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  mutating func several<Value>(_ make: (inout Numbers) -> Value) -> [Value] {
    (0..<Int.random(in: 0...5, using: &self)).map { _ in make(&self) }
  }

  mutating func text() -> String {
    let words = ["", "client", "server", "é", "日本", String(repeating: "x", count: 70), "\"\n"]
    return words[Int.random(in: words.indices, using: &self)]
      + String(Int.random(in: 0...9, using: &self))
  }

  mutating func bytes() -> [UInt8] {
    (0..<Int.random(in: 0...40, using: &self)).map { _ in .random(in: 0...255, using: &self) }
  }
}
