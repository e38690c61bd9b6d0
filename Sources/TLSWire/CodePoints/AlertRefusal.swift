extension AlertDescription {
  /// Whether it says that its sender does not agree, and not that the other side made a mistake
  /// (RFC 8446 §6.2).
  public var isRefusal: Bool {
    switch self {
    case .handshakeFailure, .badCertificate, .unsupportedCertificate, .certificateRevoked,
      .certificateExpired, .certificateUnknown, .unknownCA, .accessDenied, .protocolVersion,
      .insufficientSecurity, .inappropriateFallback, .unrecognizedName,
      .badCertificateStatusResponse, .unknownPSKIdentity, .certificateRequired,
      .noApplicationProtocol:
      true
    default: false
    }
  }
}
