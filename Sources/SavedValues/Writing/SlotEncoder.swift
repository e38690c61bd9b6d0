import Bytes

/// Encodes into one place of a draft.
struct SlotEncoder: Encoder, SingleValueEncodingContainer, ByteEncodingContainer {
  let draft: Draft
  let place: Int32
  let depth: Int32

  var codingPath: [any CodingKey] { draft.path(to: place) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    draft.open(place, as: .map)
    return KeyedEncodingContainer(KeyedWriter<Key>(draft: draft, place: place, depth: depth))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    draft.open(place, as: .array)
    return UnkeyedWriter(draft: draft, place: place, depth: depth)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  // MARK: One value

  func encode(bytes: [UInt8]) throws { try draft.put(bytes: bytes, in: place) }

  func encodeNil() throws { try draft.fill(place, .null) }

  func encode(_ value: Bool) throws { try draft.fill(place, value ? .yes : .no) }

  func encode(_ value: String) throws { try draft.put(text: value, in: place) }

  func encode(_ value: Double) throws { try draft.fill(place, .double, value.bitPattern) }

  func encode(_ value: Float) throws {
    try draft.fill(place, .float, UInt64(value.bitPattern))
  }

  func encode(_ value: some FixedWidthInteger & Encodable) throws {
    try draft.put(value, in: place)
  }

  func encode(_ value: some Encodable) throws {
    try draft.put(value, in: place, depth: depth)
  }
}
