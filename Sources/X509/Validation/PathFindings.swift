import COpenSSL
import CryptoPrimitives

/// One fault of one certificate.
public struct CertificateFinding: Sendable, Hashable {
  public var fault: CertificateFault
  /// The certificate that has it.
  public var certificate: Certificate
  /// Which rule it breaks, where that is the fault.
  public var rule: ProfileRule?
  /// Which name lies outside of which limit, where that is the fault.
  public var limit: NameLimit?

  init(
    _ fault: CertificateFault, _ certificate: Certificate, rule: ProfileRule? = nil,
    limit: NameLimit? = nil
  ) {
    self.fault = fault
    self.certificate = certificate
    self.rule = rule
    self.limit = limit
  }
}

/// Everything that is wrong with the certificates of a path, each judged by itself (RFC 5280 §6.1).
/// Nothing ends at the first fault.
struct PathFindings {
  private let path: CertificatePath
  private let time: Int64
  private let purpose: CertificatePurpose
  private let rules: VerificationRules
  /// Everyone who could have been on the path.
  private let others: [Certificate]
  private(set) var all: [CertificateFinding] = []

  init(
    _ path: CertificatePath, sent: [Certificate], _ verification: CertificateVerification
  ) {
    self.path = path
    others = sent + verification.trust.roots
    time = verification.at
    purpose = verification.purpose
    rules = verification.rules
    for place in certificates.indices { damage(place) }
    end()
    for place in certificates.indices { constraints(place) }
    for place in certificates.indices { strength(place) }
    for place in certificates.indices.reversed() { signatureAndDates(place) }
    for place in certificates.indices.reversed() { names(place) }
    all += PolicyChecking.findings(certificates)
  }

  private var certificates: [Certificate] { path.certificates }

  private mutating func note(_ fault: CertificateFault, _ place: Int) {
    all.append(CertificateFinding(fault, certificates[place]))
  }

  private mutating func end() {
    guard case .failed(let fault) = path.end, let last = certificates.indices.last else { return }
    note(fault, last)
    // Nobody looked further, and so no root was reached either.
    if fault == .pathTooDeep { note(path.faultAtTop, last) }
  }

  // MARK: What can be read

  private mutating func damage(_ place: Int) {
    for damaged in certificates[place].damagedExtensions {
      let fault = damaged.fault
      guard !all.contains(where: { $0.fault == fault && $0.certificate == certificates[place] })
      else { continue }
      note(fault, place)
    }
  }

  // MARK: What each may do

  /// Critical extensions, basic constraints, path length, usages.
  private mutating func constraints(_ place: Int) {
    let certificate = certificates[place]
    guard certificate.hasReadableExtensions else { return }
    if certificate.isPrecertificate { note(.precertificate, place) }
    if certificate.hasUnknownCriticalExtension { note(.unknownExtension, place) }
    if place > 0, !isAuthority(place) { note(.notAnAuthority, place) }
    // A leaf that is an authority's by other signs than basic constraints: not in strict mode.
    if place == 0, rules.isStrict, certificate.mayBeAuthority, certificate.basicConstraints == nil {
      note(.notAnAuthority, place)
    }
    if certificates.count > 1, certificate.publicKey.isUnnamedCurve { note(.unnamedCurve, place) }
    if rules.isStrict, certificates.count > 1 { profile(place) }
    if !serves(place) { note(.wrongUsage, place) }
    // "The maximum number of non-self-issued intermediate certificates that may follow this
    // certificate in a valid certification path" (§4.2.1.9).
    if place > 1, case .authority(let length?)? = certificate.basicConstraints,
      certificates[1..<place].count(where: { !$0.isSelfIssued }) > length
    {
      note(.pathTooLong, place)
    }
  }

  private mutating func profile(_ place: Int) {
    let isLast = place == certificates.count - 1
    for rule in certificates[place].brokenRules(isLast: isLast) {
      all.append(CertificateFinding(.outsideProfile, certificates[place], rule: rule))
    }
  }

  /// Whether a certificate may issue others. Roots from before version 3, and those whose key usage
  /// alone says that they sign, are let pass at the end of the path, where the client chose them.
  private func isAuthority(_ place: Int) -> Bool {
    let certificate = certificates[place]
    return certificate.mayBeAuthority
      && (certificate.basicConstraints != nil
        || place == certificates.count - 1 && !rules.isStrict)
  }

  /// Whether key usage and extended key usage allow the purpose: "If a certificate contains both …
  /// the certificate MUST only be used for a purpose consistent with both extensions" (§4.2.1.12).
  private func serves(_ place: Int) -> Bool {
    guard purpose != .any else { return true }
    let certificate = certificates[place]
    guard certificate.isMade(for: purpose) else { return false }
    guard place == 0 else { return certificate.mayBeAuthority }
    guard certificate.netscapeTypes(allow: purpose) else { return false }
    guard let usages = certificate.keyUsages else { return true }
    return usages.contains(where: purpose.keyUsages.contains)
  }

