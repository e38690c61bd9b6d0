/// Codable values as bytes, for files that only this program reads: smaller than JSON, and read and
/// written in a fraction of the time.
///
/// A document is the format byte, the words, the blobs, and one value that fills the rest. Words and
/// blobs are what is named by number, the most frequent one by 0: every key and short strings that
/// occur more than once; bytes that do. A value is a ``Tag`` and what the tag demands. Containers say how many
/// bytes they take, so that what nobody asks for is passed over. A map's keys ascend.
///
/// Equal values give equal bytes wherever their maps hold the same, in whatever order it was put in.
/// Sets and dictionaries that are coded as arrays keep the order in which they were coded.
public enum SavedValues {
  /// The first byte of every document. It begins no text: UTF-8 does not have it.
  public static let format: UInt8 = 0xf9

  /// How deep values may lie in each other: a file could make a reader's stack overflow otherwise.
  static let depthLimit = 200

  /// The bytes of a value.
  ///
  /// - Throws: `EncodingError` for what lies deeper than 200 values in each other, and for an
  ///   `encode(to:)` that encodes two values in one place; whatever an `encode(to:)` throws.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let draft = Draft()
    try draft.put(value, in: 0, depth: 0)
    if let failure = draft.failure { throw failure }
    return draft.document()
  }

  /// A value from its bytes.
  ///
  /// - Throws: `DecodingError` for bytes that are no such value, whoever made them; whatever an
  ///   `init(from:)` throws.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8]
  ) throws -> Value {
    let document = try Document(bytes)
    return try document.decode(type, at: document.root, depth: 0)
  }
}
