public import TLSKeys

/// Settings, or one session, held against what the standards demand: a finding for each check, with
/// the command that mends what is not good.
public struct Audit: Hashable, Sendable {
  /// The session that was judged; nil: the settings in force.
  public var session: String?
  /// The ends that were programs outside of the lab: no setting of the lab mends them.
  public var outside: [Side] = []
  /// The current session, where it was made with a program outside and the settings are judged: they
  /// say nothing of that program.
  public var unjudged: String?
  public var findings: [Finding]

  /// What one check says.
  public struct Finding: Hashable, Sendable {
    public var check: AuditCheck.Name
    /// A ruling for each requirement of the check.
    public var rulings: [Ruling]
    /// The ruling that decides: the first of the worst.
    public var deciding: Ruling
    /// A command line after which the settings in force pass the check; nil where nothing is to be
    /// mended.
    public var mend: String?

    public var verdict: AuditVerdict { deciding.verdict }
    public var reason: AuditReason { deciding.reason }
  }

  /// What is judged, held against one requirement.
  public struct Ruling: Hashable, Sendable {
    public var requirement: Requirement
    public var verdict: AuditVerdict
    public var reason: AuditReason
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

/// How something stands to a requirement; `Requirement.Word` has the rule.
public enum AuditVerdict: String, Hashable, Sendable, Codable, CaseIterable {
  /// As the requirement wants it.
  case good
  /// Against a SHOULD, a SHOULD NOT or a recommendation.
  case weak
  /// Against a MUST or a MUST NOT.
  case bad
  /// What there is does not show it.
  case unknown
}

extension Lab {
  /// Holds the settings in force against the standards: what this lab's own client and server would
  /// do with each other.
  public var audit: Audit {
    let evidence = AuditEvidence(settings: settings, of: self)
    let beside = currentSession.flatMap { $0.outside == nil ? nil : $0.id }
    return Audit(
      session: nil, unjudged: beside, findings: AuditCheck.all.map { finding($0, evidence) })
  }

  /// Holds what a session showed against the standards. What mends is a change to the settings in
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
    return AuditCheck.all.map { ($0.name, $0.verdict(on: evidence)) }
  }

  private func finding(_ check: AuditCheck, _ evidence: AuditEvidence) -> Audit.Finding {
    let rulings = check.rulings(on: evidence)
    let deciding = AuditCheck.deciding(among: rulings)
    let isMendable = deciding.verdict == .weak || deciding.verdict == .bad
    return Audit.Finding(
      check: check.name, rulings: rulings, deciding: deciding,
      mend: isMendable ? mend(check, evidence) : nil)
  }

  /// The first remedy after which the settings pass; tried on a copy, one command after the other.
  private func mend(_ check: AuditCheck, _ evidence: AuditEvidence) -> String? {
    let foreign = Side.allCases.filter(evidence.isOutside).map { "\($0.rawValue)." }
    let passes = { (settings: Settings) in
      let verdict = check.verdict(on: AuditEvidence(settings: settings, of: self))
      return verdict != .bad && verdict != .weak
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
