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
      name: .tickets, title: "tickets",
      demands: [
        Demand(
          .quoting(
            9325, "3.4", .must,
            "Ticket-encryption keys MUST be changed regularly, e.g., once every week")
        ) { $0.tickets }
      ],
      remedies: { _ in [[Setting.serverTickets.to(false)]] }),
    AuditCheck(
      name: .earlyData, title: "early data",
      demands: [
        Demand(
          .quoting(
            9846, "8", .must,
            "The server MUST ensure that any instance of it ... would accept 0-RTT for the same "
              + "0-RTT handshake at most once")
        ) { $0.replay },
        Demand(
          .quoting(
            9846, "F.5", .mustNot,
            "Application protocols MUST NOT use 0-RTT data without a profile that defines its use.")
        ) { $0.profile },
      ],
      remedies: { _ in [[Setting.serverEarlyData.to(.off)]] }),
    AuditCheck(
      name: .keyUpdate, title: "keys of long sessions",
      demands: [
        Demand(
          .quoting(
            9846, "5.5", .must,
            "Implementations MUST either close the connection or do a key update ... prior to "
              + "reaching these limits.")
        ) { $0.keyUse { $0 == .tls13 } },
        Demand(
          .quoting(
            9325, "4.4", .should,
            "When a sender is approaching [the limit], the implementation SHOULD initiate a new "
              + "handshake ... to rotate the session key.")
        ) { $0.keyUse { $0 < .tls13 } },
      ],
      // How much passes under one key no setting decides.
      remedies: { _ in [] }),
  ]
}

extension AuditEvidence {
  fileprivate var tickets: Standing {
    guard let session else {
      return settings[.serverTickets]
        ? .broken("one key, never changed here, seals them all; stolen, it \(harm)")
        : .followed("the server gives none")
    }
    guard !versions.isEmpty else { return .notSeen("no version is agreed on") }
    // The server's own, wherever the attacker stands.
    let isGiven = session.messages.contains { _, step, message in
      step.actor == .server && message.kind == .handshake(.newSessionTicket)
    }
    guard isGiven else { return .followed("none was given") }
    guard !isOutside(.server) else {
      return .notSeen("one was given; how often a real server changes its key nobody here sees")
    }
    return .broken("one was given; the key that seals it never changes here; stolen, it \(harm)")
  }

  /// What a stolen ticket key does (RFC 9325 §3.4; of TLS 1.3 the early data alone, RFC 9846 §8).
  private var harm: String {
    hasOlder ? "opens recordings" : "opens early data and poses as the server"
  }

  /// Whether the server took data before the handshake was complete; nil: settings are judged.
  private var isTaken: Bool? {
    session?.steps.contains { step in
      if case .decided(.earlyData(true)) = step.effect { true } else { false }
    }
  }

  fileprivate var replay: Standing {
    if let isTaken {
      guard isTaken else { return .moot("none was taken") }
      guard !isOutside(.server) else {
        return .notSeen("taken; whether it can be sent again is up to the server")
      }
    }
    switch settings[.serverEarlyData] {
    case .off: return .moot("the server takes none")
    case .once: return .followed("with each ticket once")
    case .on: return .broken("whoever records it can send it again")
    }
  }

  /// RFC 8470 is such a profile, for HTTP; there is none for SIP.
  fileprivate var profile: Standing {
    guard isTaken ?? (settings[.serverEarlyData] != .off) else { return .moot("none is taken") }
    guard session?.outside == nil, settings[.appScenario] == .sipCall else {
      return .notSeen("that depends on what the application speaks")
    }
    return .broken("no document says which messages of SIP may go that way")
  }

  fileprivate func keyUse(_ isMeant: (ProtocolVersion) -> Bool) -> Standing {
    guard versions.contains(where: isMeant) else { return .moot("another version") }
    guard let session else {
      return .notSeen("settings do not show how much passes under one key")
    }
    guard let suite = suites.first else { return .notSeen("no suite is agreed on yet") }
    return Self.keyUse(records: session.recordsUnderOneKey, suite)
  }

  /// - Parameter records: the most that one side sent under the keys in force.
  static func keyUse(records: Int, _ suite: CipherSuite) -> Standing {
    guard let limit = limit(suite) else {
      return .followed("\(records) records under one key; the cipher sets no limit")
    }
    let words = "\(records) records under one key; it is good for \(limit)"
    return records > limit ? .broken(words) : .followed(words)
  }

  /// Records that one key may protect: 2^24.5 of full size with AES-GCM (RFC 9846 §5.5, RFC 9325 §4.4),
  /// 2^23 with AES-CCM (RFC 9147 §4.5.3); of 64-bit blocks no more than 2^20 (NIST SP 800-67), of which
  /// a full record has 2^11.
  private static func limit(_ suite: CipherSuite) -> Int? {
    if let cipher = suite.parameters13?.cipher {
      switch cipher {
      case .aes128GCM, .aes256GCM: return 23_726_566
      case .aes128CCM, .aes128CCM8: return 1 << 23
      case .chacha20Poly1305: return nil
      }
    }
    switch suite.parameters?.cipher {
    case .aes128GCM, .aes256GCM: return 23_726_566
    case .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: return 1 << 23
    case .tripleDESCBC: return 1 << 9
    case .chacha20Poly1305, .aes128CBC, .aes256CBC, .null, nil: return nil
    }
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
