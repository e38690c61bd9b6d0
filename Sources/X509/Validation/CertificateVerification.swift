public import CryptoPrimitives
public import Knowledge

/// How a client judges the certificates of a server, or a server those of a client (RFC 5280 §6,
/// RFC 9525).
public struct CertificateVerification: Sendable, Hashable, Codable {
  /// The name or IP address that the client set out to reach; `nil`: the name is not looked at.
  public var host: String?
  /// The moment of judgement, in seconds since 1970.
  ///
  /// (As with OpenSSL, a certificate holds no longer in the very second of its `notAfter`.)
  public var at: Int64
  public var trust: TrustStore
  /// Whose certificate it is.
  public var purpose: CertificatePurpose
  /// How revoked certificates are found out.
  public var revocation: RevocationPolicy
  /// SHA-256 of the SubjectPublicKeyInfo of each key that the client was given beforehand, one of
  /// which must be on the path; nil: there are none (after RFC 7469 §2.6).
  public var pins: [[UInt8]]?
  /// How much more, or less, than usual is asked for.
  public var rules: VerificationRules
  /// Whether the client asked for a stapled response: only then may it miss one (RFC 7633 §4.3.3).
  public var asksForStaple: Bool

  public init(
    host: String?, at: Int64, trust: TrustStore, purpose: CertificatePurpose = .server,
    revocation: RevocationPolicy = RevocationPolicy(), pins: [[UInt8]]? = nil,
    rules: VerificationRules = VerificationRules(), asksForStaple: Bool = false
  ) {
    self.rules = rules
    self.asksForStaple = asksForStaple
    self.purpose = purpose
    self.revocation = revocation
    self.pins = pins
    self.host = host
    self.at = at
    self.trust = trust
  }

  /// What is checked, in order, and where each check is demanded.
  private static let sources: [(name: Check.Name, source: RFCSection)] = [
    (.certificateChain, RFCSection(5280, "6.1")),
    (.certificateDates, RFCSection(5280, "4.1.2.5")),
    (.certificateHostname, RFCSection(9525, "6.3")),
    (.certificateUsage, RFCSection(5280, "4.2.1.12")),
    (.certificateStrength, RFCSection(9325, "4.5")),
    (.certificateRevocation, RFCSection(5280, "6.3")),
  ]

  /// All checks of a certificate, in order, but for its key: that is checked where the client was
  /// given one beforehand.
  public static let checks: [Check.Name] = sources.map(\.name)

  /// What is checked of a chain here, and where it is demanded.
  ///
  /// - Parameter hasStaple: whether a stapled response came. Who asked for it must look at it, whatever else
  ///   it does about revocation, and its own alert comes first (RFC 6066 §8).
  func sources(
    _ chain: [Certificate], hasStaple: Bool
  ) -> [(name: Check.Name, source: RFCSection)] {
    let pin = pins == nil ? [] : [(Check.Name.certificatePin, RFCSection(7469, "2.6"))]
    guard purpose == .server else { return Self.sources + pin }
    if asksForStaple, hasStaple {
      return Self.sources.dropLast() + [(.certificateStaple, RFCSection(6066, "8"))]
        + Self.sources.suffix(1) + pin
    }
    let isDemanded = chain.first?.demandsStaple == true
    return Self.sources + (isDemanded ? [(.certificateStaple, RFCSection(7633, "4.3.3"))] : [])
      + pin
  }

  /// Judges a chain as it came, the peer's own certificate first; it may be empty.
  ///
  /// Each check has an outcome of its own, whatever the others found. Where a chain breaks off, dates
  /// and strength are those of the certificates up to there.
  ///
  /// - Parameter staple: the OCSP response that came with it.
  public func verify(_ chain: [Certificate], staple: [UInt8]? = nil) -> [Check] {
    examine(chain, staple: staple).checks
  }

  /// Judges a chain, and tells all that was looked at.
  public func examine(
    _ chain: [Certificate], staple: [UInt8]? = nil
  ) -> CertificateExamination {
    CertificateExamination(self, chain, staple: staple)
  }

  /// The pin of a key; empty, hence of no use, where libcrypto can't hash.
  public static func pin(of key: PublicKey) -> [UInt8] {
    (try? HashAlgorithm.sha256.digest(key.der)) ?? []
  }

  /// The checks of a client that does not verify: nothing was looked at.
  public static func skipped() -> [Check] {
    sources.map { Check($0.name, .skipped, $0.source) }
  }
}
