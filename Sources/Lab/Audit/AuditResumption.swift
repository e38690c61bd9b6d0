import Applications
import Bytes
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

// What outlives a handshake: tickets, early data, and keys under which much passes.
extension AuditCheck {
  static let resumption = [
    AuditCheck(
      name: .tickets,
      demands: [
        Demand(Requirement("ticket-key", 9325, "3.4", .must)) { $0.tickets }
      ],
      remedies: { _ in [[Setting.serverTickets.to(false)]] }),
    AuditCheck(
      name: .earlyData,
      demands: [
        Demand(Requirement("replay", 9846, "8", .must)) { $0.replay },
        Demand(Requirement("early-profile", 9846, "F.5", .mustNot)) { $0.profile },
      ],
      remedies: { _ in [[Setting.serverEarlyData.to(.off)]] }),
    AuditCheck(
      name: .keyUpdate,
      demands: [
        Demand(Requirement("key-limit-13", 9846, "5.5", .must)) { $0.keyUse { $0 == .tls13 } },
        Demand(Requirement("key-limit", 9325, "4.4", .should)) { $0.keyUse { $0 < .tls13 } },
      ],
      // How much passes under one key no setting decides.
      remedies: { _ in [] }),
  ]
}

extension AuditEvidence {
  /// What a stolen ticket key does depends on the version: recordings (RFC 9325 §3.4), or of TLS 1.3 the early
  /// data alone (RFC 9846 §8).
  fileprivate var tickets: Standing {
    guard let session else {
      return settings[.serverTickets]
        ? .broken(hasOlder ? "ticket.one-key" : "ticket.one-key-13") : .followed("ticket.off")
    }
    guard !versions.isEmpty else { return .notSeen("no-version") }
    // The server's own, wherever the attacker stands.
    let isGiven = session.messages.contains { _, step, message in
      step.actor == .server && message.kind == .handshake(.newSessionTicket)
    }
    guard isGiven else { return hidesServer ? .notSeen("sealed") : .followed("ticket.none") }
    guard !isOutside(.server) else { return .notSeen("ticket.real-server") }
    return .broken(hasOlder ? "ticket.given" : "ticket.given-13")
  }

  /// Whether the server took data before the handshake was complete; nil: settings are judged.
  private var isTaken: Bool? {
    guard let session else { return nil }
    if session.isImported {
      // Who read the end of it, and no data before that, knows that there was none.
      let isEndRead = session.messages.contains { $0.message.kind == .handshake(.endOfEarlyData) }
      let fate = isEndRead ? session.earlyData?.fate : session.fateOfOfferedEarlyData
      return fate == .taken
    }
    return session.steps.contains { step in
      if case .decided(.earlyData(true)) = step.effect { true } else { false }
    }
  }

  /// Whether a recording from elsewhere does not show it: the server's answer stays closed, or the client's
  /// hello is not in it.
  private var hidesEarlyData: Bool {
    guard let session, session.isImported, versions.contains(.tls13) else { return false }
    return session.clientHello == nil || session.fateOfOfferedEarlyData == .hidden
  }

  fileprivate var replay: Standing {
    if hidesEarlyData { return .notSeen("sealed") }
    if let isTaken {
      guard isTaken else { return .moot("early.none-taken") }
      guard !isOutside(.server) else { return .notSeen("early.real-server") }
    }
    switch settings[.serverEarlyData] {
    case .off: return .moot("early.off")
    case .once: return .followed("early.once")
    case .on: return .broken("early.replayable")
    }
  }

  /// RFC 8470 is such a profile, for HTTP; there is none for SIP.
  fileprivate var profile: Standing {
    if hidesEarlyData { return .notSeen("sealed") }
    guard isTaken ?? (settings[.serverEarlyData] != .off) else { return .moot("early.none") }
    guard session?.outside == nil, settings[.appScenario] == .sipCall else {
      return .notSeen("early.application")
    }
    return .broken("early.sip")
  }

  fileprivate func keyUse(_ isMeant: (ProtocolVersion) -> Bool) -> Standing {
    guard versions.contains(where: isMeant) else { return .moot("other-version") }
    guard let session else { return .notSeen("limit.unseen") }
    guard let suite = suites.first else { return Self.noSuite }
    return Self.keyUse(records: session.recordsUnderOneKey, suite)
  }

  /// - Parameter records: the most that one side sent under the keys in force.
  static func keyUse(records: Int, _ suite: CipherSuite) -> Standing {
    guard let limit = suite.recordsPerKey else {
      return .followed("limit.none", ["count": "\(records)"])
    }
    let numbers = ["count": "\(records)", "limit": "\(limit)"]
    return UInt64(records) > limit
      ? .broken("limit.known", numbers) : .followed("limit.known", numbers)
  }
}

extension Session {
  /// The most protected records that one side sent since it last changed its keys, seen from the
  /// client's wire.
  var recordsUnderOneKey: Int {
    var counts: [Side: Int] = [:]
    for (_, step, message) in messages where step.wire == clientWire && message.isProtected {
      counts[message.sender, default: 0] += 1
      guard case .handshake(let handshake) = message.content else { continue }
      if handshake.type == .keyUpdate { counts[message.sender] = 0 }
    }
    return counts.values.max() ?? 0
  }
}
