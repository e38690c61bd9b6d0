import X509

// Each fault of a certificate in the words of those who meet it; the alert is the engine's, and the
// error number OpenSSL's own.
extension CertificateFault {
  /// What is wrong, as the end of a sentence about the certificate.
  var words: String {
    switch self {
    case .noCertificate: "there is no certificate"
    case .malformed: "it can't be read"
    case .selfSigned: "it is signed by nobody but itself"
    case .untrustedRoot: "its chain ends at a root that is not trusted"
    case .unknownIssuer: "no trusted authority signed it"
    case .incomplete: "its chain ends before a root"
    case .signatureUnverified: "there is no issuer's key to verify it with"
    case .pathTooDeep: "its chain is too long"
    case .badSignature: "its signature is wrong"
    case .mayNotSign: "its issuer's key may not sign certificates"
    case .notAnAuthority: "its issuer is no authority"
    case .pathTooLong: "more authorities follow than one above allows"
    case .nameNotPermitted: "its authority may not speak for that name"
    case .nameExcluded: "its authority is barred from that name"
    case .constraintNotUnderstood: "a limit on its names can't be judged"
    case .unknownExtension: "it has a critical extension that nobody here knows"
    case .unnamedCurve: "its key lies on a curve without a name"
    case .expired: "it has expired"
    case .notYetValid: "it is not valid yet"
    case .wrongName: "it is for another name"
    case .wrongUsage: "it is not meant for this side of TLS"
    case .shortKey: "its key is too short"
    case .shortAuthorityKey: "an authority's key is too short"
    case .weakHash: "it is signed over a weak hash"
    case .revoked: "it was revoked"
    case .revocationUnknown: "whether it was revoked can't be found out"
    case .notPinned: "its key is not the one that the client knows"
    }
  }

  /// What somebody at a browser would read.
  var browserWords: String {
    switch self {
    case .noCertificate, .malformed: "the server sent nothing that proves who it is"
    case .selfSigned, .untrustedRoot, .unknownIssuer, .incomplete, .signatureUnverified,
      .pathTooDeep:
      "this server's identity can't be verified"
    case .badSignature: "the certificate is forged or damaged"
    case .mayNotSign, .notAnAuthority, .pathTooLong:
      "the certificate comes from somebody who may not issue any"
    case .nameNotPermitted, .nameExcluded, .constraintNotUnderstood:
      "the certificate comes from an authority that may not speak for this name"
    case .unknownExtension, .unnamedCurve: "the certificate can't be understood"
    case .expired: "the certificate has expired"
    case .notYetValid: "the certificate is not valid yet: is your clock right?"
    case .wrongName: "the certificate is for another server"
    case .wrongUsage: "the certificate is not made for servers"
    case .shortKey, .shortAuthorityKey, .weakHash: "the certificate is too weak"
    case .revoked: "the certificate was revoked"
    case .revocationUnknown: "whether the certificate was revoked can't be checked"
    case .notPinned: "this is not the key that was expected"
    }
  }

  /// What the display of a telephone says. It is nearly always the same: whoever is called for help
  /// has to look at the alert, or at the certificate.
  var phoneWords: String {
    switch self {
    case .expired, .notYetValid: "registration failed: check date and time"
    case .noCertificate, .malformed, .selfSigned, .untrustedRoot, .unknownIssuer, .incomplete,
      .signatureUnverified, .pathTooDeep, .badSignature, .mayNotSign, .notAnAuthority,
      .pathTooLong, .nameNotPermitted, .nameExcluded, .constraintNotUnderstood,
      .unknownExtension, .unnamedCurve, .wrongName, .wrongUsage, .shortKey, .shortAuthorityKey,
      .weakHash, .revoked, .revocationUnknown, .notPinned:
      "registration failed"
    }
  }
}