  // MARK: Strength

  /// 112 bits for every key, and for every hash but that of the last signature: it proves nothing.
  private mutating func strength(_ place: Int) {
    let certificate = certificates[place]
    if !certificate.publicKey.isReadable {
      note(certificate.publicKey.isDamaged ? .malformedKey : .unknownKey, place)
    } else if certificate.keyStrength < Self.leastStrength {
      note(place == 0 ? .shortKey : .shortAuthorityKey, place)
    }
    if certificate.publicKey.flaw != nil { note(.flawedKey, place) }
    guard place < certificates.count - 1 else {
      // Nobody was found whose signature it could be: perhaps for this reason.
      if path.end != .trusted, !certificate.isSelfSigned, !certificate.hasKnownSignature {
        note(.unknownHash, place)
      }
      return
    }
    if !certificate.hasKnownSignature {
      note(.unknownHash, place)
    } else if certificate.signatureStrength < Self.leastStrength {
      note(.weakHash, place)
    }
  }

  /// Bits of security that are asked for (RFC 9325 §4.5).
  static let leastStrength = 112

  // MARK: Signatures and dates

  private mutating func signatureAndDates(_ place: Int) {
    let certificate = certificates[place]
    let isLast = place == certificates.count - 1
    if isLast {
      guard certificate.isSelfSigned else {
        // Where any trusted certificate will do, nothing stands above the last.
        guard !rules.endsAnywhere else { return dates(place) }
        // An authority at which the path breaks off is not looked at further.
        guard place == 0 else { return }
        if path.end != .failed(.unknownIssuerKey) { note(.signatureUnverified, place) }
        return dates(place)
      }
      // A root's signature on itself proves nothing; whether the client has it does.
      return dates(place)
    }
    let issuer = certificates[place + 1]
    if let usages = issuer.keyUsages, !usages.contains(.keyCertSign) {
      note(.mayNotSign, place + 1)
    }
    if !certificate.isSigned(by: issuer.publicKey) {
      note(signatureFault(place), place)
    }
    dates(place)
  }

  /// What the fault is where the issuer on the path did not sign: perhaps another certificate of the same name
  /// has the key that did, and nothing tells the two apart.
  private func signatureFault(_ place: Int) -> CertificateFault {
    let (subject, issuer) = (certificates[place], certificates[place + 1])
    let signer = others.first { other in
      other != issuer && other.subject == issuer.subject && subject.isSigned(by: other.publicKey)
    }
    guard let signer else { return .badSignature }
    guard let named = subject.authorityKeyIdentifier else { return .ambiguousIssuer }
    // Whose key has another identifier was left aside, as it has to be.
    return signer.subjectKeyIdentifier ?? named == named ? .sharedKeyIdentifier : .badSignature
  }

  private mutating func dates(_ place: Int) {
    let certificate = certificates[place]
    if certificate.notBefore == nil || certificate.notAfter == nil { note(.malformedDates, place) }
    if let first = certificate.notBefore, time < first { note(.notYetValid, place) }
    if let last = certificate.notAfter, last <= time { note(.expired, place) }
  }

  // MARK: Name constraints

  /// The names of one certificate under the constraints of all authorities above it (§4.2.1.10).
  private mutating func names(_ place: Int) {
    let certificate = certificates[place]
    // "… name constraints are not applied to self-issued certificates (unless the certificate is
    // the final certificate in the path)".
    guard place == 0 || !certificate.isSelfIssued else { return }
    for above in certificates[(place + 1)...].reversed() {
      guard let constraints = NameConstraintChecking(above) else { continue }
      guard let (fault, limit) = constraints.violation(by: certificate, isLeaf: place == 0) else {
        continue
      }
      all.append(CertificateFinding(fault, certificate, limit: limit))
    }
  }
}

extension CertificatePurpose {
  var extendedKeyUsage: CertificateProfile.ExtendedKeyUsage {
    switch self {
    case .server: .serverAuth
    case .client: .clientAuth
    case .any: .any
    }
  }

  /// Uses of the key, one of which it must have (RFC 5280 §4.2.1.12).
  var keyUsages: [CertificateProfile.KeyUsage] {
    switch self {
    case .server: [.digitalSignature, .keyEncipherment, .keyAgreement]
    case .client: [.digitalSignature, .keyAgreement]
    case .any: CertificateProfile.KeyUsage.allCases
    }
  }
}
