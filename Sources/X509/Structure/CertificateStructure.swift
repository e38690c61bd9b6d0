public import Bytes

extension Certificate {
  /// What makes its bytes none of DER, in which a certificate has to be encoded (RFC 5280 §4.1); nil: nothing.
  public var encodingFault: EncodingFault? { EncodingFault(in: der) }

  /// The certificate taken apart, down to the last field (RFC 5280 §4.1).
  ///
  /// - Throws: where its bytes are no DER, which is stricter than what libcrypto reads.
  public func structure() throws(X509Error) -> Annotation {
    if let fault = encodingFault {
      throw X509Error(operation: "take certificate apart", reason: fault.kind.rawValue)
    }
    return OpaqueStructure.certificate.annotation(of: der)
  }
}
