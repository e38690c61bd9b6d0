import CryptoPrimitives

/// The way from a server's certificate towards a trusted root, as a verifier looks for it
/// (RFC 5280 §6.1).
public struct CertificatePath: Sendable, Hashable {
  /// The certificates in use, the server's first. Those before `trustedFrom` came from the peer.
  public internal(set) var certificates: [Certificate]
  /// From which place on the certificates are the client's own.
  public internal(set) var trustedFrom: Int
  public internal(set) var end: End
  /// One search for an issuer each, in the order in which they were made.
  public internal(set) var searches: [Search] = []

  /// How the search ended.
  public enum End: Sendable, Hashable {
    /// At a root that is trusted.
    case trusted
    case failed(CertificateFault)
  }

  /// One search: whose certificate could have signed this one?
  public struct Search: Sendable, Hashable {
    /// The certificate whose issuer is looked for.
    public var subject: Certificate
    public var place: Source
    /// Everyone who was looked at, and why not taken.
    public var candidates: [Candidate]

    /// The one that was taken.
    public var chosen: Certificate? { candidates.first { $0.rejection == nil }?.certificate }
  }

  /// Where certificates are looked for.
  public enum Source: String, Sendable, Hashable {
    /// Among the client's own, which it trusts.
    case trusted
    /// Among those that the peer sent.
    case sent
  }

  /// Somebody who might have signed.
  public struct Candidate: Sendable, Hashable {
    public var certificate: Certificate
    /// Why it is not the one; nil: it was taken.
    public var rejection: Rejection?
  }

  /// Why a certificate was not taken as the issuer's.
  public enum Rejection: String, Sendable, Hashable, CaseIterable {
    /// Its subject is not the issuer that is looked for.
    case otherName = "other_name"
    /// Its key has another identifier than the one that the subject names.
    case otherKey = "other_key"
    /// It has another serial number, or another issuer, than the subject names.
    case otherSerial = "other_serial"
    /// Its key can't make signatures of this kind.
    case otherAlgorithm = "other_algorithm"
    /// Nobody here knows how the subject was signed.
    case unknownAlgorithm = "unknown_algorithm"
    /// It has a key that can't be used here.
    case unknownKey = "unknown_key"
    /// It stands on the path already.
    case usedAlready = "used_already"
    /// It is not valid today, and one that is was found, or one that ends later.
    case outOfDate = "out_of_date"
    /// One before it will do.
    case notNeeded = "not_needed"
    /// It has the name of a trusted root, and is another certificate.
    case notTheTrustedOne = "not_the_trusted_one"
  }

  /// What is missing above the topmost certificate.
  var faultAtTop: CertificateFault {
    guard let top = certificates.last else { return .noCertificate }
    if top.isSelfSigned {
      guard top.isSigned(by: top.publicKey) else { return .ambiguousIssuer }
      return certificates.count == 1 ? .selfSigned : .untrustedRoot
    }
    if unknownIssuerKey(of: top) != nil { return .unknownIssuerKey }
    return trustedFrom < certificates.count ? .incomplete : .unknownIssuer
  }

  /// Whoever would be a certificate's issuer, had they a key that is known here.
  func unknownIssuerKey(of subject: Certificate) -> Certificate? {
    searches.filter { $0.subject == subject }.flatMap(\.candidates).first {
      $0.rejection == .unknownKey && !$0.certificate.publicKey.isDamaged
    }?.certificate
  }

  /// Who signed the certificate at this place, as far as the path knows.
  public func issuer(at place: Int) -> Certificate? {
    let next = place + 1
    if certificates.indices.contains(next) { return certificates[next] }
    guard certificates.indices.contains(place), certificates[place].isSelfSigned else { return nil }
    return certificates[place]
  }
}
