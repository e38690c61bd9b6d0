import Bytes

// In a file, the content stands below two keys, of which the outer one says whether it is known:
// earlier programs saved an enumeration here, with a case for each content.
extension Extension {
  private enum CodingKeys: String, CodingKey { case type, body }

  private struct ContentKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static let unknown = ContentKey(stringValue: "unknown")
    static let known = ContentKey(stringValue: "content")
    static let value = ContentKey(stringValue: "_0")
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let type = try container.decode(ExtensionType.self, forKey: .type)
    let kinds = try container.nestedContainer(keyedBy: ContentKey.self, forKey: .body)
    let kind = kinds.allKeys.first ?? .known
    let content = try kinds.nestedContainer(keyedBy: ContentKey.self, forKey: kind)
    guard kind.stringValue != ContentKey.unknown.stringValue else {
      self = .unknown(type, try content.decode([UInt8].self, forKey: .value))
      return
    }
    self.init(type: type, body: try Self.savedBody(of: type, in: content))
  }

  /// The content of that type whose fields are there.
  private static func savedBody(
    of type: ExtensionType, in container: KeyedDecodingContainer<ContentKey>
  ) throws -> ExtensionBody {
    for entry in ExtensionCatalogue.entries(of: type) {
      if let content = try? container.decode(entry.content, forKey: .value) {
        return content.body
      }
    }
    throw DecodingError.dataCorruptedError(
      forKey: .value, in: container, debugDescription: "no content of \(type.label)")
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type, forKey: .type)
    guard let content = body?.reference else { return }
    var kinds = container.nestedContainer(keyedBy: ContentKey.self, forKey: .body)
    if let unknown = content as? ContentReference<UnknownExtension> {
      var bytes = kinds.nestedContainer(keyedBy: ContentKey.self, forKey: .unknown)
      return try bytes.encode(unknown.content.data, forKey: .value)
    }
    var value = kinds.nestedContainer(keyedBy: ContentKey.self, forKey: .known)
    try content.encode(to: value.superEncoder(forKey: .value))
  }
}
