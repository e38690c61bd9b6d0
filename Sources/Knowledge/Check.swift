public import Bytes

/// Something that one side verified, or left out, and what came of it.
public struct Check: Hashable, Sendable, Codable {
  /// What was looked at.
  public var name: Name
  public var outcome: Outcome
  /// Where the check is demanded.
  public var source: RFCSection
  /// The values that were held against each other, for those who show it: expected, then found.
  public var compared: [Compared]

  public init(
    _ name: Name, _ outcome: Outcome, _ source: RFCSection, compared: [Compared] = []
  ) {
    self.name = name
    self.outcome = outcome
    self.source = source
    self.compared = compared
  }

  /// The checks that the program knows. A struct, so that each part can add its own.
  public struct Name: RawRepresentable, Hashable, Sendable, Codable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let certificateChain = Name(rawValue: "certificate.chain")
    public static let certificateDates = Name(rawValue: "certificate.dates")
    public static let certificateHostname = Name(rawValue: "certificate.name")
    public static let certificateUsage = Name(rawValue: "certificate.usage")
    public static let certificateStrength = Name(rawValue: "certificate.strength")
    public static let certificateRevocation = Name(rawValue: "certificate.revocation")
    public static let certificateStaple = Name(rawValue: "certificate.staple")
    public static let certificatePin = Name(rawValue: "certificate.pin")
    public static let serverKeyExchangeSignature = Name(rawValue: "server_key_exchange.signature")
    public static let certificateVerifySignature = Name(rawValue: "certificate_verify.signature")
    public static let finished = Name(rawValue: "finished.verify_data")
    public static let preSharedKeyBinder = Name(rawValue: "pre_shared_key.binder")
    public static let downgradeSentinel = Name(rawValue: "downgrade_sentinel")
    public static let renegotiationInfo = Name(rawValue: "renegotiation_info")
  }

  /// What came of a check.
  public enum Outcome: Hashable, Sendable, Codable {
    case passed
    case failed(Failure)
    /// The check could not be made, and why: nothing speaks for what it looks at.
    case undecided(Failure)
    /// The check was switched off; what it would have found is not known.
    case skipped
  }

  /// Why a check failed, as data.
  public struct Failure: Hashable, Sendable, Codable {
    /// A short identifier: `unknown_issuer`, `expired`, `mismatch`.
    public var reason: String
    /// What was found, where a value says more: a name, a date, an issuer.
    public var found: String?
    /// What would have been right.
    public var expected: String?
    /// The error number and words of the library that judged (OpenSSL's verifier), if one did.
    public var verifierCode: Int?
    public var verifierMessage: String?
    /// Which certificate of a path has the fault, where it is not the peer's own: 1 is its issuer's, and so
    /// on up; and whose it is.
    public var depth: Int?
    public var subject: String?

    public init(
      reason: String, found: String? = nil, expected: String? = nil,
      verifierCode: Int? = nil, verifierMessage: String? = nil, depth: Int? = nil,
      subject: String? = nil
    ) {
      self.depth = depth
      self.subject = subject
      self.reason = reason
      self.found = found
      self.expected = expected
      self.verifierCode = verifierCode
      self.verifierMessage = verifierMessage
    }
  }

  /// One value of a comparison.
  public struct Compared: Hashable, Sendable, Codable {
    public var label: String
    @Hexadecimal public var bytes: [UInt8]
    public init(_ label: String, _ bytes: [UInt8]) {
      self.label = label
      self.bytes = bytes
    }
  }

  /// What did not hold, or kept the check from being made; nil: neither.
  public var failure: Failure? {
    switch outcome {
    case .failed(let failure), .undecided(let failure): failure
    case .passed, .skipped: nil
    }
  }

  /// Whether nobody may rely on what was looked at: the check did not hold, or could not be made. What is
  /// not known passes nowhere.
  public var failed: Bool { failure != nil }

  /// Whether the check was switched off.
  public var skipped: Bool { outcome == .skipped }
}
