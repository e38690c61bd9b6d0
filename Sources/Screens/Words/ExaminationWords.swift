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
    case .absent: "none is there"
    case .unreachable: "the authority can't be reached"
    case .malformed: "it can't be read"
    case .otherIssuer: "none is of this certificate's authority"
    case .unknownIssuer: "the authority is not known"
    case .badSignature: "its signature is wrong"
    case .notAuthorised: "whoever signed it may not speak for the authority"
    case .notYetValid: "it is not valid yet"
    case .outOfDate: "it is out of date"
    case .otherCertificate: "it is about another certificate"
    case .noAnswer: "the authority gives no answer"
    case .partialList: "a part of a list, which is not understood"
    }
  }
}

extension RevocationList.Reason {
  var words: String {
    switch self {
    case .unspecified: "no reason given"
    case .keyCompromise: "its key got out"
    case .cACompromise: "its authority's key got out"
    case .affiliationChanged: "its owner changed"
    case .superseded: "another took its place"
    case .cessationOfOperation: "no longer needed"
    case .certificateHold: "on hold"
    case .removeFromCRL: "taken off the list"
    case .privilegeWithdrawn: "withdrawn"
    case .aACompromise: "an attribute authority's key got out"
    }
  }
}
