public import Knowledge
public import TLSKeys

/// Settings, or one session, held against today's advice: a finding for each check, with the command
/// that mends what is not good.
public struct Audit: Hashable, Sendable {
  /// The session that was judged; nil: the settings in force.
  public var session: String?
  /// The ends that were programs outside of the lab: no setting of the lab mends them.
  public var outside: [Side] = []
  public var findings: [Finding]

  /// What one check says.
  public struct Finding: Hashable, Sendable {
    public var check: AuditCheck.Name
    /// What is judged, in a few words.
    public var title: String
    public var verdict: AuditVerdict
    public var reason: String
    /// Where today's advice is written.
    public var source: RFCSection
    /// A command line after which the settings in force pass the check; nil where nothing is to be
    /// mended.
    public var mend: String?
  }

  /// The worst of all verdicts.
  public var verdict: AuditVerdict { Self.worst(findings.map(\.verdict)) }

  static func worst(_ verdicts: [AuditVerdict]) -> AuditVerdict {
    [.bad, .weak, .good].first(where: verdicts.contains) ?? .unknown
  }

  /// How many findings have a verdict.
  public func count(of verdict: AuditVerdict) -> Int {
    findings.count { $0.verdict == verdict }
  }
}

/// How something stands to today's advice.
public enum AuditVerdict: String, Hashable, Sendable, Codable, CaseIterable {
  /// As the advice wants it.
  case good
  /// Against the advice, without an attack that succeeds at once.
  case weak
  /// Against a MUST, or open to a known attack.
  case bad
  /// The session does not show it.
  case unknown
}

/// One check, declared once: what it judges, where the advice is, and what would mend it.
public struct AuditCheck: Sendable {
  public var name: Name
  var title: String
  var source: RFCSection
  var judge: @Sendable (AuditEvidence) -> Judgement
  /// Settings that may mend it, the mildest first; the first that does is offered.
  var remedies: @Sendable (Settings) -> [[(key: String, value: String)]]

  /// A verdict, and why.
  struct Judgement: Hashable, Sendable {
    var verdict: AuditVerdict
    var reason: String

    init(_ verdict: AuditVerdict, _ reason: String) {
      self.verdict = verdict
      self.reason = reason
    }
  }

  /// The checks by name, in the order in which they are listed.
  public enum Name: String, Hashable, Sendable, Codable, CaseIterable {
    case validation
    case revocation
    case versions
    case forwardSecrecy = "forward-secrecy"
    case encryption
    case encryptThenMAC = "encrypt-then-mac"
    case keySize = "key-size"
    case signatureHash = "signature-hash"
    case ephemeralKeys = "ephemeral-keys"
    case masterSecret = "master-secret"
    case renegotiation
    case tickets
    case earlyData = "early-data"
    case keyUpdate = "key-update"
  }
}

extension Lab {
  /// Holds the settings in force against today's advice.
  public var audit: Audit {
    let evidence = AuditEvidence(settings: settings, of: self)
    return Audit(session: nil, findings: AuditCheck.all.map { finding($0, evidence) })
  }

  /// Holds what a session agreed on against today's advice. What mends is a change to the settings in
  /// force, for the sessions to come; of an end that was a program outside none is known.
  public func audit(of session: Session) -> Audit {
    let evidence = AuditEvidence(session: session)
    return Audit(
      session: session.id, outside: Side.allCases.filter(evidence.isOutside),
      findings: AuditCheck.all.map { finding($0, evidence) })
  }

  /// What each check says of the settings in force, without a search for what mends.
  var verdicts: [(check: AuditCheck.Name, verdict: AuditVerdict)] {
    let evidence = AuditEvidence(settings: settings, of: self)
    return AuditCheck.all.map { ($0.name, $0.judge(evidence).verdict) }
  }

  private func finding(_ check: AuditCheck, _ evidence: AuditEvidence) -> Audit.Finding {
    let judgement = check.judge(evidence)
    let isMendable = judgement.verdict == .weak || judgement.verdict == .bad
    return Audit.Finding(
      check: check.name, title: check.title, verdict: judgement.verdict, reason: judgement.reason,
      source: check.source,
      mend: isMendable ? mend(check, evidence) : nil)
  }

  /// The first remedy after which the settings pass; tried on a copy, one command after the other.
  private func mend(_ check: AuditCheck, _ evidence: AuditEvidence) -> String? {
    let foreign = Side.allCases.filter(evidence.isOutside).map { "\($0.rawValue)." }
    let passes = { (settings: Settings) in
      check.judge(AuditEvidence(settings: settings, of: self)).verdict == .good
    }
    // The settings may have it right already, and the session was made by others.
    if evidence.session != nil, foreign.isEmpty, passes(settings) { return "connect" }
    for remedy in check.remedies(settings)
    where !remedy.contains(where: { change in foreign.contains(where: change.key.hasPrefix) }) {
      var copy = settings
      var commands: [String] = []
      for (key, value) in remedy where !copy.holds(key, value) {
        guard (try? copy.set(key, to: value)) != nil else { break }
        commands.append("set \(key) \(value)")
      }
      if !commands.isEmpty, passes(copy) { return commands.joined(separator: "; ") }
    }
    return nil
  }
}

extension Settings {
  /// Whether a change would change nothing.
  fileprivate func holds(_ key: String, _ value: String) -> Bool {
    SettingCatalogue.setting(key).map(text(of:)) == value
  }
}
