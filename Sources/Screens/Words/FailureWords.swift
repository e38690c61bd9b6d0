import Bytes
import CryptoPrimitives
import Explanations
import Knowledge
import Lab
public import TLSEngine
import TLSWire

// Why a handshake failed, as the catalogue says it; the entries bear the names of the cases.
extension HandshakeFailure {
  /// What went wrong, in one sentence.
  public var words: String {
    switch self {
    case .malformed(let error): say("malformed", ["error": "\(error)"])
    case .misbehaving(let violation): violation.words
    case .refused(let refusal): refusal.words
    case .peerAlert(let alert): say("peer_alert", ["alert": alert.description.label])
    case .internalError(let text): say("internal_error", ["reason": text])
    }
  }
}

extension HandshakeFailure {
  /// The same where it is known who gave up: what the server refuses is the client's certificate.
  func words(by actor: Actor) -> String {
    guard actor == .server, case .refused(.certificate(let check)) = self else { return words }
    guard let failure = check.failure else { return say("client_certificate") }
    return say("client_certificate.fault", ["fault": failure.words])
  }
}

/// The phrase of an entry of the failures.
private func say(_ name: String, _ values: [String: String] = [:]) -> String {
  said(.failure, name, values)
}

extension HandshakeFailure.Violation {
  fileprivate var words: String {
    switch self {
    case .unexpectedMessage(let expected, let found):
      say(
        expected.isEmpty ? "unexpected_message.nothing" : "unexpected_message",
        ["found": found.title, "expected": listed(expected.map(\.title), "or")])
    case .secondHelloRetryRequest: say("second_hello_retry_request")
    case .messageAcrossKeyChange: say("message_across_key_change")
    case .legacyVersion(let version): say("legacy_version", ["version": version.judgedName])
    case .badRecordMAC: say("bad_record_mac")
    case .recordOverflow: say("record_overflow")
    case .unknownContentType(let type): say("unknown_content_type", ["type": "\(type)"])
    case .recordOutOfPlace(let type): say("record_out_of_place", ["type": type.label])
    case .emptyFragment: say("empty_fragment")
    case .idleRecords(let limit): say("idle_records", ["limit": "\(limit)"])
    case .illegalParameter(let what): say("illegal_parameter", ["what": what])
    case .publicValueOutOfRange: say("public_value_out_of_range")
    case .unsolicitedExtension(let type): say("unsolicited_extension", ["extension": type.label])
    case .missingExtension(let type): say("missing_extension", ["extension": type.label])
    case .anonymousCertificateRequest: say("anonymous_certificate_request")
    case .emptyCertificate: say("empty_certificate")
    case .signatureInvalid: say("signature_invalid")
    case .binderMismatch: say("binder_mismatch")
    case .tooMuchEarlyData(let limit): say("too_much_early_data", ["limit": "\(limit)"])
    case .finishedMismatch: say("finished_mismatch")
    case .renegotiationMismatch: say("renegotiation_mismatch")
    case .extendedMasterSecretMismatch: say("extended_master_secret_mismatch")
    }
  }
}

extension HandshakeFailure.Refusal {
  fileprivate var words: String {
    switch self {
    case .version(.ssl3): say("version.ssl3")
    case .version(let version): say("version", ["version": version.judgedName])
    case .ssl2Hello(let offered): say("ssl2_hello", ["version": offered.displayName])
    case .inappropriateFallback(let best):
      say("inappropriate_fallback", ["version": best.displayName])
    case .noCommonSuite: say("no_common_suite")
    case .noCommonSignatureScheme: say("no_common_signature_scheme")
    case .preSharedKeyRequired: say("pre_shared_key_required")
    case .unknownPreSharedKey: say("unknown_pre_shared_key")
    case .noCommonGroup: say("no_common_group")
    case .keyFitsNoSuite(let kind): say("key_fits_no_suite", ["key": kind.word])
    case .keyFitsNoScheme(let kind):
      // TLS 1.3 leaves the schemes of PKCS #1 v1.5 to certificates (RFC 8446 §4.2.3).
      if case .rsa(let bits) = kind, bits < 1024 {
        say("key_fits_no_scheme.short", ["key": kind.word])
      } else if case .rsa = kind {
        say("key_fits_no_scheme.rsa", ["key": kind.word])
      } else {
        say("key_fits_no_scheme", ["key": kind.word])
      }
    case .curveNotOffered(let kind): say("curve_not_offered", ["key": kind.word])
    case .certificateRequired, .noClientCertificate: say("no_client_certificate")
    case .noApplicationProtocol: say("no_application_protocol")
    case .weakGroup(let bits): say("weak_group", ["bits": "\(bits)"])
    case .certificate(let check):
      if let failure = check.failure {
        say("certificate.fault", ["fault": failure.words])
      } else {
        say("certificate")
      }
    case .unusableCertificate(let why): say("unusable_certificate", ["reason": why])
    }
  }
}

extension AlertDescription {
  /// What the alert tells, in plain words.
  var words: String {
    Catalogue.current.words(.brief, of: [ExplanationKey(.alert, label), .other(.alert)])
  }
}
