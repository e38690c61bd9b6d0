import COpenSSL
public import Knowledge

/// What is wrong with a chain of certificates, or with what is known of it.
public enum CertificateFault: String, Sendable, Hashable, Codable, CaseIterable {
  /// The peer sent none.
  case noCertificate = "no_certificate"
  /// The bytes are no certificate, or an extension of it can't be read.
  case malformed
  /// There is more in it than anyone compares: names and limits, or policies.
  case tooMuch = "too_much"
  /// An extension that can't be read: nobody can say what it would have demanded.
  case unreadableExtension = "unreadable_extension"
  /// An extension stands there twice (§4.2).
  case repeatedExtension = "repeated_extension"
  /// An extension without the content that it must have, such as a key usage without a use (§4.2.1.3).
  case emptyExtension = "empty_extension"

  // Building the path (RFC 5280 §6.1).
  /// The server's certificate vouches for itself, and nobody trusts it.
  case selfSigned = "self_signed"
  /// The chain ends at a root that is not trusted.
  case untrustedRoot = "untrusted_root"
  /// Nobody's certificate that is at hand fits as the issuer's.
  case unknownIssuer = "unknown_issuer"
  /// The path reaches a certificate that is trusted and no root, and ends there.
  case incomplete
  /// There is no issuer's key to verify the server's certificate with.
  case signatureUnverified = "signature_unverified"
  case pathTooDeep = "path_too_deep"

  // What each certificate on the path may do.
  case badSignature = "bad_signature"
  /// The issuer's key usage does not allow signatures on certificates (§4.2.1.3).
  case mayNotSign = "may_not_sign"
  /// The issuer is no authority (§4.2.1.9).
  case notAnAuthority = "not_an_authority"
  /// More authorities follow than one above allows (§4.2.1.9).
  case pathTooLong = "path_too_long"
  /// A name lies outside of those that an authority above may speak for (§4.2.1.10).
  case nameNotPermitted = "name_not_permitted"
  /// A name lies among those that an authority above must not speak for (§4.2.1.10).
  case nameExcluded = "name_excluded"
  /// A name constraint, or a name that it concerns, has a form that can't be judged.
  case constraintNotUnderstood = "constraint_not_understood"
  /// A critical extension that is not known (§4.2).
  case unknownExtension = "unknown_extension"
  /// What a log of certificates was shown before the certificate was issued (RFC 6962 §3.1).
  case precertificate
  /// An authority demands that a policy holds all along the path, and none does (§6.1.5).
  case policyRequired = "policy_required"
  /// What a certificate says of policies contradicts itself (§4.2.1.4, §4.2.1.5, §4.2.1.11).
  case policyMalformed = "policy_malformed"
  /// Something that RFC 5280 demands of whoever issues, and that verifiers seldom ask for.
  case outsideProfile = "outside_profile"
  /// An elliptic curve spelt out instead of named (RFC 5480 §2.1.1).
  case unnamedCurve = "unnamed_curve"
  /// It bears its own name as the issuer's and is signed with another key, or with that of another certificate
  /// of the issuer's name than the first that fits: nothing in it says which (§4.2.1.1).
  case ambiguousIssuer = "ambiguous_issuer"
  /// Several certificates of the issuer's name fit the key identifier that it names, and the first of them did
  /// not sign it (§4.2.1.2).
  case sharedKeyIdentifier = "shared_key_identifier"
  /// The issuer has a key that can't be used here: nobody can say whether it signed.
  case unknownIssuerKey = "unknown_issuer_key"

  case expired
  case notYetValid = "not_yet_valid"
  /// A date that is none, or has a form that it must not have (§4.1.2.5).
  case malformedDates = "malformed_dates"
  case wrongName = "wrong_name"
  case wrongUsage = "wrong_usage"
  /// The server's key is too short.
  case shortKey = "short_key"
  /// An authority's key is too short.
  case shortAuthorityKey = "short_authority_key"
  /// A signature rests on a hash that is too weak.
  case weakHash = "weak_hash"
  /// A key that protects nothing, however long it is.
  case flawedKey = "flawed_key"
  /// A key of an algorithm, or on a curve, that is not known here.
  case unknownKey = "unknown_key"
  /// A key that is none of those that its algorithm has, such as a point beside its curve.
  case malformedKey = "malformed_key"
  /// A signature by an algorithm that is not known here.
  case unknownHash = "unknown_hash"

  // Beyond the chain itself.
  /// It demands a stapled response, and none that holds came (RFC 7633 §4.3.3).
  case stapleMissing = "staple_missing"
  /// The stapled response says that it was revoked (RFC 6066 §8).
  case stapleRevoked = "staple_revoked"
  /// The stapled response that was asked for says nothing that holds (RFC 6066 §8).
  case stapleUnusable = "staple_unusable"
  case revoked
  /// Whether it was revoked can't be found out.
  case revocationUnknown = "revocation_unknown"
  /// None of the keys on the path is one that the client knows.
  case notPinned = "not_pinned"

  /// The fault's short identifier, as it stands in `Check.Failure.reason`.
  public var reason: String { rawValue }

  /// The fault of the first certificate check that failed; `nil` if none did.
  public static func first(in checks: [Check]) -> CertificateFault? {
    for check in checks {
      if let failure = check.failure, let fault = CertificateFault(failure) { return fault }
    }
    return nil
  }

