public import Bytes

/// The sender's certificate and the chain above it, as TLS 1.3 writes them (RFC 8446 §4.4.2).
public struct CertificateMessage13: HandshakeBody {
  public static let handshakeType = HandshakeType.certificate

  /// What a CertificateRequest brought; empty in a server's answer.
  public var certificateRequestContext: [UInt8]
  /// The sender's own first; empty when a client has none.
  public var certificateList: [CertificateEntry13]

  public init() { self.init(chain: []) }

  /// A chain of DER-encoded certificates, the sender's own first.
  public init(requestContext: [UInt8] = [], chain: [[UInt8]]) {
    certificateRequestContext = requestContext
    certificateList = chain.map { CertificateEntry13(data: $0) }
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&certificateRequestContext, .uint8(), "certificate_request_context")
    try coder.list(&certificateList, .uint24(), "certificate_list", entry: "certificate")
  }
}

/// One certificate with what is said of it.
public struct CertificateEntry13: WireStruct, ExtensionBlock {
  /// DER.
  public var data: [UInt8]
  public var extensions: [Extension]?

  public init() { self.init(data: []) }

  public init(data: [UInt8], extensions: [Extension] = []) {
    self.data = data
    self.extensions = extensions
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&data, .uint24(1...0xff_ffff), "cert_data")
    try codeExtensions(in: .certificate, with: &coder)
  }
}
