import Bytes
import Knowledge
import TLSEngine
import TLSWire

extension HandshakeFailure {
  /// What went wrong, in one sentence.
  var words: String {
    switch self {
    case .malformed(let error): "the message can't be read: \(error)"
    case .misbehaving(let violation): violation.words
    case .refused(let refusal): refusal.words
    case .peerAlert(let alert): "the other side gave up: \(alert.description.label)"
    case .internalError(let text): "this side could not go on: \(text)"
    }
  }
}

extension HandshakeFailure.Violation {
  fileprivate var words: String {
    switch self {
    case .unexpectedMessage(let expected, let found):
      expected.isEmpty
        ? "\(found.title) came where nothing was expected"
        : "\(found.title) came, expected was \(listed(expected.map(\.title), "or"))"
    case .messageAcrossKeyChange: "a handshake message spans a change of keys"
    case .badRecordMAC: "a record was changed on the way, or its keys are not the same"
    case .recordOverflow: "a record is longer than allowed"
    case .unknownContentType(let type): "content type \(type) is unknown"
    case .recordOutOfPlace(let type): "a record of type \(type.label) must not come like this here"
    case .emptyFragment: "a record of the handshake, or an alert, holds nothing"
    case .idleRecords(let limit): "more than \(limit) records one after the other carry nothing"
    case .illegalParameter(let what): "not allowed here: \(what)"
    case .publicValueOutOfRange: "a Diffie-Hellman value is not within 2 and p - 2"
    case .unsolicitedExtension(let type): "extension \(type.label) was not asked for"
    case .missingExtension(let type): "extension \(type.label) is missing"
    case .anonymousCertificateRequest:
      "a server that proves nothing of itself asks for the client's certificate"
    case .emptyCertificate: "the server sent no certificate"
    case .signatureInvalid: "the signature does not verify"
    case .binderMismatch: "the client does not have the pre-shared key that it offers"
    case .tooMuchEarlyData(let limit): "more early data came than the \(limit) bytes allowed"
    case .finishedMismatch: "the two sides did not see the same handshake"
    case .renegotiationMismatch: "renegotiation_info does not fit"
    case .extendedMasterSecretMismatch:
      "the resumed session and this handshake differ in extended_master_secret"
    }
  }
}

extension HandshakeFailure.Refusal {
  fileprivate var words: String {
    switch self {
    case .version(.ssl3): "version SSL 3.0 must not be used any more (RFC 7568)"
    case .version(let version): "version \(version.judgedName) is not accepted"
    case .ssl2Hello(let offered):
      "a hello in the form of SSL 2.0, offering \(offered.displayName), is not read (RFC 9846 section E.5)"
    case .inappropriateFallback(let best):
      "the client says that it fell back, and the server could do \(best.displayName)"
    case .noCommonSuite: "no cipher suite that both sides accept"
    case .noCommonSignatureScheme: "no signature scheme that both sides accept"
    case .preSharedKeyRequired: "the client has no pre-shared key that the server knows"
    case .unknownPreSharedKey: "the server knows no pre-shared key of that name"
    case .noCommonGroup: "no Diffie-Hellman group that both sides accept"
    case .certificateRequired, .noClientCertificate:
      "the client has no certificate, and must have one"
    case .noApplicationProtocol: "no application protocol that both sides speak"
    case .weakGroup(let bits): "a Diffie-Hellman prime of \(bits) bits is too short"
    case .certificate(let check):
      if case .failed(let failure) = check.outcome {
        "the certificate is refused: \(failure.words)"
      } else {
        "the certificate is refused"
      }
    case .unusableCertificate(let why): "the certificate can't be used: \(why)"
    }
  }
}

extension AlertDescription {
  /// What the alert tells, in plain words (RFC 5246 section 7.2).
  var words: String {
    switch self {
    case .closeNotify: "nothing more will be sent"
    case .unexpectedMessage: "a message came that does not belong here"
    case .badRecordMAC: "a record failed its integrity check"
    case .handshakeFailure: "no settings that both sides accept, or a certificate is missing"
    case .badCertificate: "the certificate is damaged or for another name"
    case .unsupportedCertificate: "this kind of certificate can't be used"
    case .certificateRevoked: "the certificate was revoked"
    case .certificateExpired: "the certificate has expired or is not valid yet"
    case .certificateUnknown: "the certificate can't be accepted for another reason"
    case .illegalParameter: "a field holds a value that is not allowed"
    case .unknownCA: "no trusted authority stands behind the certificate"
    case .decodeError: "a message can't be read"
    case .decryptError: "a signature or a Finished is wrong"
    case .protocolVersion: "the version is not accepted"
    case .insufficientSecurity: "the keys on offer are too weak"
    case .internalError: "something failed that has nothing to do with the peer"
    case .noRenegotiation: "no second handshake on this connection"
    case .missingExtension: "an extension is missing that must be there"
    case .certificateRequired: "the client must show a certificate"
    case .unsupportedExtension: "an extension came that was not asked for"
    case .noApplicationProtocol: "no common application protocol"
    case .decryptionFailed: "a record could not be decrypted; nobody may say so any more"
    case .recordOverflow: "a record is longer than allowed"
    case .decompressionFailure: "compressed data can't be unpacked"
    case .noCertificate: "no certificate to show (SSL 3.0)"
    case .accessDenied: "the certificate is valid, but its owner may not enter"
    case .exportRestriction: "keys too long for an export that was once restricted"
    case .inappropriateFallback: "the client offers less than it can, and less than the server can"
    case .userCanceled: "somebody stopped the handshake"
    case .certificateUnobtainable: "the address of the certificate gives none"
    case .unrecognizedName: "no server of that name is here"
    case .badCertificateStatusResponse: "the stapled proof against revocation is no good"
    case .badCertificateHashValue: "the certificate is not the one that its hash names"
    case .generalError: "something went wrong, and the sender does not say what"
    case .echRequired:
      "the client must have its ClientHello encrypted, and the server could not open it"
    case .unknownPSKIdentity: "no pre-shared key of that name is known"
    default: "an alert that no document known here describes"
    }
  }
}
