import Bytes
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

// What both agree on: the version, and how they come to a secret.
extension AuditCheck {
  static let agreement = [
    AuditCheck(
      name: .versions,
      demands: [
        Demand(Requirement("ssl3", 7568, "3", .mustNot)) { $0.old(.ssl3) },
        Demand(Requirement("tls10", 8996, "4", .mustNot)) { $0.old(.tls10) },
        Demand(Requirement("tls11", 8996, "5", .mustNot)) { $0.old(.tls11) },
        Demand(Requirement("ssl2-sent", 6176, "3", .mustNot)) { $0.sendingSSL2 },
        Demand(Requirement("ssl2-read", 9846, "E.5", .notRecommended)) { $0.readingSSL2 },
        Demand(Requirement("tls13", 9325, "3.1.1", .should)) { $0.newest },
      ],
      remedies: { settings in
        let modern =
          AuditRemedy.versions + [Setting.clientHello.to(.tls), Setting.serverSSL2Hello.to(false)]
        let free: AuditRemedy.Changes = [Setting.serverKX.to(.any)] + modern
        return [modern, free] + AuditRemedy.suites(settings)
      }),
    AuditCheck(
      name: .forwardSecrecy,
      demands: [
        Demand(Requirement("rsa-exchange", 10015, "4", .mustNot)) { $0.exchange(.rsa) },
        Demand(Requirement("dhe-exchange", 10015, "3", .mustNot)) { $0.exchange(.dhe) },
        Demand(Requirement("forward-secrecy", 9325, "4.1", .must)) { $0.preference },
      ],
      remedies: { AuditRemedy.forwardSecrecy($0) }),
    AuditCheck(
      name: .postQuantum,
      demands: [
        Demand(Requirement("hybrid", 10024, "7", .recommended)) { $0.hybrid }
      ],
      remedies: { AuditRemedy.groups($0) }),
  ]
}

extension AuditEvidence {
  static let nothingYet: Standing = .notSeen("nothing-yet")

  // MARK: Versions

  fileprivate func old(_ version: ProtocolVersion) -> Standing {
    guard session == nil else {
      guard let spoken = versions.first else { return Self.nothingYet }
      return spoken == version
        ? .broken("version.deprecated", ["version": version.displayName])
        : .followed("version.spoken", ["version": spoken.displayName])
    }
    let sides = Side.allCases.filter { settings.versions(of: $0).contains(version) }
    guard sides.isEmpty else {
      return .broken(
        sides.count == 1 ? "version.one-speaks" : "version.both-speak",
        ["side": sides[0].rawValue, "version": version.displayName])
    }
    return Standing(.followed, "version.only", ["versions": versions.map(\.number)])
  }

  fileprivate var sendingSSL2: Standing {
    let isSent = session?.beganAsSSL2 ?? (settings[.clientHello] == .ssl2)
    return isSent ? .broken("hello.ssl2-sent") : .moot("hello.tls")
  }

  fileprivate var readingSSL2: Standing {
    let isRead =
      session.map { $0.beganAsSSL2 && !versions.isEmpty } ?? settings[.serverSSL2Hello]
    return isRead ? .broken("hello.ssl2-read") : .moot("hello.tls")
  }

  fileprivate var newest: Standing {
    guard session != nil else {
      return versions.contains(.tls13)
        ? .followed("version.newest") : .broken("version.no-newest")
    }
    guard let spoken = versions.first else { return Self.nothingYet }
    let name = ["version": spoken.displayName]
    return spoken == .tls13 ? .followed("version.spoken", name) : .broken("version.older", name)
  }

  // MARK: The secret

  /// Whether a kind of key exchange that is forbidden is chosen, taken or offered.
  fileprivate func exchange(_ forbidden: ForbiddenExchange) -> Standing {
    let isMeant = { (suite: CipherSuite) in
      suite.parameters.map { forbidden.holds($0.keyExchange) } == true
    }
    let offers = offered.count(where: isMeant)
    if let facts {
      if suites.contains(where: isMeant) { return .broken("exchange.\(forbidden.rawValue)-chosen") }
      if offers > 0 {
        return .broken(forbidden, offers, "exchange.one-offered", "exchange.offered")
      }
      guard !suites.isEmpty else { return Self.nothingYet }
      if facts.isResumed { return .moot("exchange.resumed") }
      if let kept { return .followed(kept.rawValue) }
      return .followed("exchange.ephemeral", ["agreement": Self.agreement(facts)])
    }
    if let first = suites.first, isMeant(first) {
      return .broken("exchange.\(forbidden.rawValue)-first")
    }
    let taken = suites.count(where: isMeant)
    if taken > 0 { return .broken(forbidden, taken, "exchange.one-taken", "exchange.taken") }
    if offers > 0 {
      return .broken(forbidden, offers, "exchange.one-still-offered", "exchange.still-offered")
    }
    return .followed(kept?.rawValue ?? "exchange.always-ephemeral")
  }

