import Knowledge
public import Lab
public import Platform
public import Screens
import X509

/// Any chain of certificates taken apart and verified: what `tlslab inspect` shows.
public struct CertificateInspection {
  private let examination: CertificateExamination
  private let trustsNobody: Bool

  /// What the caller chose.
  public struct Choices {
    /// Files with the chain, in PEM or DER, the peer's own certificate first.
    public var files: [URL]
    /// The name that the first must bear; nil: no name is looked at.
    public var host: String?
    /// Files with the roots to trust; none: those that OpenSSL on this machine trusts.
    public var trust: [URL] = []
    /// `2026-11-30`; nil: now.
    public var date: String?

    public init(files: [URL]) { self.files = files }
  }

  /// Reads the files and verifies the chain.
  ///
  /// - Throws: `CommandError` with the file that can't be read, or holds no certificate.
  public init(_ choices: Choices) throws(CommandError) {
    var chain: [Certificate] = []
    for file in choices.files { chain += try CertificateFiles.certificates(in: file) }
    var roots: [Certificate] = []
    if choices.trust.isEmpty {
      roots = CertificateFiles.installedRoots()
    } else {
      for file in choices.trust { roots += try CertificateFiles.certificates(in: file) }
    }
    trustsNobody = roots.isEmpty
    // An authority's own certificate serves nobody: what it is made for is not asked.
    let isAuthority = chain.first?.isAuthority == true && choices.host == nil
    examination = CertificateVerification(
      host: choices.host, at: try Self.moment(choices.date), trust: TrustStore(roots: roots),
      purpose: isAuthority ? .any : .server
    ).examine(chain)
  }

  private static func moment(_ date: String?) throws(CommandError) -> Int64 {
    guard let date else { return Int64(Date().timeIntervalSince1970) }
    let style = Date.ISO8601FormatStyle().year().month().day()
    guard let parsed = try? Date(date, strategy: style),
      let seconds = Int64(exactly: parsed.timeIntervalSince1970.rounded())
    else { throw CommandError("'\(date)' is no date", details: ["a date: 2026-12-31"]) }
    return seconds
  }

  /// Whether no check failed.
  public var passed: Bool { !examination.checks.contains(where: \.failed) }

  public var page: Page {
    var page = Screens.chain(examination)
    if trustsNobody { page.add(.paragraph(Line(CertificateFiles.noRoots, .warning), indent: 0)) }
    return page
  }

  /// The same for other programs.
  public var data: JSONValue { CertificateData.of(examination) }
}

extension Certificate {
  fileprivate var isAuthority: Bool {
    if case .authority? = basicConstraints { true } else { false }
  }
}
