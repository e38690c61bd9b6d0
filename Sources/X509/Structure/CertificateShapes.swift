import Bytes

// RFC 5280, as its appendix declares it.
extension Shape {
  /// §4.1.
  static let certificate = Shape.sequence([
    Member("tbsCertificate", tbsCertificate), Member("signatureAlgorithm", algorithm),
    Member("signatureValue", signature),
  ])

  private static let tbsCertificate = Shape.sequence([
    Member("version", .list(Member("Version")), tag: .context(0)), Member("serialNumber"),
    Member("signature", algorithm), Member("issuer", name),
    Member("validity", .sequence([Member("notBefore"), Member("notAfter")])),
    Member("subject", name), Member("subjectPublicKeyInfo", publicKey),
    Member("issuerUniqueID", tag: .context(1)), Member("subjectUniqueID", tag: .context(2)),
    Member("extensions", .list(Member("Extensions", extensions)), tag: .context(3)),
  ])

  /// §4.1.1.2.
  static let algorithm = Shape.sequence([Member("algorithm"), Member("parameters")])

  /// §4.1.2.4.
  static let name = Shape.list(
    Member(
      "RelativeDistinguishedName",
      .list(Member("AttributeTypeAndValue", .sequence([Member("type"), Member("value")]))),
      isNamedInside: true))

  /// §4.1.2.7. A key of RSA is a structure (RFC 3279 §2.3.1).
  static let publicKey = Shape.sequence([
    Member("algorithm", algorithm),
    Member(
      "subjectPublicKey",
      .perhapsWrapped(
        Member(
          "RSAPublicKey", .sequence([Member("modulus"), Member("publicExponent")]), tag: .sequence
        ))),
  ])

  /// A signature of ECDSA is a structure (RFC 3279 §2.2.3).
  static let signature = Shape.perhapsWrapped(
    Member("Ecdsa-Sig-Value", .sequence([Member("r"), Member("s")]), tag: .sequence))

  /// §4.1.2.9.
  static let extensions = Shape.list(Member("Extension", .extensionEntry, isNamedInside: true))

  /// §4.2.1.6.
  private static let generalName: [Member] = [
    Member("otherName", tag: .context(0)), Member("rfc822Name", .text, tag: .context(1)),
    Member("dNSName", .text, tag: .context(2)), Member("x400Address", tag: .context(3)),
    Member("directoryName", .list(Member("Name", name)), tag: .context(4)),
    Member("ediPartyName", tag: .context(5)),
    Member("uniformResourceIdentifier", .text, tag: .context(6)),
    Member("iPAddress", .address, tag: .context(7)),
    Member("registeredID", .identifier, tag: .context(8)),
  ]

  private static let generalNames = Shape.choices(generalName)

  /// What stands in an extension, by the name that libcrypto has for it.
  static func content(of name: String) -> Member {
    contents[name] ?? Member("content")
  }

  /// Whether the bytes of an extension are known to be DER.
  static func isKnown(_ name: String) -> Bool { contents[name] != nil }

  private static let contents: [String: Member] = [
    "basicConstraints": Member(
      "BasicConstraints",
      .sequence([Member("cA", tag: .boolean), Member("pathLenConstraint", tag: .integer)])),
    "keyUsage": Member("KeyUsage", .bits(CertificateProfile.KeyUsage.allCases.map(\.rawValue))),
    "subjectAltName": Member("GeneralNames", generalNames),
    "issuerAltName": Member("GeneralNames", generalNames),
    "extendedKeyUsage": Member("ExtKeyUsageSyntax", .list(Member("KeyPurposeId"))),
    "authorityKeyIdentifier": Member("AuthorityKeyIdentifier", authorityKeyIdentifier),
    "subjectKeyIdentifier": Member("KeyIdentifier"),
    "nameConstraints": Member("NameConstraints", nameConstraints),
    "crlDistributionPoints": Member(
      "CRLDistributionPoints", .list(Member("DistributionPoint", distributionPoint))),
    "freshestCRL": Member(
      "FreshestCRL", .list(Member("DistributionPoint", distributionPoint))),
    "subjectInfoAccess": Member(
      "SubjectInfoAccessSyntax", .list(Member("AccessDescription", accessDescription))),
    "policyConstraints": Member(
      "PolicyConstraints",
      .sequence([
        Member("requireExplicitPolicy", .number, tag: .context(0)),
        Member("inhibitPolicyMapping", .number, tag: .context(1)),
      ])),
    // Until 2002 part of the profile (RFC 3280 §4.2.1.4).
    "privateKeyUsagePeriod": Member(
      "PrivateKeyUsagePeriod",
      .sequence([
        Member("notBefore", .text, tag: .context(0)), Member("notAfter", .text, tag: .context(1)),
      ])),
    "nsCertType": Member(
      "NetscapeCertType",
      .bits([
        "sslClient", "sslServer", "smime", "objectSigning", "reserved", "sslCA", "smimeCA",
        "objectSigningCA",
      ])),
    "certificateTemplateName": Member("Name"),
    "authorityInfoAccess": Member(
      "AuthorityInfoAccessSyntax", .list(Member("AccessDescription", accessDescription))),
    "certificatePolicies": Member(
      "CertificatePolicies",
      .list(
        Member(
          "PolicyInformation",
          .sequence([Member("policyIdentifier"), Member("policyQualifiers")])))),
    "tlsfeature": Member(
      "Features",
      .list(Member("Feature", .codes([5: "status_request (5)", 17: "status_request_v2 (17)"])))),
    "TNAuthList": Member("TNAuthorizationList", .choices(telephoneEntry)),
    "noCheck": Member("OCSPNoCheck"),
    "ct_precert_scts": Member("SignedCertificateTimestampList", .timestamps),
  ]

  private static let authorityKeyIdentifier = Shape.sequence([
    Member("keyIdentifier", tag: .context(0)),
    Member("authorityCertIssuer", generalNames, tag: .context(1)),
    Member("authorityCertSerialNumber", tag: .context(2)),
  ])

  private static let nameConstraints = Shape.sequence([
    Member("permittedSubtrees", subtrees, tag: .context(0)),
    Member("excludedSubtrees", subtrees, tag: .context(1)),
  ])

  /// One name, and how far down it reaches.
  private static let subtrees = Shape.list(
    Member(
      "GeneralSubtree",
      .sequence(
        generalName + [
          Member("minimum", .number, tag: .context(0)),
          Member("maximum", .number, tag: .context(1)),
        ])))

  private static let distributionPoint = Shape.sequence([
    Member(
      "distributionPoint", .choices([Member("fullName", generalNames, tag: .context(0))]),
      tag: .context(0)),
    Member("reasons", .bits(reasonFlags), tag: .context(1)),
    Member("cRLIssuer", generalNames, tag: .context(2)),
  ])

  /// §4.2.1.13.
  private static let reasonFlags = [
    "unused", "keyCompromise", "cACompromise", "affiliationChanged", "superseded",
    "cessationOfOperation", "certificateHold", "privilegeWithdrawn", "aACompromise",
  ]

  /// RFC 8226 §9, with explicit tags.
  private static let telephoneEntry: [Member] = [
    Member("spc", .list(Member("ServiceProviderCode")), tag: .context(0)),
    Member(
      "range",
      .list(Member("TelephoneNumberRange", .sequence([Member("start"), Member("count")]))),
      tag: .context(1)),
    Member("one", .list(Member("TelephoneNumber")), tag: .context(2)),
  ]

  private static let accessDescription = Shape.sequence(
    [Member("accessMethod")] + generalName)
}
