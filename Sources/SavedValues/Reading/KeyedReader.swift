/// Decodes from a map of a document.
struct KeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let document: Document
  let place: Place
  let depth: Int32
  /// Which of the document's entries are in this map; their words ascend.
  let entries: Range<Int>

  var codingPath: [any CodingKey] { document.path(to: place) }

  var allKeys: [Key] {
    var keys: [Key] = []
    for entry in entries {
      let word = document.words[document.entries[entry].word]
      if let key = Key(stringValue: word) { keys.append(key) }
    }
    return keys
  }

  func contains(_ key: Key) -> Bool { placeIfAny(of: key) != nil }

  private func placeIfAny(of key: some CodingKey) -> Place? {
    let word = document.number(ofKey: key)
    guard word >= 0 else { return nil }
    var low = entries.lowerBound
    var high = entries.upperBound
    while low < high {
      let middle = (low + high) / 2
      let entry = document.entries[middle]
      if entry.word == word { return Place(entry.offset) }
      if entry.word < word { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private func find(_ key: some CodingKey) throws(DecodingError) -> Place {
    guard let found = placeIfAny(of: key) else {
      throw .keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "no value for \(key.stringValue)"))
    }
    return found
  }

  // MARK: Values

  func decodeNil(forKey key: Key) throws -> Bool { document.isNull(at: try find(key)) }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    try document.bool(at: find(key))
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try document.text(at: find(key))
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try document.floatingPoint(type, at: find(key))
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    try document.floatingPoint(type, at: find(key))
  }

  func decode<Number: FixedWidthInteger & Decodable>(
    _ type: Number.Type, forKey key: Key
  ) throws -> Number {
    try document.integer(type, at: find(key))
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try document.decode(type, at: find(key), depth: depth)
  }

  /// In one search, where the general way takes three.
  func decodeIfPresent<Value: Decodable>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value? {
    guard let found = placeIfAny(of: key), !document.isNull(at: found) else { return nil }
    return try document.decode(type, at: found, depth: depth)
  }

  // MARK: Containers within

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try document.descend(to: find(key), depth: depth).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try document.descend(to: find(key), depth: depth).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    try document.descend(to: find(PathKey.parent), depth: depth)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    try document.descend(to: find(key), depth: depth)
  }
}
