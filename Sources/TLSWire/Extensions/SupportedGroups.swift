public import Bytes

/// The groups that the client can use, best first (RFC 8446 §4.2.7, RFC 8422 §5.1.1).
public struct SupportedGroups: WireStruct {
  public var namedGroupList: [NamedGroup]

  public init() { namedGroupList = [] }

  public init(_ groups: [NamedGroup]) { namedGroupList = groups }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &namedGroupList, .uint16(2...0xffff), "named_group_list", entry: "named_group")
  }
}
