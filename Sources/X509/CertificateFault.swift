import COpenSSL
public import Knowledge

/// What is wrong with a certificate, as far as an alert tells it apart (RFC 5246 §7.2.2).
public enum CertificateFault: Sendable, Hashable, Codable {
  /// The peer sent none.
  case noCertificate
  /// No chain leads to a trusted root.
  case unknownIssuer
  case badSignature
  case expired
  case notYetValid
  case wrongName
  case wrongUsage
  /// A key too short or a hash too weak.
  case weak
  /// Another error of OpenSSL's verifier, by its number.
  case other(code: Int)

  /// The fault's short identifier, as it stands in `Check.Failure.reason`.
  public var reason: String {
    switch self {
    case .noCertificate: "no_certificate"
    case .unknownIssuer: "unknown_issuer"
    case .badSignature: "bad_signature"
    case .expired: "expired"
    case .notYetValid: "not_yet_valid"
    case .wrongName: "wrong_name"
    case .wrongUsage: "wrong_usage"
    case .weak: "weak"
    case .other: "other"
    }
  }

  /// The fault of the first certificate check that failed; `nil` if none did.
  public static func first(in checks: [Check]) -> CertificateFault? {
    for check in checks {
      if case .failed(let failure) = check.outcome, let fault = CertificateFault(failure) {
        return fault
      }
    }
    return nil
  }

  /// The fault that a failure of a certificate check stands for.
  public init?(_ failure: Check.Failure) {
    let named: [CertificateFault] = [
      .noCertificate, .unknownIssuer, .badSignature, .expired, .notYetValid, .wrongName,
      .wrongUsage, .weak,
    ]
    if let fault = named.first(where: { $0.reason == failure.reason }) {
      self = fault
    } else if failure.reason == "other" {
      self = .other(code: failure.verifierCode ?? 0)
    } else {
      return nil
    }
  }

  /// The fault behind an error number of OpenSSL's verifier (`X509_V_ERR_…`).
  init(verifierCode code: Int32) {
    switch code {
    case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
    case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
    case X509_V_ERR_CERT_SIGNATURE_FAILURE: self = .badSignature
    case X509_V_ERR_INVALID_PURPOSE: self = .wrongUsage
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self = .wrongName
    case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
      self = .weak
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
      X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_UNTRUSTED, X509_V_ERR_INVALID_CA,
      X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_CERT_CHAIN_TOO_LONG,
      X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
      self = .unknownIssuer
    default: self = .other(code: Int(code))
    }
  }

  /// Which of the checks an error number of the verifier belongs to.
  static func check(verifierCode code: Int32) -> Check.Name {
    switch code {
    case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID,
      X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD, X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD:
      .certificateDates
    case X509_V_ERR_INVALID_PURPOSE: .certificateUsage
    case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
      .certificateStrength
    default: .certificateChain
    }
  }
}
