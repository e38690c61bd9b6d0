import Bytes

// RFC 6960 §4.2.1.
extension Shape {
  static let ocspResponse = Shape.sequence([
    Member(
      "responseStatus",
      .codes([
        0: "successful", 1: "malformedRequest", 2: "internalError", 3: "tryLater",
        5: "sigRequired", 6: "unauthorized",
      ])),
    Member("responseBytes", .list(Member("ResponseBytes", responseBytes)), tag: .context(0)),
  ])

  private static let responseBytes = Shape.sequence([
    Member("responseType"), Member("response", .wrapped(Member("BasicOCSPResponse", basic))),
  ])

  private static let basic = Shape.sequence([
    Member("tbsResponseData", responseData), Member("signatureAlgorithm", algorithm),
    Member("signature", signature),
    Member(
      "certs", .list(Member("certs", .list(Member("Certificate", certificate)))),
      tag: .context(0)),
  ])

  private static let responseData = Shape.sequence([
    Member("version", .list(Member("Version")), tag: .context(0)),
    Member("responderID", .list(Member("byName", name)), tag: .context(1)),
    Member("responderID", .list(Member("byKey")), tag: .context(2)),
    Member("producedAt"), Member("responses", .list(Member("SingleResponse", single))),
    Member("responseExtensions", .list(Member("Extensions", extensions)), tag: .context(1)),
  ])

  private static let single = Shape.sequence([
    Member("certID", certID),
    Member("certStatus", .means("good"), tag: .context(0)),
    Member("certStatus", revoked, tag: .context(1)),
    Member("certStatus", .means("unknown"), tag: .context(2)),
    Member("thisUpdate"),
    Member("nextUpdate", .list(Member("GeneralizedTime")), tag: .context(0)),
    Member("singleExtensions", .list(Member("Extensions", extensions)), tag: .context(1)),
  ])

  private static let certID = Shape.sequence([
    Member("hashAlgorithm", algorithm), Member("issuerNameHash"), Member("issuerKeyHash"),
    Member("serialNumber"),
  ])

  private static let revoked = Shape.sequence([
    Member("revocationTime"),
    Member("revocationReason", .list(Member("CRLReason", reasons)), tag: .context(0)),
  ])

  /// RFC 5280 §5.3.1.
  private static let reasons = Shape.codes([
    0: "unspecified", 1: "keyCompromise", 2: "cACompromise", 3: "affiliationChanged",
    4: "superseded", 5: "cessationOfOperation", 6: "certificateHold", 8: "removeFromCRL",
    9: "privilegeWithdrawn", 10: "aACompromise",
  ])
}
