/// A value of YAML, and where it stands.
///
/// Scalars stay text: what is a number is for the reader to say.
public struct YAMLNode: Sendable {
  /// A key of a mapping and its value.
  public struct Member: Sendable {
    public let key: YAMLNode
    public let value: YAMLNode
  }

  enum Content: Sendable {
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([Member])
  }

  let content: Content
  /// The line in which it begins, counted from 1.
  public let line: Int

  /// The text; nil when it is no scalar.
  public var scalar: String? {
    if case .scalar(let text) = content { text } else { nil }
  }

  /// The items; nil when it is no sequence.
  public var sequence: [YAMLNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The keys with their values, in their order, no key twice; nil when it is no mapping.
  public var mapping: [Member]? {
    if case .mapping(let members) = content { members } else { nil }
  }

  /// Reads a text that holds one document.
  ///
  /// - Returns: its value; nil for a text in which there is none.
  /// - Throws: ``YAMLError`` for what is no YAML, and for what is not taken: a key twice, an alias, more levels
  ///   than anyone writes.
  public static func read(_ text: String) throws(YAMLError) -> YAMLNode? {
    try Array(text.utf8).withUnsafeBufferPointer { bytes throws(YAMLError) in
      var composer = Composer(bytes)
      return try composer.document()
    }
  }
}
