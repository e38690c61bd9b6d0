public import Bytes

/// The word of the authority, stapled to the certificate by whoever shows it: a message of its own in
/// TLS 1.2 (RFC 6066 §8), an extension of the certificate in TLS 1.3 (RFC 8446 §4.4.2.1).
public struct CertificateStatus: WireStruct {
  public var statusType: CertificateStatusType
  /// An OCSPResponse in DER (RFC 6960 §4.2.1).
  public var response: [UInt8]

  public init() { self.init(response: []) }

  public init(response: [UInt8]) {
    statusType = .ocsp
    self.response = response
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&statusType, "status_type")
    // There is no other kind (RFC 6066 §8).
    guard statusType == .ocsp else {
      throw coder.illegalValue("status type \(statusType.label), not ocsp")
    }
    try coder.opaque(&response, .uint24(1...0xff_ffff), "ocsp_response")
  }
}
