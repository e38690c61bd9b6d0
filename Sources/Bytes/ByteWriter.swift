/// Writes the fields of structures. Lengths are computed here and stored nowhere.
public struct ByteWriter: FieldCoder {
  /// What was written so far.
  public private(set) var output: [UInt8] = []
  private var path: [String] = []

  public init() {}

  /// The bytes of `value`.
  ///
  /// - Throws: `WireError` when a vector is longer or shorter than its declaration allows.
  public static func bytes(of value: some WireStruct) throws(WireError) -> [UInt8] {
    var writer = ByteWriter()
    var copy = value
    try copy.code(with: &writer)
    return writer.output
  }

  public mutating func integer(_ value: inout UInt64, width: Int, _ name: StaticString)
    throws(WireError)
  {
    append(value, width: width)
  }

  public mutating func code<Code: CodePoint>(_ value: inout Code, _ name: StaticString)
    throws(WireError)
  {
    append(UInt64(value.rawValue), width: Code.wireWidth)
  }

  public mutating func bytes(
    _ value: inout [UInt8], count: Int, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    guard value.count == count else {
      throw error(.lengthOutOfBounds(length: value.count, allowed: count...count), name)
    }
    output += value
  }

  public mutating func opaque(
    _ value: inout [UInt8], _ length: LengthPrefix, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    try appendLength(value.count, length, name)
    output += value
  }

  public mutating func list<Entry: WireStruct>(
    _ entries: inout [Entry], _ length: LengthPrefix, _ name: StaticString, entry: StaticString
  ) throws(WireError) {
    try nested(length, name) { (writer) throws(WireError) in
      for index in entries.indices { try entries[index].code(with: &writer) }
    }
  }

  public mutating func codes<Code: CodePoint>(
    _ values: inout [Code], _ length: LengthPrefix, _ name: StaticString, entry: StaticString
  ) throws(WireError) {
    try appendLength(values.count * Code.wireWidth, length, name)
    for value in values { append(UInt64(value.rawValue), width: Code.wireWidth) }
  }

  public mutating func structure<Inner: WireStruct>(_ value: inout Inner, _ name: StaticString)
    throws(WireError)
  {
    path.append("\(name)")
    try value.code(with: &self)
    path.removeLast()
  }

  public mutating func nested(
    _ length: LengthPrefix, _ name: StaticString,
    _ body: (inout ByteWriter) throws(WireError) -> Void
  ) throws(WireError) {
    let outer = output
    output = []
    path.append("\(name)")
    try body(&self)
    path.removeLast()
    let inner = output
    output = outer
    try appendLength(inner.count, length, name)
    output += inner
  }

  public mutating func remaining(
    _ value: inout [UInt8], _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    output += value
  }

  public func hasField(writing present: Bool) -> Bool { present }

  public func illegalValue(_ explanation: String) -> WireError {
    WireError(.illegalValue(explanation), offset: output.count, path: FieldPath(path))
  }

  private mutating func appendLength(_ count: Int, _ length: LengthPrefix, _ name: StaticString)
    throws(WireError)
  {
    guard length.allowed.contains(count) else {
      throw error(.lengthOutOfBounds(length: count, allowed: length.allowed), name)
    }
    append(UInt64(count), width: length.width)
  }

  private mutating func append(_ value: UInt64, width: Int) {
    for place in (0..<width).reversed() {
      output.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(place))))
    }
  }

  private func error(_ reason: WireError.Reason, _ name: StaticString) -> WireError {
    WireError(reason, offset: output.count, path: FieldPath(path).appending("\(name)"))
  }
}
