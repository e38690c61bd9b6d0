/// Something that goes through the fields of a structure in wire order.
///
/// A structure declares its fields once, in `WireStruct.code(with:)`. Handed a `ByteWriter` that
/// declaration writes, handed a `ByteReader` it reads, handed an `Annotator` it reads and says
/// what every byte means. Names are the RFC's snake_case field names.
public protocol FieldCoder {
  /// An unsigned integer of `width` bytes (1 to 8), big-endian (RFC 8446 §3.3).
  mutating func integer(_ value: inout UInt64, width: Int, _ name: StaticString)
    throws(WireError)

  /// An integer that says itself how many bytes it takes (RFC 9000 §16).
  ///
  /// - Parameter names: of its values, where a registry has them.
  mutating func variableLengthInteger(
    _ value: inout VariableLengthInteger, _ name: StaticString, names: [UInt64: String])
    throws(WireError)

  /// A code point, as wide as its raw value.
  mutating func code<Code: CodePoint>(_ value: inout Code, _ name: StaticString)
    throws(WireError)

  /// Exactly `count` bytes without a length in front.
  mutating func bytes(
    _ value: inout [UInt8], count: Int, _ name: StaticString, as content: ByteContent)
    throws(WireError)

  /// A length and so many bytes: `opaque name<floor..ceiling>` (RFC 8446 §3.4).
  mutating func opaque(
    _ value: inout [UInt8], _ length: LengthPrefix, _ name: StaticString, as content: ByteContent)
    throws(WireError)

  /// A length and so many bytes that hold structures one after the other.
  ///
  /// - Parameter blank: what a reader fills in for each; it knows where it stands.
  mutating func list<Entry: WireStruct>(
    _ entries: inout [Entry], _ length: LengthPrefix, _ name: StaticString, entry: StaticString,
    blank: Entry) throws(WireError)

  /// Structures one after the other, up to the end of the enclosing structure or vector.
  mutating func entries<Entry: WireStruct>(
    _ entries: inout [Entry], entry: StaticString, blank: Entry) throws(WireError)

  /// A length and so many bytes that hold code points one after the other.
  mutating func codes<Code: CodePoint>(
    _ values: inout [Code], _ length: LengthPrefix, _ name: StaticString, entry: StaticString)
    throws(WireError)

  /// A structure inside this one.
  mutating func structure<Inner: WireStruct>(_ value: inout Inner, _ name: StaticString)
    throws(WireError)

  /// A length and so many bytes whose fields `body` goes through.
  mutating func nested(
    _ length: LengthPrefix, _ name: StaticString,
    _ body: (inout Self) throws(WireError) -> Void) throws(WireError)

  /// A structure that knows only at run time what it consists of.
  mutating func dynamic(_ value: inout some DynamicStruct) throws(WireError)

  /// Everything up to the end of the enclosing structure or vector.
  mutating func remaining(_ value: inout [UInt8], _ name: StaticString, as content: ByteContent)
    throws(WireError)

  /// Whether a field that may be left out is there: when writing, what the caller says; when
  /// reading, whether bytes are left in the enclosing structure.
  func hasField(writing present: Bool) -> Bool

  /// The error to throw for a value that a declaration excludes.
  func illegalValue(_ explanation: String) -> WireError
}

/// A structure of the wire. The one declaration of its fields is `code(with:)`.
public protocol WireStruct: Hashable, Sendable, Codable {
  /// A value to be filled in by a reader.
  init()
  /// Goes through all fields in wire order.
  mutating func code(with coder: inout some FieldCoder) throws(WireError)
  /// The name by which an entry of a list is found, where its content gives it one: an
  /// extension's type. Without one, an entry is found by its place.
  var entryName: String? { get }
}

/// A structure that knows only at run time what it consists of. It has a function for each coder,
/// because one for any coder could not be compiled for what it turns out to be: it would take several
/// times as long.
public protocol DynamicStruct {
  mutating func read(from reader: inout ByteReader) throws(WireError)
  func write(to writer: inout ByteWriter) throws(WireError)
  mutating func annotate(with annotator: inout Annotator) throws(WireError)
}

extension WireStruct {
  public var entryName: String? { nil }
}

/// How many bytes a vector's length takes, and the bounds of that length (RFC 8446 §3.4).
public struct LengthPrefix: Hashable, Sendable {
  /// Bytes that the length itself takes.
  public var width: Int
  /// The lengths that the declaration allows.
  public var allowed: ClosedRange<Int>

  public static func uint8(_ allowed: ClosedRange<Int> = 0...0xff) -> LengthPrefix {
    LengthPrefix(width: 1, allowed: allowed)
  }

  public static func uint16(_ allowed: ClosedRange<Int> = 0...0xffff) -> LengthPrefix {
    LengthPrefix(width: 2, allowed: allowed)
  }

  public static func uint24(_ allowed: ClosedRange<Int> = 0...0xff_ffff) -> LengthPrefix {
    LengthPrefix(width: 3, allowed: allowed)
  }
}

/// What kind of thing a run of bytes is, for those who show it.
public enum ByteContent: Hashable, Sendable, Codable {
  /// Numbers, keys, hashes: shown in hexadecimal.
  case opaque
  /// A name or a line of text.
  case text
  /// Bytes that only the right key turns into something.
  case encrypted
}

extension FieldCoder {
  @inlinable
  public mutating func list<Entry: WireStruct>(
    _ entries: inout [Entry], _ length: LengthPrefix, _ name: StaticString, entry: StaticString
  ) throws(WireError) {
    try list(&entries, length, name, entry: entry, blank: Entry())
  }

  @inlinable
  public mutating func uint8(_ value: inout UInt8, _ name: StaticString) throws(WireError) {
    try fixed(&value, name)
  }

  @inlinable
  public mutating func uint16(_ value: inout UInt16, _ name: StaticString) throws(WireError) {
    try fixed(&value, name)
  }

  @inlinable
  public mutating func uint32(_ value: inout UInt32, _ name: StaticString) throws(WireError) {
    try fixed(&value, name)
  }

  @inlinable
  public mutating func bytes(_ value: inout [UInt8], count: Int, _ name: StaticString)
    throws(WireError)
  {
    try bytes(&value, count: count, name, as: .opaque)
  }

  @inlinable
  public mutating func opaque(
    _ value: inout [UInt8], _ length: LengthPrefix, _ name: StaticString
  ) throws(WireError) {
    try opaque(&value, length, name, as: .opaque)
  }

  @inlinable
  public mutating func remaining(_ value: inout [UInt8], _ name: StaticString) throws(WireError) {
    try remaining(&value, name, as: .opaque)
  }

  @inlinable
  mutating func fixed<Value: FixedWidthInteger & UnsignedInteger>(
    _ value: inout Value, _ name: StaticString
  ) throws(WireError) {
    var wide = UInt64(value)
    try integer(&wide, width: Value.bitWidth / 8, name)
    value = Value(truncatingIfNeeded: wide)
  }
}
