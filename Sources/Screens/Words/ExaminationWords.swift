import Explanations
import X509

extension CertificatePath.Rejection {
  /// Why a certificate is not the issuer's.
  var words: String { said(.examination, "rejected.\(rawValue)") }
}

extension CertificatePath.Source {
  /// Where an issuer was looked for.
  var words: String {
    switch self {
    case .trusted: said(.examination, "path.among-trusted")
    case .sent: said(.examination, "path.among-sent")
    }
  }
}

extension HostNameMatch.Mismatch {
  /// Why a name in a certificate is not the one that is wanted.
  var words: String { said(.examination, "mismatch.\(rawValue)") }
}

extension NameLimit {
  /// Whose limit a name meets, and how.
  func words(_ fault: CertificateFault) -> String {
    let authority = authority.subjectCommonName ?? authority.subject
    let values = ["name": name, "authority": authority, "limits": shownLimits]
    guard let obstacle else {
      return said(
        .examination, fault == .nameExcluded ? "limit.excluded" : "limit.permitted", values)
    }
    let why = said(.examination, "limit.\(obstacle.rawValue)")
    return said(.examination, "limit.unclear", values.merging(["why": why]) { $1 })
  }
}

extension EncodingFault {
  /// What makes the bytes none of DER, and where.
  var words: String {
    said(.examination, "not-der.\(kind.rawValue)", ["byte": byte.map { "\($0)" } ?? "?"])
  }
}

extension RevocationStatus.Source {
  var words: String {
    switch self {
    case .staple: said(.examination, "revocation.staple")
    case .list: said(.examination, "revocation.list")
    }
  }
}

extension RevocationStatus.Content {
  /// What an answer says.
  var words: String {
    switch self {
    case .good(let from, nil): said(.examination, "revocation.good", ["day": Day(from).text])
    case .good(let from, let end?):
      said(
        .examination, "revocation.good-until", ["day": Day(from).text, "end": Day(end).text])
    case .revoked(let since, nil):
      said(.examination, "revocation.revoked", ["day": Day(since).text])
    case .revoked(let since, let reason?):
      said(
        .examination, "revocation.revoked-for",
        ["day": Day(since).text, "reason": reason.words])
    case .unusable(let problem): problem.words
    }
  }
}

extension Certificate {
  /// What it may do as an authority.
  var authorityWords: String {
    switch basicConstraints {
    case .authority(let length?): said(.examination, "authority.limited", ["count": "\(length)"])
    case .authority(nil): said(.examination, "authority")
    case .leaf: said(.examination, "authority.leaf")
    case nil: said(.examination, "authority.silent")
    }
  }

  /// What its key may do, and what it was made for.
  var usageWords: (key: String, purpose: String) {
    let key = keyUsages.map { listed($0.map(\.rawValue)) }
    let purposes = extendedKeyUsages.map { listed($0.map(\.rawValue) + otherPurposes) }
    return (
      key.map { said(.examination, "usage.key", ["usages": $0]) }
        ?? said(.examination, "usage.any-key"),
      purposes.map {
        $0.isEmpty
          ? said(.examination, "usage.other-purpose")
          : said(.examination, "usage.purpose", ["purposes": $0])
      } ?? said(.examination, "usage.any-purpose")
    )
  }
}

extension RevocationStatus.Problem {
  /// Why there is no answer.
  var words: String {
    switch self {
    case .absent: said(.reason, "proof.absent")
    case .unreachable: said(.reason, "proof.unreachable")
    case .malformed: said(.reason, "proof.malformed")
    case .otherIssuer: said(.reason, "proof.other-issuer")
    case .unknownIssuer: said(.reason, "proof.unknown-issuer")
    case .badSignature: said(.reason, "proof.bad-signature")
    case .otherKey: said(.reason, "proof.other-key")
    case .notAuthorised: said(.reason, "proof.not-authorised")
    case .notYetValid: said(.reason, "proof.not-yet-valid")
    case .outOfDate: said(.reason, "proof.out-of-date")
    case .otherCertificate: said(.reason, "proof.other-certificate")
    case .tooOld:
      said(.reason, "proof.too-old", ["days": String(RevocationStatus.Problem.longestAge / 86_400)])
    case .notKnown: said(.reason, "proof.not-known")
    case .noAnswer: said(.reason, "proof.no-answer")
    case .partialList: said(.reason, "proof.partial-list")
    case .indirectList: said(.reason, "proof.indirect-list")
    case .otherScope: said(.reason, "proof.other-scope")
    case .someReasons: said(.reason, "proof.some-reasons")
    case .unknownExtension: said(.reason, "proof.unknown-extension")
    }
  }
}

extension RevocationList.Reason {
  var words: String {
    switch self {
    case .unspecified: said(.reason, "revoked.unspecified")
    case .keyCompromise: said(.reason, "revoked.key-compromise")
    case .cACompromise: said(.reason, "revoked.c-a-compromise")
    case .affiliationChanged: said(.reason, "revoked.affiliation-changed")
    case .superseded: said(.reason, "revoked.superseded")
    case .cessationOfOperation: said(.reason, "revoked.cessation-of-operation")
    case .certificateHold: said(.reason, "revoked.certificate-hold")
    case .removeFromCRL: said(.reason, "revoked.remove-from-crl")
    case .privilegeWithdrawn: said(.reason, "revoked.privilege-withdrawn")
    case .aACompromise: said(.reason, "revoked.a-a-compromise")
    }
  }
}

extension Line {
  /// Whether something from one time to another is valid at a third, in seconds.
  static func validity(from first: Int64, to last: Int64, at now: Int64) -> Line {
    if now < first { return Line(said(.examination, "dates.not-yet"), .bad) }
    if last <= now { return Line(said(.examination, "dates.expired"), .bad) }
    return Line(said(.examination, "dates.valid"), .good)
  }
}
