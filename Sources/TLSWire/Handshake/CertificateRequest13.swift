public import Bytes

/// The server asks the client for a certificate, in the handshake or after it (RFC 8446 §4.3.2).
public struct CertificateRequest13: HandshakeBody, ExtensionBlock {
  public static let handshakeType = HandshakeType.certificateRequest

  /// What the client's answer must repeat; empty in the handshake.
  public var certificateRequestContext: [UInt8]
  /// signature_algorithms must be among them.
  public var extensions: [Extension]?

  public init() { self.init(extensions: []) }

  public init(requestContext: [UInt8] = [], extensions: [Extension]) {
    certificateRequestContext = requestContext
    self.extensions = extensions
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&certificateRequestContext, .uint8(), "certificate_request_context")
    try codeExtensions(in: .certificateRequest, with: &coder)
  }
}
