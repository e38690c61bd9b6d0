public import Bytes

/// The sender's certificate and the chain above it (RFC 5246 §7.4.2).
public struct CertificateMessage: HandshakeBody {
  public static let handshakeType = HandshakeType.certificate

  /// The sender's own first; empty when a client has none.
  public var certificateList: [CertificateEntry]

  public init() { certificateList = [] }

  public init(certificateList: [CertificateEntry]) { self.certificateList = certificateList }

  /// A chain of DER-encoded certificates, the sender's own first.
  public init(chain: [[UInt8]]) { certificateList = chain.map(CertificateEntry.init(data:)) }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&certificateList, .uint24(), "certificate_list", entry: "certificate")
  }
}

/// One certificate (`ASN.1Cert` in RFC 5246 §7.4.2).
public struct CertificateEntry: WireStruct {
  /// DER.
  public var data: [UInt8]

  public init() { data = [] }

  public init(data: [UInt8]) { self.data = data }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&data, .uint24(1...0xff_ffff), "cert_data")
  }
}
