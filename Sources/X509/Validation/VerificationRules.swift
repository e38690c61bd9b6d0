import COpenSSL

/// How a chain is judged beyond what RFC 5280 §6.1 leaves no choice about.
public struct VerificationRules: Sendable, Hashable, Codable {
  /// The most authorities between the peer's certificate and the trusted one; nil: a hundred.
  public var depth: Int?
  /// Whether a path may end at any certificate that is trusted, a root or not: "trust anchor information
  /// may be provided to the path processing procedure in the form of a self-signed certificate" (RFC 5280
  /// §6.1.1), which means that other forms are not excluded.
  public var endsAnywhere = false
  /// Whether what issuers must do counts too (`ProfileRule`).
  public var isStrict = false

  public init(depth: Int? = nil, endsAnywhere: Bool = false, isStrict: Bool = false) {
    self.depth = depth
    self.endsAnywhere = endsAnywhere
    self.isStrict = isStrict
  }

  /// As many authorities as OpenSSL's verifier takes.
  static let usualDepth = 100

  /// The most certificates of a path before it reaches the trusted ones.
  var longest: Int { min(depth ?? Self.usualDepth, 1 << 20) + 1 }

  /// The same as flags of OpenSSL's verifier.
  var verifierFlags: UInt {
    (endsAnywhere ? UInt(X509_V_FLAG_PARTIAL_CHAIN) : 0)
      | (isStrict ? UInt(X509_V_FLAG_X509_STRICT) : 0)
  }
}

/// What RFC 5280 demands of those who issue certificates, and OpenSSL's verifier asks for in its strict mode.
public enum ProfileRule: String, Sendable, Hashable, CaseIterable {
  /// A path length in what is no authority's (§4.2.1.9).
  case lengthWithoutAuthority = "length_without_authority"
  /// A path length, and a key usage that does not allow signatures on certificates (§4.2.1.9).
  case lengthWithoutSigning = "length_without_signing"
  /// An authority's basic constraints that are not critical (§4.2.1.9).
  case constraintsNotCritical = "constraints_not_critical"
  /// An authority's certificate without key usage (§4.2.1.3).
  case noKeyUsage = "no_key_usage"
  /// A key that may sign certificates, and no authority (§4.2.1.3).
  case signsWithoutAuthority = "signs_without_authority"
  /// No name of an issuer (§4.1.2.4).
  case noIssuer = "no_issuer"
  /// No name of a subject where it is needed (§4.1.2.6).
  case noSubject = "no_subject"
  /// No subject, and alternative names that are not critical (§4.1.2.6).
  case namesNotCritical = "names_not_critical"
  /// An empty list of alternative names (§4.2.1.6).
  case noNames = "no_names"
  /// Two algorithms, inside what is signed and beside it (§4.1.1.2).
  case algorithmsDiffer = "algorithms_differ"
  /// The issuer's key identifier is critical (§4.2.1.1).
  case issuerKeyCritical = "issuer_key_critical"
  /// The own key identifier is critical (§4.2.1.2).
  case keyCritical = "key_critical"
  /// No identifier of the issuer's key (§4.2.1.1).
  case noIssuerKey = "no_issuer_key"
  /// No identifier of an authority's own key (§4.2.1.2).
  case noKey = "no_key"
  /// Extensions in a certificate of version 1 or 2 (§4.1.2.1).
  case extensionsTooEarly = "extensions_too_early"

  // What OpenSSL's verifier does not ask for.
  /// A serial number that is zero or below (§4.1.2.2).
  case serialNotPositive = "serial_not_positive"
  /// A serial number of more than twenty bytes (§4.1.2.2).
  case serialTooLong = "serial_too_long"
  /// A date before 2050 in the form of those behind it (§4.1.2.5).
  case dateForm = "date_form"
  /// Bytes that are BER, and no DER (§4.1).
  case notDER = "not_der"
  /// A version that there is not (§4.1.2.1).
  case unknownVersion = "unknown_version"
  /// Name constraints in what is no authority's (§4.2.1.10).
  case namesWithoutAuthority = "names_without_authority"
  /// Name constraints that limit nothing (§4.2.1.10).
  case noNameLimits = "no_name_limits"

