/// Encodes into an array of a draft.
struct UnkeyedWriter: UnkeyedEncodingContainer {
  let draft: Draft
  let place: Int32
  let depth: Int32

  var codingPath: [any CodingKey] { draft.path(to: place) }

  /// Elements so far; those of a run count one each.
  var count: Int { draft.count(of: place) }

  func encodeNil() throws { try draft.fill(draft.add(to: place), .null) }

  func encode(_ value: Bool) throws {
    try draft.fill(draft.add(to: place), value ? .yes : .no)
  }

  func encode(_ value: String) throws {
    try draft.put(text: value, in: draft.add(to: place))
  }

  func encode(_ value: Double) throws {
    try draft.fill(draft.add(to: place), .double, value.bitPattern)
  }

  func encode(_ value: Float) throws {
    try draft.fill(draft.add(to: place), .float, UInt64(value.bitPattern))
  }

  func encode(_ value: some FixedWidthInteger & Encodable) throws {
    try draft.put(value, in: draft.add(to: place))
  }

  func encode(_ value: some Encodable) throws {
    try draft.put(value, in: draft.add(to: place), depth: depth)
  }

  /// What `Data` encodes itself with.
  func encode<Bytes: Sequence>(contentsOf bytes: Bytes) throws where Bytes.Element == UInt8 {
    let run = Array(bytes)
    if !run.isEmpty { try draft.put(run: run, in: draft.add(to: place)) }
  }

  // MARK: Containers within

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    encoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }

  func superEncoder() -> any Encoder { encoder() }

  private func encoder() -> SlotEncoder {
    draft.descend(to: draft.add(to: place), depth: depth)
  }
}