  /// The fault that a failure of a certificate check stands for.
  public init?(_ failure: Check.Failure) { self.init(rawValue: failure.reason) }
}

extension CertificateFault {
  /// What OpenSSL's verifier calls it (`X509_V_ERR_…`); several where it tells more apart than we do.
  var verifierCodes: [Int32] {
    switch self {
    case .selfSigned: [X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT]
    case .untrustedRoot: [X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN]
    case .unknownIssuer: [X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY]
    case .incomplete: [X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT]
    case .ambiguousIssuer:
      [
        X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
        X509_V_ERR_CERT_SIGNATURE_FAILURE,
      ]
    case .signatureUnverified: [X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE]
    case .pathTooDeep: [X509_V_ERR_CERT_CHAIN_TOO_LONG]
    case .badSignature, .sharedKeyIdentifier: [X509_V_ERR_CERT_SIGNATURE_FAILURE]
    case .mayNotSign: [X509_V_ERR_KEYUSAGE_NO_CERTSIGN]
    case .notAnAuthority: [X509_V_ERR_INVALID_CA]
    case .pathTooLong: [X509_V_ERR_PATH_LENGTH_EXCEEDED]
    case .nameNotPermitted: [X509_V_ERR_PERMITTED_VIOLATION]
    case .nameExcluded: [X509_V_ERR_EXCLUDED_VIOLATION]
    case .constraintNotUnderstood:
      [
        X509_V_ERR_SUBTREE_MINMAX, X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE,
        X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX, X509_V_ERR_UNSUPPORTED_NAME_SYNTAX,
      ]
    case .unknownExtension:
      [X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, X509_V_ERR_PROXY_CERTIFICATES_NOT_ALLOWED]
    case .unnamedCurve: [X509_V_ERR_EC_KEY_EXPLICIT_PARAMS]
    case .precertificate: [X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION]
    case .policyRequired: [X509_V_ERR_NO_EXPLICIT_POLICY]
    case .policyMalformed: [X509_V_ERR_INVALID_POLICY_EXTENSION]
    case .outsideProfile: ProfileRule.allCases.compactMap(\.verifierCode)
    default: codesBesideThePath
    }
  }

  /// The same of what is wrong with a certificate wherever it stands.
  private var codesBesideThePath: [Int32] {
    switch self {
    case .malformed: [X509_V_ERR_UNSPECIFIED]
    case .tooMuch: [X509_V_ERR_OUT_OF_MEM, X509_V_ERR_UNSPECIFIED]
    case .malformedDates:
      [X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD, X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD]
    case .expired: [X509_V_ERR_CERT_HAS_EXPIRED]
    case .notYetValid: [X509_V_ERR_CERT_NOT_YET_VALID]
    case .wrongName: [X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH]
    case .wrongUsage: [X509_V_ERR_INVALID_PURPOSE]
    case .shortKey: [X509_V_ERR_EE_KEY_TOO_SMALL]
    case .shortAuthorityKey: [X509_V_ERR_CA_KEY_TOO_SMALL]
    case .weakHash: [X509_V_ERR_CA_MD_TOO_WEAK]
    case .revoked: [X509_V_ERR_CERT_REVOKED]
    case .revocationUnknown:
      [
        X509_V_ERR_UNABLE_TO_GET_CRL, X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_CRL_NOT_YET_VALID,
        X509_V_ERR_CRL_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER,
        X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, X509_V_ERR_DIFFERENT_CRL_SCOPE,
        X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD,
        X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD,
      ]
    // OpenSSL's verifier has no number for it.
    default: []
    }
  }

  /// The fault behind an error number of OpenSSL's verifier; nil for one that has no name here.
  package init?(verifierCode code: Int32) {
    guard let fault = Self.allCases.first(where: { $0.verifierCodes.contains(code) }) else {
      return nil
    }
    self = fault
  }

  /// Whether it keeps its check from being made, and says nothing against the certificate.
  var isIgnorance: Bool {
    switch self {
    case .unknownKey, .unknownHash, .tooMuch, .unknownIssuerKey: true
    default: false
    }
  }

  /// Which of the checks finds it.
  public var check: Check.Name {
    switch self {
    case .noCertificate, .malformed, .selfSigned, .untrustedRoot, .unknownIssuer, .incomplete,
      .signatureUnverified, .pathTooDeep, .badSignature, .mayNotSign, .notAnAuthority,
      .pathTooLong, .nameNotPermitted, .nameExcluded, .constraintNotUnderstood,
      .unknownExtension, .unnamedCurve, .unreadableExtension, .repeatedExtension,
      .emptyExtension, .precertificate, .policyRequired, .policyMalformed, .outsideProfile,
      .tooMuch, .ambiguousIssuer, .sharedKeyIdentifier, .unknownIssuerKey:
      .certificateChain
    case .expired, .notYetValid, .malformedDates: .certificateDates
    case .wrongName: .certificateHostname
    case .wrongUsage: .certificateUsage
    case .shortKey, .shortAuthorityKey, .weakHash, .flawedKey, .unknownKey, .malformedKey,
      .unknownHash:
      .certificateStrength
    case .stapleMissing, .stapleRevoked, .stapleUnusable: .certificateStaple
    case .revoked, .revocationUnknown: .certificateRevocation
    case .notPinned: .certificatePin
    }
  }
}
