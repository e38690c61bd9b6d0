import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import X509

// Who is at the other end.
extension AuditCheck {
  static let identity = [
    AuditCheck(
      name: .validation,
      demands: [
        Demand(Requirement("anonymous", 5246, "A.5", .mustNot)) { $0.anonymity },
        Demand(Requirement("path", 5280, "6", .must)) {
          $0.checked([.certificateChain, .certificateDates])
        },
        Demand(Requirement("name", 9525, "6", .must)) { $0.checked([.certificateHostname]) },
        Demand(Requirement("usage", 5280, "4.2.1.12", .must)) { $0.checked([.certificateUsage]) },
        Demand(Requirement("strength", 9846, "C.2", .should)) {
          $0.checked([.certificateStrength])
        },
      ],
      remedies: { settings in
        let repair = [
          Setting.clientVerify, .clientCheckChain, .clientCheckName, .clientCheckDates,
          .clientCheckUsage, .clientCheckStrength,
        ].map { $0.to(true) }
        return [repair, [Setting.serverKX.to(.any)] + repair]
      }),
    AuditCheck(
      name: .revocation,
      demands: [
        Demand(Requirement("revocation", 9325, "7.5", .must)) { $0.revocation }
      ],
      remedies: { settings in
        let soft = [Setting.clientCheckRevocation.to(.soft)]
        return [soft, [Setting.clientVerify.to(true)] + soft]
      }),
  ]
}

extension AuditEvidence {
  fileprivate var anonymity: Standing {
    let isAnonymous =
      session == nil
      ? settings[.serverKX] == .anonymous
      : suites.contains { $0.parameters?.keyExchange.isAnonymous == true }
    return isAnonymous ? .broken("identity.anonymous") : .moot("identity.proved")
  }

  /// Whether the client makes these checks of the server's certificate, or made them.
  fileprivate func checked(_ names: Set<Check.Name>) -> Standing {
    var skipped = Set(settings.skippedChecks)
    if let session {
      guard !isOutside(.client) else { return Self.realClient }
      let checks = session.checks(by: .client).filter { Self.basic.contains($0.name) }
      guard !checks.isEmpty else { return .notSeen("no-certificate") }
      skipped = Set(checks.filter(\.skipped).map(\.name))
    } else if showsNoCertificate {
      return .notSeen("no-certificate")
    }
    if skipped.isSuperset(of: Self.basic) {
      return .broken("identity.unchecked")
    }
    let missing = Self.basic.filter { names.contains($0) && skipped.contains($0) }
    guard missing.isEmpty else {
      let words = missing.compactMap { $0.rawValue.split(separator: ".").last.map(String.init) }
      return Standing(.broken, "identity.lacking", ["checks": words])
    }
    return .followed("identity.checked")
  }

  /// What every client is to check.
  private static let basic: [Check.Name] = [
    .certificateChain, .certificateHostname, .certificateDates, .certificateUsage,
    .certificateStrength,
  ]

  fileprivate var revocation: Standing {
    if let session {
      guard !isOutside(.client) else { return Self.realClient }
      let check = session.checks(by: .client).first { $0.name == .certificateRevocation }
      guard let check else { return .notSeen("no-certificate") }
      guard settings.revocationMode != .off else { return .broken("revocation.unasked") }
      return check.skipped ? .notSeen("revocation.unanswered") : .followed("revocation.looked")
    }
    guard !showsNoCertificate else { return .notSeen("no-certificate") }
    switch settings.revocationMode {
    case .off: return .broken("revocation.unasked")
    case .soft: return .followed("revocation.soft")
    case .hard:
      let isStapled = settings[.clientStaple] && settings[.serverStaple]
      return .followed(
        isStapled || settings[.netCRL] ? "revocation.hard" : "revocation.hard-alone")
    }
  }

  private static let realClient: Standing = .notSeen("real-client")
}
