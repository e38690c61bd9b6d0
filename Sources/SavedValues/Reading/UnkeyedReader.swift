/// Decodes from an array of a document, or from bytes as an array of numbers.
struct UnkeyedReader: UnkeyedDecodingContainer {
  private let document: Document
  private let place: Place
  private let depth: Int32
  private var elements: Elements
  private(set) var currentIndex = 0

  init(document: Document, place: Place, depth: Int32) throws(DecodingError) {
    self.document = document
    self.place = place
    self.depth = depth
    elements =
      switch try document.value(at: place) {
      case .array(let content): Elements(content)
      case .bytes(let content): Elements(bytes: content)
      case .blob(let number): Elements(bytes: document.blobs[number].range)
      default: throw document.mismatch([Any].self, at: place)
      }
  }

  var codingPath: [any CodingKey] { document.path(to: place) }

  var isAtEnd: Bool { elements.isAtEnd }

  /// Counted by going through them: a number in a file could be a lie. Nil where that fails.
  var count: Int? {
    var rest = elements
    var count = currentIndex
    while !rest.isAtEnd {
      if rest.run > 0 {
        count += rest.run
        rest.skipRun()
      } else {
        guard (try? rest.next(in: document)) != nil else { return nil }
        count += 1
      }
    }
    return count
  }

  /// Decodes the next element; a failure leaves it the next one.
  private mutating func next<Value>(
    _ type: Any.Type, _ body: (Document, Place) throws -> Value
  ) throws -> Value {
    guard !elements.isAtEnd else {
      throw DecodingError.valueNotFound(
        type, .init(codingPath: codingPath, debugDescription: "no element is left"))
    }
    var rest = elements
    let element: Place
    do throws(Cursor.Failure) {
      element = try rest.next(in: document)
    } catch {
      throw document.corrupted(error.rawValue, at: place)
    }
    let value = try body(document, element)
    elements = rest
    currentIndex += 1
    return value
  }

  // MARK: Values

  mutating func decodeNil() throws -> Bool {
    let before = self
    if try next(Any?.self, { $0.isNull(at: $1) }) { return true }
    self = before
    return false
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool {
    try next(type) { try $0.bool(at: $1) }
  }

  mutating func decode(_ type: String.Type) throws -> String {
    try next(type) { try $0.text(at: $1) }
  }

  mutating func decode(_ type: Double.Type) throws -> Double {
    try next(type) { try $0.floatingPoint(type, at: $1) }
  }

  mutating func decode(_ type: Float.Type) throws -> Float {
    try next(type) { try $0.floatingPoint(type, at: $1) }
  }

  mutating func decode<Number: FixedWidthInteger & Decodable>(
    _ type: Number.Type
  ) throws -> Number {
    try next(type) { try $0.integer(type, at: $1) }
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next(type) { [depth] in try $0.decode(type, at: $1, depth: depth) }
  }

  // MARK: Containers within

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try next([String: Any].self) { [depth] in
      try $0.descend(to: $1, depth: depth).container(keyedBy: type)
    }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next([Any].self) { [depth] in try $0.descend(to: $1, depth: depth).unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder {
    try next((any Decoder).self) { [depth] in try $0.descend(to: $1, depth: depth) }
  }
}

/// What is left of an array.
private struct Elements {
  private var cursor: Cursor
  /// Bytes of a run that has begun.
  private(set) var run: Int

  init(_ content: Range<Int>) {
    cursor = Cursor(offset: content.lowerBound, limit: content.upperBound)
    run = 0
  }

  init(bytes content: Range<Int>) {
    self.init(content)
    run = content.count
  }

  var isAtEnd: Bool { cursor.offset >= cursor.limit }

  mutating func skipRun() {
    cursor.offset += run
    run = 0
  }

  mutating func next(in document: Document) throws(Cursor.Failure) -> Place {
    if run == 0 {
      let start = cursor.offset
      guard case .run(let content) = try document.value(&cursor) else { return Place(start) }
      guard !content.isEmpty else { throw .emptyRun }
      cursor.offset = content.lowerBound
      run = content.count
    }
    run -= 1
    cursor.offset += 1
    return Place(cursor.offset - 1, isByte: true)
  }
}
