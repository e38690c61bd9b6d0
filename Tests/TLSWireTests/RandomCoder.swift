import Bytes

/// Fills the fields of a structure with values drawn at random, within the bounds of its declaration:
/// what is declared needs no sample of its own.
struct RandomCoder: FieldCoder {
  private(set) var random: SeededGenerator
  /// Whether fields that may be left out are there.
  private let isWhole: Bool

  init(_ random: SeededGenerator) {
    var random = random
    isWhole = Bool.random(using: &random)
    self.random = random
  }

  mutating func integer(_ value: inout UInt64, width: Int, _ name: StaticString)
    throws(WireError)
  {
    value = random.next() >> UInt64(64 - 8 * width)
  }

  mutating func variableLengthInteger(
    _ value: inout VariableLengthInteger, _ name: StaticString, names: [UInt64: String]
  ) throws(WireError) {
    value = VariableLengthInteger(UInt64(random.uint8() & 0x3f))
  }

  /// Half of them are known.
  mutating func code<Code: CodePoint>(_ value: inout Code, _ name: StaticString)
    throws(WireError)
  {
    let known = Code.names.keys.sorted().randomElement(using: &random)
    let any = Code.RawValue.random(in: .min ... .max, using: &random)
    value = Code(rawValue: Bool.random(using: &random) ? known ?? any : any)
  }

  mutating func bytes(
    _ value: inout [UInt8], count: Int, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    value = random.bytes(count)
  }

  mutating func opaque(
    _ value: inout [UInt8], _ length: LengthPrefix, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    value = random.bytes(count(of: length))
  }

  mutating func list<Entry: WireStruct>(
    _ entries: inout [Entry], _ length: LengthPrefix, _ name: StaticString, entry: StaticString,
    blank: Entry
  ) throws(WireError) {
    try self.entries(&entries, entry: entry, blank: blank)
  }

  mutating func entries<Entry: WireStruct>(
    _ entries: inout [Entry], entry: StaticString, blank: Entry
  ) throws(WireError) {
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      var value = blank
      try value.code(with: &self)
      entries.append(value)
    }
  }

  mutating func codes<Code: CodePoint>(
    _ values: inout [Code], _ length: LengthPrefix, _ name: StaticString, entry: StaticString
  ) throws(WireError) {
    for _ in 0..<count(of: length) / Code.wireWidth {
      var value = Code(rawValue: 0)
      try code(&value, entry)
      values.append(value)
    }
  }

  mutating func structure<Inner: WireStruct>(_ value: inout Inner, _ name: StaticString)
    throws(WireError)
  {
    try value.code(with: &self)
  }

  mutating func nested(
    _ length: LengthPrefix, _ name: StaticString,
    _ body: (inout RandomCoder) throws(WireError) -> Void
  ) throws(WireError) {
    try body(&self)
  }

  mutating func dynamic(_ value: inout some DynamicStruct) throws(WireError) {
    throw illegalValue("what it consists of is not drawn at random")
  }

  /// Half of them are zeros.
  mutating func remaining(_ value: inout [UInt8], _ name: StaticString, as content: ByteContent)
    throws(WireError)
  {
    let count = Int.random(in: 0...40, using: &random)
    value = Bool.random(using: &random) ? random.bytes(count) : [UInt8](repeating: 0, count: count)
  }

  func hasField(writing present: Bool) -> Bool { isWhole }

  func illegalValue(_ explanation: String) -> WireError {
    WireError(.illegalValue(explanation), offset: 0, path: FieldPath())
  }

  /// A length that is allowed, and short.
  private mutating func count(of length: LengthPrefix) -> Int {
    let floor = length.allowed.lowerBound
    return Int.random(in: floor...min(floor + 40, length.allowed.upperBound), using: &random)
  }
}

extension SeededGenerator {
  /// A value of any structure that can be written. What its declaration excludes is drawn anew.
  mutating func value<Structure: WireStruct>(_ kind: Structure.Type) throws -> Structure {
    for _ in 0..<1000 {
      var coder = RandomCoder(self)
      var value = Structure()
      let isDrawn = (try? value.code(with: &coder)) != nil
      self = coder.random
      if isDrawn, (try? ByteWriter.bytes(of: value)) != nil { return value }
    }
    throw WireError(.illegalValue("no \(kind) in 1000"), offset: 0, path: FieldPath())
  }
}
