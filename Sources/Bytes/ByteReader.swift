/// Reads the fields of structures. Every bound is checked before a byte is touched.
public struct ByteReader: FieldCoder {
  private let input: [UInt8]
  /// The offset of the next byte.
  public private(set) var offset: Int
  /// The end of the innermost vector that is being read.
  private var end: Int
  private var path: [StaticString] = []

  public init(_ input: [UInt8]) {
    self.input = input
    offset = 0
    end = input.count
  }

  /// Reads one structure that fills `input` to the last byte.
  ///
  /// - Throws: `WireError`, also for bytes after the structure's end.
  public static func read<Structure: WireStruct>(
    _ type: Structure.Type = Structure.self, from input: [UInt8]
  ) throws(WireError) -> Structure {
    var reader = ByteReader(input)
    var value = Structure()
    try value.code(with: &reader)
    try reader.finish()
    return value
  }

  /// The number of bytes left in the innermost vector.
  public var available: Int { end - offset }

  /// Makes sure that nothing is left.
  ///
  /// - Throws: `WireError` with reason `trailingBytes`.
  public func finish() throws(WireError) {
    guard available == 0 else { throw error(.trailingBytes(available)) }
  }

  public mutating func integer(_ value: inout UInt64, width: Int, _ name: StaticString)
    throws(WireError)
  {
    value = try readInteger(width: width, name)
  }

  public mutating func code<Code: CodePoint>(_ value: inout Code, _ name: StaticString)
    throws(WireError)
  {
    let number = try readInteger(width: Code.wireWidth, name)
    value = Code(rawValue: Code.RawValue(truncatingIfNeeded: number))
  }

  public mutating func bytes(
    _ value: inout [UInt8], count: Int, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    value = try take(count, name)
  }

  public mutating func opaque(
    _ value: inout [UInt8], _ length: LengthPrefix, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    value = try take(try readLength(length, name), name)
  }

  public mutating func list<Entry: WireStruct>(
    _ entries: inout [Entry], _ length: LengthPrefix, _ name: StaticString, entry: StaticString,
    blank: Entry
  ) throws(WireError) {
    var read: [Entry] = []
    try nested(length, name) { (reader) throws(WireError) in
      while reader.available > 0 {
        var value = blank
        try value.code(with: &reader)
        read.append(value)
      }
    }
    entries = read
  }

  public mutating func codes<Code: CodePoint>(
    _ values: inout [Code], _ length: LengthPrefix, _ name: StaticString, entry: StaticString
  ) throws(WireError) {
    var read: [Code] = []
    try nested(length, name) { (reader) throws(WireError) in
      while reader.available > 0 {
        var value = Code(rawValue: 0)
        try reader.code(&value, entry)
        read.append(value)
      }
    }
    values = read
  }

  public mutating func structure<Inner: WireStruct>(_ value: inout Inner, _ name: StaticString)
    throws(WireError)
  {
    path.append(name)
    try value.code(with: &self)
    path.removeLast()
  }

  public mutating func nested(
    _ length: LengthPrefix, _ name: StaticString,
    _ body: (inout ByteReader) throws(WireError) -> Void
  ) throws(WireError) {
    let outside = try enter(length, name)
    try body(&self)
    try finish()
    leave(to: outside)
  }

  public mutating func remaining(
    _ value: inout [UInt8], _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    value = try take(available, name)
  }

  public func hasField(writing present: Bool) -> Bool { available > 0 }

  public func illegalValue(_ explanation: String) -> WireError {
    error(.illegalValue(explanation))
  }

  /// Where the reader stood before it entered a vector.
  struct Scope {
    fileprivate var end: Int
    fileprivate var depth: Int
  }

  /// Reads a vector's length and stays within the vector from now on.
  mutating func enter(_ length: LengthPrefix, _ name: StaticString) throws(WireError) -> Scope {
    let count = try readLength(length, name)
    defer {
      end = offset + count
      path.append(name)
    }
    return Scope(end: end, depth: path.count)
  }

  /// Goes on behind the vector, whether all of it was read or not.
  mutating func leave(to outside: Scope) {
    offset = end
    end = outside.end
    path.removeLast(path.count - outside.depth)
  }

  /// The length in front of a vector, within its bounds and within the bytes that are left.
  private mutating func readLength(_ length: LengthPrefix, _ name: StaticString) throws(WireError)
    -> Int
  {
    let start = offset
    let count = Int(try readInteger(width: length.width, name))
    guard length.allowed.contains(count) else {
      offset = start
      throw error(.lengthOutOfBounds(length: count, allowed: length.allowed), name)
    }
    guard count <= available else {
      throw error(.truncated(needed: count, available: available), name)
    }
    return count
  }

  private mutating func readInteger(width: Int, _ name: StaticString) throws(WireError) -> UInt64 {
    guard width <= available else {
      throw error(.truncated(needed: width, available: available), name)
    }
    var value: UInt64 = 0
    for byte in input[offset..<offset + width] { value = value << 8 | UInt64(byte) }
    offset += width
    return value
  }

  private mutating func take(_ count: Int, _ name: StaticString) throws(WireError) -> [UInt8] {
    guard count <= available else {
      throw error(.truncated(needed: count, available: available), name)
    }
    defer { offset += count }
    return Array(input[offset..<offset + count])
  }

  private func error(_ reason: WireError.Reason, _ name: StaticString? = nil) -> WireError {
    let names = path + (name.map { [$0] } ?? [])
    return WireError(reason, offset: offset, path: FieldPath(names.map { "\($0)" }))
  }
}
