/// One check, declared once: what it judges, by which sentences, and what would mend it.
public struct AuditCheck: Sendable {
  public var name: Name
  /// At least one.
  var demands: [Demand]
  /// Settings that may mend it, the mildest first; the first that does is offered.
  var remedies: @Sendable (Settings) -> [[(key: String, value: String)]]

  /// A requirement, and how one sees whether it is followed.
  struct Demand: Sendable {
    var requirement: Requirement
    var standing: @Sendable (AuditEvidence) -> Standing

    init(
      _ requirement: Requirement, _ standing: @escaping @Sendable (AuditEvidence) -> Standing
    ) {
      self.requirement = requirement
      self.standing = standing
    }
  }

  /// The checks by name, in the order in which they are listed.
  public enum Name: String, Hashable, Sendable, Codable, CaseIterable {
    case validation
    case revocation
    case versions
    case forwardSecrecy = "forward-secrecy"
    case postQuantum = "post-quantum"
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

  /// Every check, in the order of their names.
  static let all: [AuditCheck] = identity + agreement + records + keys + resumption

  /// What is judged, held against each requirement that speaks of something that is there, or against
  /// the first. Until a handshake is through nothing is agreed on: then only what was done against a
  /// requirement counts.
  func rulings(on evidence: AuditEvidence) -> [Audit.Ruling] {
    let unagreed = evidence.unagreed
    var rulings: [Audit.Ruling] = []
    var moot: Audit.Ruling?
    for demand in demands {
      var standing = demand.standing(evidence)
      let isMoot = standing.kind == .moot
      if let unagreed, standing.kind != .broken { standing = unagreed }
      let ruling = Audit.Ruling(
        requirement: demand.requirement, verdict: demand.requirement.word.verdict(standing),
        reason: standing.reason)
      // What speaks of something that is not there decides only where nothing else does.
      if !isMoot { rulings.append(ruling) } else if moot == nil { moot = ruling }
    }
    return rulings.isEmpty ? [moot].compactMap { $0 } : rulings
  }

  func verdict(on evidence: AuditEvidence) -> AuditVerdict {
    Self.deciding(among: rulings(on: evidence)).verdict
  }

  /// The first of the worst; what is not known is worse than what is good.
  static func deciding(among rulings: [Audit.Ruling]) -> Audit.Ruling {
    for verdict in [AuditVerdict.bad, .weak, .unknown] {
      if let ruling = rulings.first(where: { $0.verdict == verdict }) { return ruling }
    }
    return rulings[0]
  }
}
