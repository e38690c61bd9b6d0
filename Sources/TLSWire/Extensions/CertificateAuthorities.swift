public import Bytes

/// The authorities whose certificates the sender takes (RFC 8446 §4.2.4).
public struct CertificateAuthorities: WireStruct {
  public var authorities: [DistinguishedName]

  public init() { authorities = [] }

  public init(_ authorities: [DistinguishedName]) { self.authorities = authorities }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&authorities, .uint16(3...0xffff), "authorities", entry: "distinguished_name")
  }
}

/// Extensions that a client's certificate must have, with their values (RFC 8446 §4.2.5).
public struct OIDFilters: WireStruct {
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
