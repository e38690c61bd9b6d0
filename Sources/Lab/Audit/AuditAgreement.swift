import Bytes
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

// What both agree on: the version, and how they come to a secret.
extension AuditCheck {
  static let agreement = [
    AuditCheck(
      name: .versions, title: "versions",
      demands: [
        Demand(.quoting(8996, "4", .mustNot, "TLS 1.0 MUST NOT be used.")) { $0.old(.tls10) },
        Demand(.quoting(8996, "5", .mustNot, "TLS 1.1 MUST NOT be used.")) { $0.old(.tls11) },
        Demand(
          .quoting(
            6176, "3", .mustNot,
            "TLS clients MUST NOT send the SSL version 2.0 compatible CLIENT-HELLO message format."
          )
        ) { $0.sendingSSL2 },
        Demand(
          .saying(
            9846, "E.5", .notRecommended,
            "servers had better not read a ClientHello in the form of SSL 2.0.")
        ) { $0.readingSSL2 },
        Demand(
          .quoting(9325, "3.1.1", .should, "Implementations SHOULD support TLS 1.3")
        ) { $0.newest },
      ],
      remedies: { settings in
        let modern =
          AuditRemedy.versions + [Setting.clientHello.to(.tls), Setting.serverSSL2Hello.to(false)]
        return [modern, [Setting.serverKX.to(.any)] + modern]
      }),
    AuditCheck(
      name: .forwardSecrecy, title: "forward secrecy",
      demands: [
        Demand(
          .saying(
            10015, "4", .mustNot,
            "in TLS 1.2 clients may not offer RSA key exchange, nor servers choose it (July 2026).")
        ) { $0.exchange({ $0 == .rsa }, "RSA", "a key stolen later opens the recording") },
        Demand(
          .quoting(
            10015, "3", .mustNot,
            "Clients MUST NOT offer and servers MUST NOT select FFDHE cipher suites in (D)TLS 1.2 "
              + "connections.")
        ) { $0.exchange(\.isFiniteField, "DHE", Self.finiteField) },
        Demand(
          .quoting(
            9325, "4.1", .must,
            "Implementations MUST support and prefer to negotiate cipher suites offering forward "
              + "secrecy.")
        ) { $0.preference },
      ],
      remedies: { [[Setting.serverKX.to(.ecdhe)]] + AuditRemedy.suites($0) }),
    AuditCheck(
      name: .postQuantum, title: "post-quantum keys",
      demands: [
        Demand(
          .saying(
            10024, "7", .recommended,
            "the registry of groups recommends X25519MLKEM768 (August 2026).")
        ) { $0.hybrid }
      ],
      remedies: { _ in AuditRemedy.groups }),
  ]

  /// Why finite fields went: a client can't tell a good group from a bad one, it can only break off
  /// (RFC 7919 §1); and a reused key leaks by timing (Raccoon).
  private static let finiteField =
    "a client can't tell a good group from a bad one, and reused keys leak"
}

extension AuditEvidence {
  static let nothingYet: Standing = .notSeen("nothing is agreed on yet")

  // MARK: Versions

  fileprivate func old(_ version: ProtocolVersion) -> Standing {
    guard session == nil else {
      guard let spoken = versions.first else { return Self.nothingYet }
      return spoken == version
        ? .broken("TLS \(version.number) is deprecated") : .followed("TLS \(spoken.number)")
    }
    let sides = Side.allCases.filter { settings.versions(of: $0).contains(version) }
    guard sides.isEmpty else {
      let who = sides.map { "the \($0.rawValue)" }.joined(separator: " and ")
      return .broken("\(who) \(sides.count == 1 ? "speaks" : "speak") TLS \(version.number) too")
    }
    return .followed("TLS \(versions.map(\.number).joined(separator: " and ")) only")
  }

