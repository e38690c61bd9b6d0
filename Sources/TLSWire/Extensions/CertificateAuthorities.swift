public import Bytes

/// The authorities whose certificates the sender takes (RFC 8446 §4.2.4).
public struct CertificateAuthorities: ExtensionContent {
  public static let type = ExtensionType.certificateAuthorities
  public static let places: ExtensionPlaces = [.clientHello, .certificateRequest]

  public var authorities: [DistinguishedName]

  public init() { authorities = [] }

  public init(_ authorities: [DistinguishedName]) { self.authorities = authorities }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&authorities, .uint16(3...0xffff), "authorities", entry: "distinguished_name")
  }
}

extension ExtensionBlock {
  public var certificateAuthorities: [DistinguishedName]? {
    self[CertificateAuthorities.self]?.authorities
  }
}
