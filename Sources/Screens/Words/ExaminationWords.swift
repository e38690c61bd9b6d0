import Explanations
import X509

extension CertificatePath.Rejection {
  /// Why a certificate is not the issuer's.
  var words: String {
    switch self {
    case .otherName: "has another name"
    case .otherKey: "has the name, and another key identifier"
    case .otherSerial: "has the name, and another serial number or issuer"
    case .otherAlgorithm: "has a key of another kind than the signature"
    case .usedAlready: "stands on the path already"
    case .outOfDate: "fits, but is not valid today; another is, or ends later"
    case .notNeeded: "fits, but one before it does too"
    case .notTheTrustedOne: "has the name of a trusted root, and is another certificate"
    }
  }
}

extension CertificatePath.Source {
  var words: String {
    switch self {
    case .trusted: "trusted"
    case .sent: "sent"
    }
  }
}

extension HostNameMatch.Mismatch {
  /// Why a name in a certificate is not the one that is wanted.
  var words: String {
    switch self {
    case .otherKind: "another kind of name"
    case .otherName: "another name"
    case .wildcardDoesNotReach: "the wildcard stands for one label only"
    case .wildcardNotAllowed: "a wildcard must be all of the first label, with two more behind it"
    case .notAName: "no name that a host can have"
    }
  }
}

extension RevocationStatus.Source {
  var words: String {
    switch self {
    case .staple: "stapled response"
    case .list: "list"
    }
  }
}

extension RevocationStatus.Content {
  /// What an answer says.
  var words: String {
    switch self {
    case .good(let from, let to):
      "not revoked, as of \(Day(from).text)" + (to.map { "; good until \(Day($0).text)" } ?? "")
    case .revoked(let since, let reason):
      "REVOKED since \(Day(since).text)" + (reason.map { " (\($0.words))" } ?? "")
    case .unusable(let problem): problem.words
    }
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
    case .notAuthorised: said(.reason, "proof.not-authorised")
    case .notYetValid: said(.reason, "proof.not-yet-valid")
    case .outOfDate: said(.reason, "proof.out-of-date")
    case .otherCertificate: said(.reason, "proof.other-certificate")
    case .noAnswer: said(.reason, "proof.no-answer")
    case .partialList: said(.reason, "proof.partial-list")
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