  /// What OpenSSL's verifier calls it (`X509_V_ERR_…`); nil: it does not ask for it.
  package var verifierCode: Int32? {
    switch self {
    case .lengthWithoutAuthority: X509_V_ERR_PATHLEN_INVALID_FOR_NON_CA
    case .lengthWithoutSigning: X509_V_ERR_PATHLEN_WITHOUT_KU_KEY_CERT_SIGN
    case .constraintsNotCritical: X509_V_ERR_CA_BCONS_NOT_CRITICAL
    case .noKeyUsage: X509_V_ERR_CA_CERT_MISSING_KEY_USAGE
    case .signsWithoutAuthority: X509_V_ERR_KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA
    case .noIssuer: X509_V_ERR_ISSUER_NAME_EMPTY
    case .noSubject: X509_V_ERR_SUBJECT_NAME_EMPTY
    case .namesNotCritical: X509_V_ERR_EMPTY_SUBJECT_SAN_NOT_CRITICAL
    case .noNames: X509_V_ERR_EMPTY_SUBJECT_ALT_NAME
    case .algorithmsDiffer: X509_V_ERR_SIGNATURE_ALGORITHM_INCONSISTENCY
    case .issuerKeyCritical: X509_V_ERR_AUTHORITY_KEY_IDENTIFIER_CRITICAL
    case .keyCritical: X509_V_ERR_SUBJECT_KEY_IDENTIFIER_CRITICAL
    case .noIssuerKey: X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER
    case .noKey: X509_V_ERR_MISSING_SUBJECT_KEY_IDENTIFIER
    case .extensionsTooEarly: X509_V_ERR_EXTENSIONS_REQUIRE_VERSION_3
    case .serialNotPositive, .serialTooLong, .dateForm, .notDER, .unknownVersion,
      .namesWithoutAuthority, .noNameLimits:
      nil
    }
  }
}

extension Certificate {
  private func has(_ bit: Int32) -> Bool {
    X509_get_extension_flags(pointer) & UInt32(bitPattern: bit) != 0
  }

  /// The rules that it breaks, as one of a path with others.
  ///
  /// - Parameter isLast: nobody above it is on the path.
  func brokenRules(isLast: Bool) -> [ProfileRule] {
    let isAuthority = has(EXFLAG_CA)
    let usages = keyUsages ?? []
    let hasSubject = subjectPartCount > 0
    let names = has(EXFLAG_INVALID) ? nil : generalNamesIfAny
    var broken: [ProfileRule] = []
    if X509_get_pathlen(pointer) != -1 {
      if !isAuthority { broken.append(.lengthWithoutAuthority) }
      if !usages.contains(.keyCertSign) { broken.append(.lengthWithoutSigning) }
    }
    if isAuthority, has(EXFLAG_BCONS), !has(EXFLAG_BCONS_CRITICAL) {
      broken.append(.constraintsNotCritical)
    }
    if isAuthority, keyUsages == nil { broken.append(.noKeyUsage) }
    if !isAuthority, usages.contains(.keyCertSign) { broken.append(.signsWithoutAuthority) }
    if X509_NAME_entry_count(X509_get_issuer_name(pointer)) <= 0 { broken.append(.noIssuer) }
    if !hasSubject, isAuthority || usages.contains(.cRLSign) || names == nil {
      broken.append(.noSubject)
    }
    if !hasSubject, names != nil, !has(EXFLAG_SAN_CRITICAL) { broken.append(.namesNotCritical) }
    if names?.isEmpty == true { broken.append(.noNames) }
    if !namesOneAlgorithm { broken.append(.algorithmsDiffer) }
    return broken + brokenKeyRules(isAuthority: isAuthority, isLast: isLast)
      + (isLast && isSelfSigned ? [] : rulesBeyondOpenSSL(isAuthority: isAuthority))
  }

  /// Of a root nobody asks them: it is trusted by whoever has it, not by what it says.
  private func rulesBeyondOpenSSL(isAuthority: Bool) -> [ProfileRule] {
    var broken: [ProfileRule] = []
    let digits = serial.drop { $0 == 0 }
    if digits.isEmpty || signedSerial.hasPrefix("-") { broken.append(.serialNotPositive) }
    // With the sign: a first bit that is set takes a byte more.
    if digits.count + (digits.first ?? 0 >= 0x80 ? 1 : 0) > 20 { broken.append(.serialTooLong) }
    let isLate: (Int64?) -> Bool = { $0.map { $0 >= 2_524_608_000 } ?? true }
    for (time, moment) in [
      (X509_get0_notBefore(pointer), notBefore), (X509_get0_notAfter(pointer), notAfter),
    ] where !isLate(moment) && time.map({ ASN1_STRING_type($0) != V_ASN1_UTCTIME }) ?? false {
      if !broken.contains(.dateForm) { broken.append(.dateForm) }
    }
    if encodingFault != nil { broken.append(.notDER) }
    if !(0...2).contains(X509_get_version(pointer)) { broken.append(.unknownVersion) }
    if X509_get_ext_by_NID(pointer, NID_name_constraints, -1) >= 0 {
      if !isAuthority { broken.append(.namesWithoutAuthority) }
      if NameConstraintChecking(self)?.isEmpty ?? false { broken.append(.noNameLimits) }
    }
    return broken
  }

  private func brokenKeyRules(isAuthority: Bool, isLast: Bool) -> [ProfileRule] {
    var broken: [ProfileRule] = []
    if has(EXFLAG_AKID_CRITICAL) { broken.append(.issuerKeyCritical) }
    if has(EXFLAG_SKID_CRITICAL) { broken.append(.keyCritical) }
    if X509_get_version(pointer) >= 2 {
      if !isLast, authorityKeyIdentifier == nil { broken.append(.noIssuerKey) }
      if isAuthority, subjectKeyIdentifier == nil { broken.append(.noKey) }
    } else if X509_get_ext_count(pointer) > 0 {
      broken.append(.extensionsTooEarly)
    }
    return broken
  }
}
