import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import X509

// Who is at the other end.
extension AuditCheck {
  static let identity = [
    AuditCheck(
      name: .validation, title: "certificate validation",
      demands: [
        Demand(
          .quoting(
            5246, "A.5", .mustNot,
            "These cipher suites MUST NOT be used ... unless the application layer has "
              + "specifically requested to allow anonymous key exchange.")
        ) { $0.anonymity },
        Demand(
          .quoting(
            5280, "6", .must,
            "implementations ... MUST provide functionality equivalent to the external behavior "
              + "resulting from this procedure.")
        ) { $0.checked([.certificateChain, .certificateDates]) },
        Demand(
          .saying(
            9525, "6", .must,
            "the name that the client wanted has to match a name in the certificate.")
        ) { $0.checked([.certificateHostname]) },
        Demand(
          .quoting(
            5280, "4.2.1.12", .must,
            "the certificate MUST only be used for one of the purposes indicated.")
        ) { $0.checked([.certificateUsage]) },
        Demand(
          .quoting(
            9846, "C.2", .should,
            "Applications SHOULD also enforce minimum and maximum key sizes.")
        ) { $0.checked([.certificateStrength]) },
      ],
      remedies: { settings in
        let repair = [
          Setting.clientVerify, .clientCheckChain, .clientCheckName, .clientCheckDates,
          .clientCheckUsage, .clientCheckStrength,
        ].map { $0.to(true) }
        return [repair, [Setting.serverKX.to(.any)] + repair]
      }),
    AuditCheck(
      name: .revocation, title: "revoked certificates",
      demands: [
        Demand(
          .quoting(
            9325, "7.5", .must,
            "TLS implementations MUST implement a strategy to distrust revoked certificates.")
        ) { $0.revocation }
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
    return isAnonymous
      ? .broken("nobody proves who they are: whoever stands in between reads all")
      : .moot("somebody proves who they are")
  }

  /// Whether the client makes these checks of the server's certificate, or made them.
  fileprivate func checked(_ names: Set<Check.Name>) -> Standing {
    var skipped = Set(settings.skippedChecks)
    if let session {
      guard !isOutside(.client) else { return Self.realClient }
      let checks = session.checks(by: .client).filter { Self.basic.contains($0.name) }
      guard !checks.isEmpty else { return .notSeen("no certificate was shown") }
      skipped = Set(checks.filter(\.skipped).map(\.name))
    }
    if skipped.isSuperset(of: Self.basic) {
      return .broken("the client takes any certificate: whoever stands in between reads all")
    }
    let missing = Self.basic.filter { names.contains($0) && skipped.contains($0) }
    guard missing.isEmpty else {
      let words = missing.compactMap { $0.rawValue.split(separator: ".").last }
      return .broken("not checked: " + words.joined(separator: ", "))
    }
    return .followed("the client checks chain, name, dates, usage and strength")
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
      guard let check else { return .notSeen("no certificate was shown") }
      guard settings.revocationMode != .off else { return .broken(Self.unasked) }
      return .followed(
        check.skipped
          ? "the client asked, and got no answer (soft)"
          : "the client looked whether it is revoked")
    }
    switch settings.revocationMode {
    case .off: return .broken(Self.unasked)
    case .soft:
      return .followed(
        "the client asks; whoever keeps the answer from it goes unnoticed (soft)")
    case .hard:
      let isStapled = settings[.clientStaple] && settings[.serverStaple]
      return isStapled || settings[.netCRL]
        ? .followed("the client refuses what nobody vouches for today")
        : .followed("nobody can be asked: the client refuses every certificate")
    }
  }

  private static let unasked = "a stolen key whose certificate was revoked still passes"

  private static let realClient: Standing = .notSeen(
    "a real client: what it checks nobody here sees")
}
