public import Bytes

/// The server asks the client for a certificate (RFC 5246 §7.4.4).
public struct CertificateRequest: HandshakeBody {
  public static let handshakeType = HandshakeType.certificateRequest

  public var certificateTypes: [ClientCertificateType]
  public var supportedSignatureAlgorithms: [SignatureScheme]
  public var certificateAuthorities: [DistinguishedName]

  public init() {
    self.init(
      certificateTypes: [], supportedSignatureAlgorithms: [], certificateAuthorities: [])
  }

  public init(
    certificateTypes: [ClientCertificateType], supportedSignatureAlgorithms: [SignatureScheme],
    certificateAuthorities: [DistinguishedName]
  ) {
    self.certificateTypes = certificateTypes
    self.supportedSignatureAlgorithms = supportedSignatureAlgorithms
    self.certificateAuthorities = certificateAuthorities
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &certificateTypes, .uint8(1...0xff), "certificate_types", entry: "certificate_type")
    try coder.codes(
      &supportedSignatureAlgorithms, .uint16(2...0xfffe), "supported_signature_algorithms",
      entry: "signature_scheme")
    try coder.list(
      &certificateAuthorities, .uint16(), "certificate_authorities", entry: "distinguished_name")
  }
}
