/// Encodes into a map of a draft.
struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let draft: Draft
  let place: Int32
  let depth: Int32

  var codingPath: [any CodingKey] { draft.path(to: place) }

  private func add(_ key: some CodingKey) -> Int32 {
    draft.add(to: place, key: draft.number(ofKey: key))
  }

  func encodeNil(forKey key: Key) throws { try draft.fill(add(key), .null) }

  func encode(_ value: Bool, forKey key: Key) throws {
    try draft.fill(add(key), value ? .yes : .no)
  }

  func encode(_ value: String, forKey key: Key) throws {
    try draft.put(text: value, in: add(key))
  }

  func encode(_ value: Double, forKey key: Key) throws {
    try draft.fill(add(key), .double, value.bitPattern)
  }

  func encode(_ value: Float, forKey key: Key) throws {
    try draft.fill(add(key), .float, UInt64(value.bitPattern))
  }

  func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) throws {
    try draft.put(value, in: add(key))
  }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try draft.put(value, in: add(key), depth: depth)
  }

  // MARK: Containers within

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { encoder(PathKey.parent) }

  func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

  private func encoder(_ key: some CodingKey) -> SlotEncoder {
    draft.descend(to: add(key), depth: depth)
  }
}
