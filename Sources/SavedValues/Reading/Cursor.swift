/// Where a value lies in a document.
struct Place {
  /// Of its tag; of the byte itself where it has none.
  let offset: Int
  /// Whether it is one of the bytes of a run, which have no tags.
  let isByte: Bool

  init(_ offset: Int, isByte: Bool = false) {
    self.offset = offset
    self.isByte = isByte
  }
}

/// A value that was read as far as its tag and its length go.
enum SavedValue {
  case null
  case bool(Bool)
  case float(Float)
  case double(Double)
  case natural(UInt64)
  /// What the number's bits are inverted.
  case negative(UInt64)
  case word(Int)
  case blob(Int)
  // Where the content lies.
  case text(Range<Int>)
  case bytes(Range<Int>)
  case run(Range<Int>)
  case array(Range<Int>)
  case map(Range<Int>)
}

/// How far one has read, and how far one may.
struct Cursor {
  /// Why bytes are no document.
  enum Failure: String, Error {
    case truncated = "it ends in the midst of a value"
    case absurd = "a number larger than can be"
    case unknown = "no kind of value that is known"
    case encoding = "a string that is not UTF-8"
    case word = "a word that is not in the table"
    case blob = "bytes that are not in the table"
    case order = "the keys of a map do not ascend"
    case emptyRun = "a run of no bytes"
    case trailing = "bytes after the value"
  }

  var offset: Int
  /// At most the number of bytes.
  let limit: Int
}

extension Document {
  /// Reads the next value; a container is passed over.
  func value(_ cursor: inout Cursor) throws(Cursor.Failure) -> SavedValue {
    switch try byte(&cursor) {
    case let tag where tag >= Tag.frequentWord:
      .word(try known(Int(tag - Tag.frequentWord)))
    case let tag where tag >= Tag.small: .natural(UInt64(tag - Tag.small))
    case let tag where tag >= Tag.shortMap:
      .map(try range(of: Int(tag - Tag.shortMap), &cursor))
    case Tag.null: .null
    case Tag.no: .bool(false)
    case Tag.yes: .bool(true)
    case Tag.float:
      .float(Float(bitPattern: UInt32(truncatingIfNeeded: try lowestFirst(4, &cursor))))
    case Tag.double: .double(Double(bitPattern: try lowestFirst(8, &cursor)))
    case Tag.natural: .natural(try varint(&cursor))
    case Tag.negative: .negative(try varint(&cursor))
    case Tag.text: .text(try slice(&cursor))
    case Tag.word: .word(try wordNumber(&cursor))
    case Tag.blob: .blob(try blobNumber(&cursor))
    case Tag.bytes: .bytes(try slice(&cursor))
    case Tag.run: .run(try slice(&cursor))
    case Tag.array: .array(try slice(&cursor))
    case Tag.map: .map(try slice(&cursor))
    default: throw .unknown
    }
  }

  private func byte(_ cursor: inout Cursor) throws(Cursor.Failure) -> UInt8 {
    guard cursor.offset < cursor.limit else { throw .truncated }
    defer { cursor.offset += 1 }
    return bytes[cursor.offset]
  }

  private func varint(_ cursor: inout Cursor) throws(Cursor.Failure) -> UInt64 {
    var group = UInt64(try byte(&cursor))
    var number = group & 0x7f
    var shift: UInt64 = 0
    while group >= 0x80 {
      group = UInt64(try byte(&cursor))
      shift += 7
      // Nine groups are 63 bits.
      guard shift < 63 || shift == 63 && group <= 1 else { throw .absurd }
      number |= (group & 0x7f) << shift
    }
    return number
  }

  /// A number of things that take a byte each at least.
  func count(_ cursor: inout Cursor) throws(Cursor.Failure) -> Int {
    let number = try varint(&cursor)
    guard number <= UInt64(cursor.limit - cursor.offset) else { throw .truncated }
    return Int(number)
  }

  /// What lies behind its length.
  func slice(_ cursor: inout Cursor) throws(Cursor.Failure) -> Range<Int> {
    try range(of: count(&cursor), &cursor)
  }

  private func range(
    of count: Int, _ cursor: inout Cursor
  ) throws(Cursor.Failure) -> Range<Int> {
    guard count <= cursor.limit - cursor.offset else { throw .truncated }
    let start = cursor.offset
    cursor.offset += count
    return start..<cursor.offset
  }

  private func lowestFirst(
    _ count: Int, _ cursor: inout Cursor
  ) throws(Cursor.Failure) -> UInt64 {
    try range(of: count, &cursor).reversed().reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
  }

  func wordNumber(_ cursor: inout Cursor) throws(Cursor.Failure) -> Int {
    let number = try varint(&cursor)
    guard number < UInt64(words.count) else { throw .word }
    return Int(number)
  }

  private func blobNumber(_ cursor: inout Cursor) throws(Cursor.Failure) -> Int {
    let number = try varint(&cursor)
    guard number < UInt64(blobs.count) else { throw .blob }
    return Int(number)
  }

  private func known(_ word: Int) throws(Cursor.Failure) -> Int {
    guard word < words.count else { throw .word }
    return word
  }

  func string(_ range: Range<Int>) throws(Cursor.Failure) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else { throw .encoding }
    return text
  }
}
