public import Bytes

/// Extensions that a client's certificate must have, with their values (RFC 8446 §4.2.5).
public struct OIDFilters: ExtensionContent {
  public static let type = ExtensionType.oidFilters
  public static let places: ExtensionPlaces = [.certificateRequest]

  public var filters: [OIDFilter]

  public init() { filters = [] }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&filters, .uint16(), "filters", entry: "oid_filter")
  }
}

/// One of them.
public struct OIDFilter: WireStruct {
  /// The object identifier, DER.
  public var certificateExtensionOID: [UInt8] = []
  /// The value, DER; empty: any.
  public var certificateExtensionValues: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&certificateExtensionOID, .uint8(1...255), "certificate_extension_oid")
    try coder.opaque(&certificateExtensionValues, .uint16(), "certificate_extension_values")
  }
}
