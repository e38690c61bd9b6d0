import Bytes
import Knowledge
public import TLSWire
import X509

/// The alert for each failure (RFC 5246 §7.2.2). One total function: a failure without an alert
/// does not compile.
public func alert(for failure: HandshakeFailure) -> Alert {
  switch failure {
  case .malformed(let error): Alert(level: .fatal, description: description(of: error.reason))
  case .misbehaving(let violation): Alert(level: .fatal, description: description(of: violation))
  case .refused(let refusal): Alert(level: .fatal, description: description(of: refusal))
  case .peerAlert(let alert): alert
  case .internalError: Alert(level: .fatal, description: .internalError)
  }
}

/// What can be read and must not be there is an illegal_parameter, all else a decode_error.
private func description(of reason: WireError.Reason) -> AlertDescription {
  switch reason {
  case .truncated, .trailingBytes, .lengthOutOfBounds: .decodeError
  case .illegalValue: .illegalParameter
  }
}

private func description(of violation: HandshakeFailure.Violation) -> AlertDescription {
  switch violation {
  case .unexpectedMessage, .secondHelloRetryRequest, .messageAcrossKeyChange, .unknownContentType,
    .recordOutOfPlace,
    .emptyFragment, .idleRecords, .tooMuchEarlyData:
    .unexpectedMessage
  // "A client which receives a TLS 1.3 ServerHello with a legacy_version value not equal to 0x0303 MUST
  // abort the handshake with a "protocol_version" alert" (RFC 9846 §4.2.3; of servers §4.2.2).
  case .legacyVersion: .protocolVersion
  case .badRecordMAC: .badRecordMAC
  case .recordOverflow: .recordOverflow
  case .illegalParameter: .illegalParameter
  case .unsolicitedExtension: .unsupportedExtension
  case .missingExtension: .missingExtension
  case .emptyCertificate: .decodeError
  case .signatureInvalid, .finishedMismatch, .binderMismatch: .decryptError
  // "If this is not the case, it MUST abort the handshake" (RFC 5746 §3.4), and "MUST terminate the
  // connection with a fatal handshake_failure(40) alert" (RFC 7919 §3 and §4).
  case .renegotiationMismatch, .publicValueOutOfRange: .handshakeFailure
  case .anonymousCertificateRequest: .handshakeFailure
  // "… terminating the handshake by sending a fatal "handshake_failure" alert" (RFC 7627 §5.2).
  case .extendedMasterSecretMismatch: .handshakeFailure
  }
}

private func description(of refusal: HandshakeFailure.Refusal) -> AlertDescription {
  switch refusal {
  case .version, .ssl2Hello: .protocolVersion
  case .inappropriateFallback: .inappropriateFallback
  case .noCommonSuite, .noCommonSignatureScheme, .noCommonGroup, .preSharedKeyRequired,
    .keyFitsNoSuite, .keyFitsNoScheme, .curveNotOffered:
    .handshakeFailure
  case .unknownPreSharedKey: .unknownPSKIdentity
  case .certificateRequired: .certificateRequired
  // "If the client does not send any certificates, the server MAY … respond with a fatal
  // handshake_failure alert" (RFC 5246 §7.4.6).
  case .noClientCertificate: .handshakeFailure
  case .noApplicationProtocol: .noApplicationProtocol
  case .weakGroup: .insufficientSecurity
  case .certificate(let check): description(ofCheck: check)
  case .unusableCertificate: .unsupportedCertificate
  }
}

/// What each fault of a certificate is called in an alert (RFC 5246 §7.2.2).
private func description(ofCheck check: Check) -> AlertDescription {
  guard let fault = CertificateFault.first(in: [check]) else { return .badCertificate }
  return switch fault {
  case .noCertificate, .malformed, .unreadableExtension, .repeatedExtension, .emptyExtension,
    .malformedDates, .outsideProfile, .badSignature, .wrongName, .shortKey, .shortAuthorityKey,
    .weakHash, .flawedKey, .malformedKey:
    .badCertificate
  case .selfSigned, .untrustedRoot, .unknownIssuer, .incomplete, .signatureUnverified,
    .ambiguousIssuer, .sharedKeyIdentifier, .pathTooDeep, .notAnAuthority, .mayNotSign,
    .pathTooLong:
    .unknownCA
  case .expired, .notYetValid: .certificateExpired
  case .revoked: .certificateRevoked
  case .wrongUsage, .unknownKey, .unknownIssuerKey, .unknownHash: .unsupportedCertificate
  // RFC 6066 §8 has an alert for a response that does not hold; for one that is missing none fits better.
  case .stapleMissing, .stapleRevoked, .stapleUnusable: .badCertificateStatusResponse
  case .nameNotPermitted, .nameExcluded, .constraintNotUnderstood, .unknownExtension,
    .unnamedCurve, .precertificate, .policyRequired, .policyMalformed, .revocationUnknown,
    .notPinned, .tooMuch:
    .certificateUnknown
  }
}
