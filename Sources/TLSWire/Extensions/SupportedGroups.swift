public import Bytes

/// The groups that the client can use, best first (RFC 8446 §4.2.7, RFC 8422 §5.1.1).
public struct SupportedGroups: ExtensionContent {
  public static let type = ExtensionType.supportedGroups
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12, .encryptedExtensions]

  public var namedGroupList: [NamedGroup]

  public init() { namedGroupList = [] }

  public init(_ groups: [NamedGroup]) { namedGroupList = groups }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &namedGroupList, .uint16(2...0xffff), "named_group_list", entry: "named_group")
  }
}

extension ExtensionBlock {
  public var supportedGroups: [NamedGroup]? { self[SupportedGroups.self]?.namedGroupList }
}