  fileprivate var preference: Standing {
    if let facts {
      guard let isForwardSecret = facts.isForwardSecret else { return Self.nothingYet }
      if facts.isResumed { return .moot("exchange.resumed") }
      let agreement = ["agreement": Self.agreement(facts)]
      if isForwardSecret, let kept { return kept.standing }
      return isForwardSecret
        ? .followed("exchange.ephemeral", agreement) : .broken("exchange.lasting", agreement)
    }
    if settings[.serverKX] == .psk { return .broken("exchange.psk") }
    if let first = suites.first?.parameters?.keyExchange, !first.isEphemeral {
      return .broken("exchange.lasting-first", ["exchange": first.word])
    }
    return kept?.standing ?? .followed("exchange.always-ephemeral")
  }

  /// Which of the server's ephemeral keys is used again, in a session of that kind or in the next one.
  private var kept: KeptKey? {
    guard settings[.serverReuseEphemeral], !isOutside(.server) else { return nil }
    if let facts {
      guard facts.isForwardSecret == true else { return nil }
      return facts.agreement == .hybrid ? .half : .whole
    }
    let isHybrid =
      versions.contains(.tls13) && settings.firstCommonGroup13 == .x25519MLKEM768
    return isHybrid ? .half : .whole
  }

  private static func agreement(_ facts: WireFacts) -> String {
    [facts.keyExchangeWord?.uppercased(), facts.group?.label].compactMap { $0 }
      .joined(separator: " ")
  }

  /// Whether the secret withstands a quantum computer that comes later.
  fileprivate var hybrid: Standing {
    if let facts {
      guard facts.isForwardSecret != nil else { return Self.nothingYet }
      if facts.agreement == .hybrid { return .followed("quantum.hybrid") }
      if facts.keyExchangeWord == "psk" { return .moot("quantum.psk") }
      // Nothing is in it that anybody would have to open.
      if let session, !session.hasProtectedRecords(on: session.clientWire) {
        return unagreed ?? Self.nothingYet
      }
      return .broken("quantum.alone", ["agreement": Self.agreement(facts)])
    }
    if settings[.serverKX] == .psk { return .moot("quantum.psk") }
    guard versions.contains(.tls13) else { return .broken("quantum.older") }
    guard let group = settings.firstCommonGroup13 else { return .notSeen("quantum.no-group") }
    return group == .x25519MLKEM768
      ? .followed("quantum.hybrid-first") : .broken("quantum.first-alone", ["group": group.label])
  }
}

/// An ephemeral key that outlives its session, by the reason that the catalogue has for it.
private enum KeptKey: String {
  /// "Exponent reuse negates the effects of forward secrecy" (RFC 9325 §7.4).
  case whole = "exchange.kept"
  /// The key on the curve alone: the client's key of ML-KEM is its session's own, and nobody keeps it.
  case half = "exchange.half-kept"

  var standing: Standing {
    switch self {
    case .whole: .broken(rawValue)
    case .half: .followed(rawValue)
    }
  }
}

/// What RFC 10015 forbids in TLS 1.2.
private enum ForbiddenExchange: String {
  case rsa
  /// Finite fields: a client can't tell a good group from a bad one, it can only break off (RFC 7919 §1); and a
  /// reused key leaks by timing (Raccoon).
  case dhe

  func holds(_ exchange: KeyExchange) -> Bool {
    switch self {
    case .rsa: exchange == .rsa
    case .dhe: exchange.isFiniteField
    }
  }
}

extension Standing {
  /// That there are suites with a forbidden key exchange: one, or so many.
  fileprivate static func broken(
    _ exchange: ForbiddenExchange, _ count: Int, _ one: String, _ several: String
  ) -> Standing {
    .broken(
      count == 1 ? one : several, ["exchange": exchange.rawValue.uppercased(), "count": "\(count)"])
  }
}

extension Settings {
  /// The group on which both will agree in TLS 1.3: a server takes one for which a key came before one
  /// for which it would have to ask.
  var firstCommonGroup13: NamedGroup? {
    let decider = self[.serverPreference]
    let others = Set(self[.groups(of: decider.other)])
    let common = self[.groups(of: decider)].filter(others.contains)
    let shares = keyShares ?? Array(self[.clientGroups].prefix(1))
    return common.first(where: shares.contains) ?? common.first
  }
}
