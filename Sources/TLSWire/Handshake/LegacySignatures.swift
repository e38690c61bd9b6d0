public import Bytes

/// A ServerKeyExchange of TLS 1.0 and 1.1: the signature stands without the name of an algorithm,
/// because the kind of key decides it (RFC 4346 §7.4.3).
public struct LegacyServerKeyExchange<Parameters: WireStruct>: HandshakeBody {
  public static var handshakeType: HandshakeType { .serverKeyExchange }

  public var params: Parameters
  public var signature: [UInt8]

  public init() { self.init(params: Parameters(), signature: []) }

  public init(params: Parameters, signature: [UInt8]) {
    self.params = params
    self.signature = signature
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.structure(&params, "params")
    try coder.opaque(&signature, .uint16(), "signature")
  }
}

/// A CertificateVerify of TLS 1.0 and 1.1 (RFC 4346 §7.4.8).
public struct LegacyCertificateVerify: HandshakeBody {
  public static let handshakeType = HandshakeType.certificateVerify

  public var signature: [UInt8]

  public init() { signature = [] }

  public init(signature: [UInt8]) { self.signature = signature }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&signature, .uint16(), "signature")
  }
}

/// A CertificateRequest of TLS 1.0 and 1.1: without signature algorithms (RFC 4346 §7.4.4).
public struct LegacyCertificateRequest: HandshakeBody {
  public static let handshakeType = HandshakeType.certificateRequest

  public var certificateTypes: [ClientCertificateType]
  public var certificateAuthorities: [DistinguishedName]

  public init() { self.init(certificateTypes: [], certificateAuthorities: []) }

  public init(
    certificateTypes: [ClientCertificateType], certificateAuthorities: [DistinguishedName]
  ) {
    self.certificateTypes = certificateTypes
    self.certificateAuthorities = certificateAuthorities
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &certificateTypes, .uint8(1...0xff), "certificate_types", entry: "certificate_type")
    try coder.list(
      &certificateAuthorities, .uint16(), "certificate_authorities", entry: "distinguished_name")
  }
}
