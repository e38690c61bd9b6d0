import Bytes

/// A structure with a field of every kind.
struct SampleStructure: WireStruct {
  var small: UInt8 = 0
  var middle: UInt16 = 0
  var large: UInt32 = 0
  var odd: UInt64 = 0
  var kind = SampleCode(rawValue: 0)
  var fixed: [UInt8] = [0, 0, 0]
  var text: [UInt8] = []
  var codes: [SampleCode] = []
  var entries: [SampleEntry] = []
  var inner = SampleEntry()
  var optional: [UInt8]?

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint8(&small, "small")
    try coder.uint16(&middle, "middle")
    try coder.uint32(&large, "large")
    try coder.integer(&odd, width: 3, "odd")
    try coder.code(&kind, "kind")
    try coder.bytes(&fixed, count: 3, "fixed")
    try coder.opaque(&text, .uint8(1...20), "text", as: .text)
    try coder.codes(&codes, .uint8(2...0xfe), "codes", entry: "code")
    try coder.nested(.uint16(), "outer") { (inside) throws(WireError) in
      try inside.list(&entries, .uint16(0...100), "entries", entry: "entry")
      try inside.structure(&inner, "inner")
    }
    guard coder.hasField(writing: optional != nil) else { return }
    var rest = optional ?? []
    try coder.opaque(&rest, .uint24(), "optional")
    optional = rest
  }

  static let example = SampleStructure(
    small: 1, middle: 0x0203, large: 0x0405_0607, odd: 0x08090a, kind: .second,
    fixed: [0x11, 0x12, 0x13], text: Array("hi".utf8), codes: [.second, SampleCode(rawValue: 9)],
    entries: [SampleEntry(name: [0xaa]), SampleEntry(name: [])],
    inner: SampleEntry(name: [0xbb]), optional: [0xcc])

  static let exampleHex =
    "01" + "0203" + "04050607" + "08090a" + "0002" + "111213" + "026869" + "0400020009"
    + "0007" + "0003" + "01aa" + "00" + "01bb" + "000001cc"
}

/// An entry of a list; one byte of content gives it a name.
struct SampleEntry: WireStruct {
  var name: [UInt8] = []

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&name, .uint8(0...3), "name")
  }

  var entryName: String? { name == [0xaa] ? "aa" : nil }
}

struct SampleCode: CodePoint {
  var rawValue: UInt16
  static let second = SampleCode(rawValue: 2)
  static let names: [UInt16: String] = [2: "second"]
}
