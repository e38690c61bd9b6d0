public import Bytes

/// What messages of TLS carry as bytes of another standard: DER, and proofs of logs.
public enum OpaqueStructure: String, CaseIterable, Sendable {
  /// RFC 5280 §4.1.
  case certificate = "Certificate"
  /// RFC 6960 §4.2.1.
  case ocspResponse = "OCSPResponse"
  /// RFC 5280 §4.1.2.4.
  case name = "Name"
  /// RFC 5280 §4.1.2.7.
  case publicKey = "SubjectPublicKeyInfo"
  /// RFC 6962 §3.2.
  case timestamp = "SignedCertificateTimestamp"

  /// What every byte means. The fields inside a field cover it, whatever the bytes hold; what can't be
  /// read is a field with the error.
  public func annotation(of bytes: [UInt8]) -> Annotation {
    switch self {
    case .certificate: DERAnnotator.annotate(bytes, rawValue, .certificate)
    case .ocspResponse: DERAnnotator.annotate(bytes, rawValue, .ocspResponse)
    case .name: DERAnnotator.annotate(bytes, rawValue, .name)
    case .publicKey: DERAnnotator.annotate(bytes, rawValue, .publicKey)
    case .timestamp:
      Annotator.annotate(SignedCertificateTimestamp.self, bytes, name: rawValue)
    }
  }
}
