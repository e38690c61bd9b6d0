/// Reads the fields of structures. Every bound is checked before a byte is touched.
///
/// Inlinable, so that the declarations of other modules are compiled for it and not only for any
/// coder: a hello has thirty fields.
public struct ByteReader: FieldCoder {
  @usableFromInline let input: [UInt8]
  @usableFromInline var position: Int
  /// The end of the innermost vector that is being read.
  @usableFromInline var end: Int
  @usableFromInline var path: [StaticString] = []

  @inlinable
  public init(_ input: [UInt8]) {
    self.input = input
    position = 0
    end = input.count
  }

  /// Reads one structure that fills `input` to the last byte.
  ///
  /// - Throws: `WireError`, also for bytes after the structure's end.
  @inlinable
  public static func read<Structure: WireStruct>(
    _ type: Structure.Type = Structure.self, from input: [UInt8]
  ) throws(WireError) -> Structure {
    var reader = ByteReader(input)
    var value = Structure()
    try value.code(with: &reader)
    try reader.finish()
    return value
  }

  /// The offset of the next byte.
  @inlinable
  public var offset: Int { position }

  /// The number of bytes left in the innermost vector.
  @inlinable
  public var available: Int { end - position }

  /// Makes sure that nothing is left.
  ///
  /// - Throws: `WireError` with reason `trailingBytes`.
  @inlinable
  public func finish() throws(WireError) {
    guard available == 0 else { throw error(.trailingBytes(available)) }
  }

  @inlinable
  public mutating func integer(_ value: inout UInt64, width: Int, _ name: StaticString)
    throws(WireError)
  {
    value = try readInteger(width: width, name)
  }

  public mutating func variableLengthInteger(
    _ value: inout VariableLengthInteger, _ name: StaticString, names: [UInt64: String]
  ) throws(WireError) {
    guard available > 0 else { throw error(.truncated(needed: 1, available: 0), name) }
    let width = VariableLengthInteger.width(of: input[position])
    let number = try readInteger(width: width, name)
    value = VariableLengthInteger(
      VariableLengthInteger.value(of: number, width: width), width: width)
  }

  @inlinable
  public mutating func code<Code: CodePoint>(_ value: inout Code, _ name: StaticString)
    throws(WireError)
  {
    let number = try readInteger(width: Code.wireWidth, name)
    value = Code(rawValue: Code.RawValue(truncatingIfNeeded: number))
  }

  @inlinable
  public mutating func bytes(
    _ value: inout [UInt8], count: Int, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    value = try take(count, name)
  }

  @inlinable
  public mutating func opaque(
    _ value: inout [UInt8], _ length: LengthPrefix, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    value = try take(try readLength(length, name), name)
  }

  @inlinable
  public mutating func list<Entry: WireStruct>(
    _ entries: inout [Entry], _ length: LengthPrefix, _ name: StaticString, entry: StaticString,
    blank: Entry
  ) throws(WireError) {
    try nested(length, name) { (reader) throws(WireError) in
      try reader.entries(&entries, entry: entry, blank: blank)
    }
  }

  @inlinable
  public mutating func entries<Entry: WireStruct>(
    _ entries: inout [Entry], entry: StaticString, blank: Entry
  ) throws(WireError) {
    var read: [Entry] = []
    while available > 0 {
      var value = blank
      try value.code(with: &self)
      read.append(value)
    }
    entries = read
  }

  @inlinable
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
    _ body: (inout ByteReader) throws(WireError) -> Void
  ) throws(WireError) {
    let outside = try enter(length, name)
    try body(&self)
    try finish()
    leave(to: outside)
  }

  @inlinable
  public mutating func dynamic(_ value: inout some DynamicStruct) throws(WireError) {
    try value.read(from: &self)
  }

  @inlinable
  public mutating func remaining(
    _ value: inout [UInt8], _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    value = try take(available, name)
  }

  @inlinable
  public func hasField(writing present: Bool) -> Bool { available > 0 }

  public func illegalValue(_ explanation: String) -> WireError {
    error(.illegalValue(explanation))
  }

  /// Where the reader stood before it entered a vector.
  @usableFromInline
  struct Scope {
    @usableFromInline var end: Int
    @usableFromInline var depth: Int

    @inlinable
    init(end: Int, depth: Int) {
      self.end = end
      self.depth = depth
    }
  }

  /// Reads a vector's length and stays within the vector from now on.
  @inlinable
  mutating func enter(_ length: LengthPrefix, _ name: StaticString) throws(WireError) -> Scope {
    let count = try readLength(length, name)
    defer {
      end = position + count
      path.append(name)
    }
    return Scope(end: end, depth: path.count)
  }

  /// Goes on behind the vector, whether all of it was read or not.
  @inlinable
  mutating func leave(to outside: Scope) {
    position = end
    end = outside.end
    path.removeLast(path.count - outside.depth)
  }

  /// The length in front of a vector, within its bounds and within the bytes that are left.
  @inlinable
  mutating func readLength(_ length: LengthPrefix, _ name: StaticString) throws(WireError)
    -> Int
  {
    let start = position
    let count = Int(try readInteger(width: length.width, name))
    guard length.allowed.contains(count) else {
      position = start
      throw error(.lengthOutOfBounds(length: count, allowed: length.allowed), name)
    }
    guard count <= available else {
      throw error(.truncated(needed: count, available: available), name)
    }
    return count
  }

  @inlinable
  mutating func readInteger(width: Int, _ name: StaticString) throws(WireError) -> UInt64 {
    guard width <= available else {
      throw error(.truncated(needed: width, available: available), name)
    }
    var value: UInt64 = 0
    for byte in input[position..<position + width] { value = value << 8 | UInt64(byte) }
    position += width
    return value
  }

  @inlinable
  mutating func take(_ count: Int, _ name: StaticString) throws(WireError) -> [UInt8] {
    guard count <= available else {
      throw error(.truncated(needed: count, available: available), name)
    }
    defer { position += count }
    return Array(input[position..<position + count])
  }

  @usableFromInline
  func error(_ reason: WireError.Reason, _ name: StaticString? = nil) -> WireError {
    let names = path + (name.map { [$0] } ?? [])
    return WireError(reason, offset: offset, path: FieldPath(names.map { "\($0)" }))
  }
}
