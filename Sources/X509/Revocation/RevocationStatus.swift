/// What became known of one certificate: does its authority still stand by it?
public struct RevocationStatus: Sendable, Hashable {
  public var certificate: Certificate
  /// Everything that was asked, in order, with what it said.
  public var answers: [Answer]

  /// Who was asked, and what came of it.
  public struct Answer: Sendable, Hashable {
    public var source: Source
    public var content: Content
  }

  /// Where the word of an authority comes from.
  public enum Source: String, Sendable, Hashable {
    /// An OCSP response that the server stapled to its certificate (RFC 6066 §8).
    case staple
    /// A list that the client fetched (RFC 5280 §5).
    case list
  }

  /// What an authority's word says.
  public enum Content: Sendable, Hashable {
    /// Not revoked, as of this moment; the next word is due at that one, where one is promised.
    case good(from: Int64, to: Int64?)
    case revoked(since: Int64, reason: RevocationList.Reason?)
    case unusable(Problem)

    /// Whether it stays so: a certificate that was revoked is never taken back, unless it was put on hold
    /// (RFC 5280 §5.3.1), so that old news of it counts.
    var isFinal: Bool {
      guard case .revoked(_, let reason) = self else { return false }
      return reason != .certificateHold && reason != .removeFromCRL
    }
  }

  /// Why an answer says nothing.
  public enum Problem: String, Sendable, Hashable, CaseIterable {
    /// None came.
    case absent
    /// The authority could not be reached.
    case unreachable
    case malformed
    /// No list is of the certificate's own issuer.
    case otherIssuer = "other_issuer"
    /// The issuer itself is not known.
    case unknownIssuer = "unknown_issuer"
    case badSignature = "bad_signature"
    /// It names a key as its signer's that is none of the issuer's that are known (RFC 5280 §5.2.1).
    case otherKey = "other_key"
    /// Whoever signed it may not speak for the issuer (RFC 6960 §4.2.2.2, RFC 5280 §6.3.3).
    case notAuthorised = "not_authorised"
    case notYetValid = "not_yet_valid"
    case outOfDate = "out_of_date"
    /// It speaks of other certificates only.
    case otherCertificate = "other_certificate"
    /// It promises no next word, and is older than ``longestAge``.
    case tooOld = "too_old"
    /// Whoever answers does not know the certificate (RFC 6960 §2.2, unknown).
    case notKnown = "not_known"
    /// The authority refuses to answer (RFC 6960 §2.3).
    case noAnswer = "no_answer"
    /// What changed since another list, and not all of it (RFC 5280 §5.2.4).
    case partialList = "partial_list"
    /// A list with certificates of other issuers (§5.2.5).
    case indirectList = "indirect_list"
    /// A list for other certificates of the same issuer (§5.2.5).
    case otherScope = "other_scope"
    /// The certificate stands on none, and they tell of some reasons only (§5.2.5).
    case someReasons = "some_reasons"
    /// A list, an entry of it, or a response with a critical extension that is not known here (§5.2, §5.3,
    /// RFC 6960 §4.4).
    case unknownExtension = "unknown_extension"

    /// Seconds: "newer revocation information is available all the time" where no next word is promised (RFC 6960
    /// §4.2.2.1), so that one of a week ago says nothing of today.
    public static let longestAge: Int64 = 7 * 86_400
  }

  /// What the answers come to: one that says "revoked" decides.
  public enum Verdict: Sendable, Hashable {
    case good
    case revoked(since: Int64, reason: RevocationList.Reason?)
    case unknown
  }

  public var verdict: Verdict {
    var isGood = false
    for answer in answers {
      switch answer.content {
      case .revoked(let since, let reason): return .revoked(since: since, reason: reason)
      case .good: isGood = true
      case .unusable: break
      }
    }
    return isGood ? .good : .unknown
  }
}

/// How a client finds out whether certificates were revoked.
public struct RevocationPolicy: Sendable, Hashable, Codable {
  public var mode: Mode
  /// The lists that could be fetched; nil: no authority can be reached.
  public var lists: [RevocationList]?

  public init(mode: Mode = .off, lists: [RevocationList]? = []) {
    self.mode = mode
    self.lists = lists
  }

  /// What happens when it can't be found out.
  public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nobody asks.
    case off
    /// The certificate passes: whoever can keep the answer away decides.
    case soft
    /// The certificate is refused.
    case hard
  }

  /// What can be found out of each certificate on a path but the root.
  ///
  /// - Parameters:
  ///   - staple: what the server sent along, for its own certificate.
  ///   - others: certificates off the path with keys for the lists about the one at a place.
  func statuses(
    of path: CertificatePath, staple: [UInt8]?, at time: Int64,
    others: (Int) -> [Certificate]
  ) -> [RevocationStatus] {
    guard mode != .off else { return [] }
    return path.certificates.indices.compactMap { place in
      let certificate = path.certificates[place]
      guard !certificate.isSelfSigned else { return nil }
      let keys = RevocationListKeys(path, above: place, others: others(place))
      var answers: [RevocationStatus.Answer] = []
      if place == 0 {
        let content =
          staple.map { StapledResponse.content($0, certificate, keys?.issuer, at: time) }
          ?? .unusable(.absent)
        answers.append(.init(source: .staple, content: content))
      }
      answers.append(.init(source: .list, content: listed(certificate, keys, at: time)))
      return RevocationStatus(certificate: certificate, answers: answers)
    }
  }

  private func listed(
    _ certificate: Certificate, _ keys: RevocationListKeys?, at time: Int64
  ) -> RevocationStatus.Content {
    guard let lists else { return .unusable(.unreachable) }
    guard let keys else { return .unusable(.unknownIssuer) }
    return RevocationList.content(lists, on: certificate, by: keys, at: time)
  }
}
