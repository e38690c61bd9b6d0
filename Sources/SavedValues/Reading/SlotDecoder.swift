import Bytes

/// Decodes from one place of a document.
struct SlotDecoder: Decoder, SingleValueDecodingContainer, ByteDecodingContainer {
  let document: Document
  let place: Place
  let depth: Int32

  var codingPath: [any CodingKey] { document.path(to: place) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(
      KeyedReader<Key>(
        document: document, place: place, depth: depth,
        entries: try document.readEntries(ofMapAt: place)))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try UnkeyedReader(document: document, place: place, depth: depth)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  // MARK: One value

  func decodeBytes() throws -> [UInt8] { try document.decodeBytes(at: place) }

  func decodeNil() -> Bool { document.isNull(at: place) }

  func decode(_ type: Bool.Type) throws -> Bool { try document.bool(at: place) }

  func decode(_ type: String.Type) throws -> String { try document.text(at: place) }

  func decode(_ type: Double.Type) throws -> Double {
    try document.floatingPoint(type, at: place)
  }

  func decode(_ type: Float.Type) throws -> Float {
    try document.floatingPoint(type, at: place)
  }

  func decode<Number: FixedWidthInteger & Decodable>(_ type: Number.Type) throws -> Number {
    try document.integer(type, at: place)
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try document.decode(type, at: place, depth: depth)
  }
}