  fileprivate var sendingSSL2: Standing {
    let isSent = session?.beganAsSSL2 ?? (settings[.clientHello] == .ssl2)
    return isSent
      ? .broken("the client's hello is in the form of SSL 2.0") : .moot("a hello of TLS")
  }

  fileprivate var readingSSL2: Standing {
    let isRead =
      session.map { $0.beganAsSSL2 && !versions.isEmpty } ?? settings[.serverSSL2Hello]
    return isRead
      ? .broken("the server reads a hello in the form of SSL 2.0") : .moot("a hello of TLS")
  }

  fileprivate var newest: Standing {
    guard session != nil else {
      return versions.contains(.tls13)
        ? .followed("TLS 1.3 is possible") : .broken("TLS 1.3 is not possible")
    }
    guard let spoken = versions.first else { return Self.nothingYet }
    return spoken == .tls13
      ? .followed("TLS 1.3") : .broken("TLS \(spoken.number): not both had 1.3 here")
  }

  // MARK: The secret

  /// Whether a kind of key exchange is chosen, taken or offered.
  fileprivate func exchange(
    _ isMeant: @escaping (KeyExchange) -> Bool, _ name: String, _ harm: String
  ) -> Standing {
    let isMeantSuite = { (suite: CipherSuite) in
      suite.parameters.map { isMeant($0.keyExchange) } == true
    }
    if let facts {
      if suites.contains(where: isMeantSuite) { return .broken("\(name) was chosen: \(harm)") }
      let offers = offered.count(where: isMeantSuite)
      if offers > 0 { return .broken("the client offers \(offers) suites with \(name)") }
      guard !suites.isEmpty else { return Self.nothingYet }
      return .followed("keys made for this session alone (\(Self.agreement(facts)))")
    }
    if let first = suites.first, isMeantSuite(first) {
      return .broken("the first choice is \(name): \(harm)")
    }
    let (taken, offers) = (suites.count(where: isMeantSuite), offered.count(where: isMeantSuite))
    if taken > 0 { return .broken("the server still takes \(taken) suites with \(name)") }
    if offers > 0 { return .broken("the client still offers \(offers) suites with \(name)") }
    return .followed("every session has keys of its own")
  }

  fileprivate var preference: Standing {
    if let facts {
      guard let isForwardSecret = facts.isForwardSecret else { return Self.nothingYet }
      return isForwardSecret
        ? .followed("keys made for this session alone (\(Self.agreement(facts)))")
        : .broken("a key stolen later opens the recording (\(Self.agreement(facts)))")
    }
    if settings[.serverKX] == .psk {
      return .broken("whoever gets the pre-shared key opens every recording")
    }
    if let first = suites.first?.parameters?.keyExchange, !first.isEphemeral {
      return .broken("the first choice is \(first.word): a stolen key opens all")
    }
    return .followed("every session has keys of its own")
  }

  private static func agreement(_ facts: WireFacts) -> String {
    [facts.keyExchangeWord?.uppercased(), facts.group?.label].compactMap { $0 }
      .joined(separator: " ")
  }

  /// Whether the secret withstands a quantum computer that comes later.
  fileprivate var hybrid: Standing {
    let opened = "recorded today, a quantum computer opens it one day"
    if let facts {
      guard facts.isForwardSecret != nil else { return Self.nothingYet }
      if facts.agreement == .hybrid { return .followed("X25519MLKEM768") }
      if facts.keyExchangeWord == "psk" {
        return .moot("a pre-shared key alone: no key exchange to open")
      }
      let made = Self.agreement(facts)
      return .broken("\(made) alone: \(opened)")
    }
    guard versions.contains(.tls13) else {
      return .broken("only TLS 1.3 has hybrid groups; \(opened)")
    }
    guard let group = settings.firstCommonGroup13 else { return .notSeen("no group in common") }
    return group == .x25519MLKEM768
      ? .followed("X25519MLKEM768 is the first choice")
      : .broken("the first choice is \(group.label) alone: \(opened)")
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
