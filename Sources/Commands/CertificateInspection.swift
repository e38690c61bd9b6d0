import Knowledge
public import Lab
import Platform
public import Screens
import X509

/// Any chain of certificates taken apart and verified: what `tlslab inspect` shows.
public struct CertificateInspection {
  private let examination: CertificateExamination
  /// What is to be said of the files.
  private var remarks: [String] = []
  private var isWhole = true

  /// What the caller chose. A file may be `-`: standard input.
  public struct Choices {
    /// Files with the chain, in PEM or DER, the peer's own certificate first.
    public var files: [String]
    /// The name that the first must bear; nil: no name is looked at.
    public var host: String?
    /// Files with the roots to trust; none: those that OpenSSL on this machine trusts.
    public var trust: [String] = []
    /// `2026-11-30`, `2026-11-30T23:00:00Z`; nil: now.
    public var date: String?
    /// `server`, `client` or `any`; nil: what the first certificate looks like.
    public var purpose: String?
    /// The most authorities between the first certificate and the trusted one.
    public var depth: Int?
    /// Files with lists of revoked certificates; none: nobody asks.
    public var lists: [String] = []
    /// Whether any certificate that is trusted ends the path, a root or not.
    public var endsAnywhere = false
    /// Whether what issuers must do counts too.
    public var isStrict = false

    public init(files: [String]) { self.files = files }
  }

  /// Reads the files and verifies the chain.
  ///
  /// - Throws: `CommandError` with the file that can't be read, or holds no certificate.
  public init(_ choices: Choices) throws(CommandError) {
    let host: String? = if let host = choices.host { try WantedHost.name(host) } else { nil }
    let moment: Int64 =
      if let date = choices.date { try Moment.seconds(date) } else {
        Int64(Date().timeIntervalSince1970)
      }
    if let depth = choices.depth, depth < 0 {
      throw CommandError("a depth is 0 or more", status: .usage)
    }
    var chain: [Certificate] = []
    var roots: [Certificate] = []
    var lists: [RevocationList] = []
    try Self.expectOneStream(choices)
    for place in choices.files.map(CertificateFiles.Place.init) {
      let found = try CertificateFiles.found(in: place)
      if chain.isEmpty, let error = found.ownIsUnread { throw error }
      chain += found.certificates
      remarks += found.remarks
      isWhole = isWhole && found.isWhole
    }
    for place in choices.trust.map(CertificateFiles.Place.init) {
      let found = try CertificateFiles.found(in: place)
      roots += found.certificates
      remarks += found.remarks.map { "left out of what is trusted: " + $0 }
    }
    for place in choices.lists.map(CertificateFiles.Place.init) {
      let found = try CertificateFiles.lists(in: place)
      lists += found.lists
      remarks += found.remarks
      // The one that can't be read may be the one that says "revoked".
      isWhole = isWhole && found.remarks.isEmpty
    }
    if choices.trust.isEmpty { roots = CertificateFiles.installedRoots() }
    if roots.isEmpty { remarks.append(CertificateFiles.noRoots) }
    examination = CertificateVerification(
      host: host, at: moment, trust: TrustStore(roots: roots),
      purpose: try Self.purpose(choices, chain.first),
      revocation: RevocationPolicy(mode: choices.lists.isEmpty ? .off : .hard, lists: lists),
      rules: VerificationRules(
        depth: choices.depth, endsAnywhere: choices.endsAnywhere, isStrict: choices.isStrict)
    ).examine(chain)
  }

  private static func expectOneStream(_ choices: Choices) throws(CommandError) {
    let all = choices.files + choices.trust + choices.lists
    guard all.count(where: { $0 == "-" }) > 1 else { return }
    throw CommandError("standard input (-) can be read once only", status: .usage)
  }

  private static func purpose(
    _ choices: Choices, _ first: Certificate?
  ) throws(CommandError) -> CertificatePurpose {
    if let word = choices.purpose {
      guard let purpose = CertificatePurpose(rawValue: word) else {
        throw CommandError(
          "'\(word)' is no purpose", details: ["server, client or any"], status: .usage)
      }
      return purpose
    }
    // An authority's own certificate serves nobody: what it is made for is not asked.
    let isAuthority = first?.isAuthority == true && choices.host == nil
    return isAuthority ? .any : .server
  }

  /// How the program is to end: well, where no check failed, none that was asked for could not be made, and each
  /// certificate stands where a server has to send it.
  public var status: ExitStatus {
    guard isWhole else { return .badData }
    let isRight = BundleOrder(examination.chain)?.isHarmless ?? true
    let isFailed = examination.checks.contains(where: \.failed) || !isRight
    return isFailed ? .failed : .ok
  }

  public var page: Page {
    var page = Screens.chain(examination, isFromFiles: true)
    for remark in remarks { page.add(.paragraph(Line(remark, .warning), indent: 0)) }
    return page
  }

  /// The same for other programs.
  public var data: JSONValue {
    CertificateData.of(examination, remarks: remarks)
  }
}

extension Certificate {
  fileprivate var isAuthority: Bool {
    if case .authority? = basicConstraints { true } else { false }
  }
}
