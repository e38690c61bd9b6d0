public import Bytes

/// The signatures that the client can verify, best first (RFC 5246 §7.4.1.4.1, RFC 8446 §4.2.3).
public struct SignatureAlgorithms: ExtensionContent {
  public static let type = ExtensionType.signatureAlgorithms
  public static let places: ExtensionPlaces = [.clientHello, .certificateRequest]

  public var supportedSignatureAlgorithms: [SignatureScheme]

  public init() { supportedSignatureAlgorithms = [] }

  public init(_ schemes: [SignatureScheme]) { supportedSignatureAlgorithms = schemes }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &supportedSignatureAlgorithms, .uint16(2...0xfffe), "supported_signature_algorithms",
      entry: "signature_scheme")
  }
}

extension ExtensionBlock {
  public var signatureSchemes: [SignatureScheme]? {
    self[SignatureAlgorithms.self]?.supportedSignatureAlgorithms
  }
}
