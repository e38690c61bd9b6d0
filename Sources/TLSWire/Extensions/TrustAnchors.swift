public import Bytes

/// Authorities by short names: those that the client trusts, or those that the server can show a
/// certificate of (draft-ietf-tls-trust-anchor-ids §4).
public struct TrustAnchors: ExtensionContent {
  public static let type = ExtensionType.trustAnchors
  public static let places: ExtensionPlaces = [
    .clientHello, .encryptedExtensions, .certificateRequest,
  ]

  public var list: [TrustAnchorID] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&list, .uint16(), "trust_anchor_id_list", entry: "trust_anchor_id")
  }
}

/// An object identifier relative to 1.3.6.1.4.1, the numbers that IANA gives to organizations.
public struct TrustAnchorID: WireStruct {
  public var bytes: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&bytes, .uint8(1...0xff), "id")
  }
}

/// That the certificate was chosen after the client's list: empty.
public struct TrustAnchorMatch: ExtensionContent {
  public static let type = ExtensionType.trustAnchors
  public static let places: ExtensionPlaces = [.certificate]

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
