public import Bytes

/// What an alert says (RFC 5246 §7.2, RFC 8446 §6, and the extensions of RFC 6066 §9).
public struct AlertDescription: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let closeNotify = AlertDescription(rawValue: 0)
  public static let unexpectedMessage = AlertDescription(rawValue: 10)
  public static let badRecordMAC = AlertDescription(rawValue: 20)
  public static let decryptionFailed = AlertDescription(rawValue: 21)
  public static let recordOverflow = AlertDescription(rawValue: 22)
  public static let decompressionFailure = AlertDescription(rawValue: 30)
  public static let handshakeFailure = AlertDescription(rawValue: 40)
  public static let noCertificate = AlertDescription(rawValue: 41)
  public static let badCertificate = AlertDescription(rawValue: 42)
  public static let unsupportedCertificate = AlertDescription(rawValue: 43)
  public static let certificateRevoked = AlertDescription(rawValue: 44)
  public static let certificateExpired = AlertDescription(rawValue: 45)
  public static let certificateUnknown = AlertDescription(rawValue: 46)
  public static let illegalParameter = AlertDescription(rawValue: 47)
  public static let unknownCA = AlertDescription(rawValue: 48)
  public static let accessDenied = AlertDescription(rawValue: 49)
  public static let decodeError = AlertDescription(rawValue: 50)
  public static let decryptError = AlertDescription(rawValue: 51)
  public static let exportRestriction = AlertDescription(rawValue: 60)
  public static let protocolVersion = AlertDescription(rawValue: 70)
  public static let insufficientSecurity = AlertDescription(rawValue: 71)
  public static let internalError = AlertDescription(rawValue: 80)
  public static let inappropriateFallback = AlertDescription(rawValue: 86)
  public static let userCanceled = AlertDescription(rawValue: 90)
  public static let noRenegotiation = AlertDescription(rawValue: 100)
  public static let missingExtension = AlertDescription(rawValue: 109)
  public static let unsupportedExtension = AlertDescription(rawValue: 110)
  public static let certificateUnobtainable = AlertDescription(rawValue: 111)
  public static let unrecognizedName = AlertDescription(rawValue: 112)
  public static let badCertificateStatusResponse = AlertDescription(rawValue: 113)
  public static let badCertificateHashValue = AlertDescription(rawValue: 114)
  public static let unknownPSKIdentity = AlertDescription(rawValue: 115)
  public static let certificateRequired = AlertDescription(rawValue: 116)
  public static let noApplicationProtocol = AlertDescription(rawValue: 120)

  public var name: String? { Self.names[self] }

  private static let names: [AlertDescription: String] = [
    .closeNotify: "close_notify", .unexpectedMessage: "unexpected_message",
    .badRecordMAC: "bad_record_mac", .decryptionFailed: "decryption_failed",
    .recordOverflow: "record_overflow", .decompressionFailure: "decompression_failure",
    .handshakeFailure: "handshake_failure", .noCertificate: "no_certificate",
    .badCertificate: "bad_certificate", .unsupportedCertificate: "unsupported_certificate",
    .certificateRevoked: "certificate_revoked", .certificateExpired: "certificate_expired",
    .certificateUnknown: "certificate_unknown", .illegalParameter: "illegal_parameter",
    .unknownCA: "unknown_ca", .accessDenied: "access_denied", .decodeError: "decode_error",
    .decryptError: "decrypt_error", .exportRestriction: "export_restriction",
    .protocolVersion: "protocol_version", .insufficientSecurity: "insufficient_security",
    .internalError: "internal_error", .inappropriateFallback: "inappropriate_fallback",
    .userCanceled: "user_canceled", .noRenegotiation: "no_renegotiation",
    .missingExtension: "missing_extension", .unsupportedExtension: "unsupported_extension",
    .certificateUnobtainable: "certificate_unobtainable", .unrecognizedName: "unrecognized_name",
    .badCertificateStatusResponse: "bad_certificate_status_response",
    .badCertificateHashValue: "bad_certificate_hash_value",
    .unknownPSKIdentity: "unknown_psk_identity", .certificateRequired: "certificate_required",
    .noApplicationProtocol: "no_application_protocol",
  ]
}
