public import Bytes

/// The kinds of signature that the client takes from a key to which a certificate's key was delegated
/// (RFC 9345 §4.1.1).
public struct DelegatedCredentialSupport: ExtensionContent {
  public static let type = ExtensionType.delegatedCredential
  public static let places: ExtensionPlaces = [.clientHello, .certificateRequest]

  public var supportedSignatureAlgorithms: [SignatureScheme] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &supportedSignatureAlgorithms, .uint16(2...0xfffe), "supported_signature_algorithms",
      entry: "signature_scheme")
  }
}

/// A short-lived key with the signature of the certificate's key over it (RFC 9345 §4).
public struct DelegatedCredential: ExtensionContent {
  public static let type = ExtensionType.delegatedCredential
  public static let places: ExtensionPlaces = [.certificate]

  /// Seconds after the beginning of the certificate's validity.
  public var validTime: UInt32 = 0
  public var verifyAlgorithm = SignatureScheme.ecdsaSecp256r1SHA256
  /// A SubjectPublicKeyInfo in DER (RFC 5280 §4.1).
  public var publicKey: [UInt8] = []
  public var algorithm = SignatureScheme.ecdsaSecp256r1SHA256
  public var signature: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint32(&validTime, "valid_time")
    try coder.code(&verifyAlgorithm, "dc_cert_verify_algorithm")
    try coder.opaque(&publicKey, .uint24(1...0xff_ffff), "ASN1_subjectPublicKeyInfo")
    try coder.code(&algorithm, "algorithm")
    try coder.opaque(&signature, .uint16(1...0xffff), "signature")
  }
}
