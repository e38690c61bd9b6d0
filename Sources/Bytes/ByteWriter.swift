/// Writes the fields of structures. Lengths are computed here and stored nowhere.
public struct ByteWriter: FieldCoder {
  /// What was written so far.
  @inlinable
  public var output: [UInt8] { written }
  @usableFromInline var written: [UInt8] = []
  @usableFromInline var path: [StaticString] = []

  @inlinable
  public init() {}

  /// The bytes of `value`.
  ///
  /// - Throws: `WireError` when a vector is longer or shorter than its declaration allows.
  @inlinable
  public static func bytes(of value: some WireStruct) throws(WireError) -> [UInt8] {
    var writer = ByteWriter()
    writer.written.reserveCapacity(usualLength)
    var copy = value
    try copy.code(with: &writer)
    return writer.output
  }

  /// As long as most structures; longer ones move as they grow.
  @usableFromInline static let usualLength = 256

  @inlinable
  public mutating func integer(_ value: inout UInt64, width: Int, _ name: StaticString)
    throws(WireError)
  {
    append(value, width: width)
  }

  public mutating func variableLengthInteger(
    _ value: inout VariableLengthInteger, _ name: StaticString, names: [UInt64: String]
  ) throws(WireError) {
    guard let number = value.prefixed else {
      throw illegalValue("\(value.value) does not fit into \(value.width) bytes")
    }
    append(number, width: value.width)
  }

  @inlinable
  public mutating func code<Code: CodePoint>(_ value: inout Code, _ name: StaticString)
    throws(WireError)
  {
    append(UInt64(value.rawValue), width: Code.wireWidth)
  }

  @inlinable
  public mutating func bytes(
    _ value: inout [UInt8], count: Int, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    guard value.count == count else {
      throw error(.lengthOutOfBounds(length: value.count, allowed: count...count), name)
    }
    written += value
  }

  @inlinable
  public mutating func opaque(
    _ value: inout [UInt8], _ length: LengthPrefix, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    try appendLength(value.count, length, name)
    written += value
  }

  @inlinable
  public mutating func list<Entry: WireStruct>(
    _ entries: inout [Entry], _ length: LengthPrefix, _ name: StaticString, entry: StaticString,
    blank: Entry
  ) throws(WireError) {
    try nested(length, name) { (writer) throws(WireError) in
      try writer.entries(&entries, entry: entry, blank: blank)
    }
  }

  @inlinable
  public mutating func entries<Entry: WireStruct>(
    _ entries: inout [Entry], entry: StaticString, blank: Entry
  ) throws(WireError) {
    // What is changed is a copy of each entry: the list itself has other holders.
    for var entry in entries { try entry.code(with: &self) }
  }

  @inlinable
  public mutating func codes<Code: CodePoint>(
    _ values: inout [Code], _ length: LengthPrefix, _ name: StaticString, entry: StaticString
  ) throws(WireError) {
    try appendLength(values.count * Code.wireWidth, length, name)
    for value in values { append(UInt64(value.rawValue), width: Code.wireWidth) }
  }

  @inlinable
  public mutating func structure<Inner: WireStruct>(_ value: inout Inner, _ name: StaticString)
    throws(WireError)
  {
    path.append(name)
    try value.code(with: &self)
    path.removeLast()
  }

  @inlinable
  public mutating func nested(
    _ length: LengthPrefix, _ name: StaticString,
    _ body: (inout ByteWriter) throws(WireError) -> Void
  ) throws(WireError) {
    let start = written.count
    append(0, width: length.width)
    path.append(name)
    try body(&self)
    path.removeLast()
    // The length is known only now.
    let count = written.count - start - length.width
    try check(count, length, name)
    for place in 0..<length.width {
      let shift = 8 * (length.width - 1 - place)
      written[start + place] = UInt8(truncatingIfNeeded: count >> shift)
    }
  }

  @inlinable
  public mutating func dynamic(_ value: inout some DynamicStruct) throws(WireError) {
    try value.write(to: &self)
  }

  @inlinable
  public mutating func remaining(
    _ value: inout [UInt8], _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    written += value
  }

  @inlinable
  public func hasField(writing present: Bool) -> Bool { present }

  public func illegalValue(_ explanation: String) -> WireError {
    error(.illegalValue(explanation))
  }

  @inlinable
  mutating func appendLength(_ count: Int, _ length: LengthPrefix, _ name: StaticString)
    throws(WireError)
  {
    try check(count, length, name)
    append(UInt64(count), width: length.width)
  }

  @inlinable
  func check(_ count: Int, _ length: LengthPrefix, _ name: StaticString)
    throws(WireError)
  {
    guard length.allowed.contains(count) else {
      throw error(.lengthOutOfBounds(length: count, allowed: length.allowed), name)
    }
  }

  @inlinable
  mutating func append(_ value: UInt64, width: Int) {
    for place in (0..<width).reversed() {
      written.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(place))))
    }
  }

  @usableFromInline
  func error(_ reason: WireError.Reason, _ name: StaticString? = nil) -> WireError {
    let names = path + (name.map { [$0] } ?? [])
    return WireError(reason, offset: written.count, path: FieldPath(names.map { "\($0)" }))
  }
}
