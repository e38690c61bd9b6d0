import Bytes
import Eavesdropper
import Knowledge
import Lab
import TLSKeys
import TLSWire

/// What the attacker can do with everything it holds: to sessions that are over and to those that
/// are to come, by listening and by standing in between.
struct Outlook {
  let lab: Lab
  let verdicts: [Verdict]

  init(_ lab: Lab, _ verdicts: [Verdict]) {
    self.lab = lab
    self.verdicts = verdicts
  }

  var table: Block {
    let header = ["", "listen", "impersonate the server"].map { Line($0, .faint) }
    return .table(
      Table(
        header: header,
        rows: [
          [Line("past", .heading), past, Line("- (it is over)", .faint)],
          [Line("future", .heading), future, impersonation],
        ]))
  }

  private var past: Line {
    let open = verdicts.filter { $0.opened != nil }.map(\.name)
    let recorded = verdicts.filter { $0.entry.attempt != nil }
    if recorded.isEmpty { return Line("nothing is recorded") }
    if open.isEmpty { return Line("none of \(recorded.count)", .good) }
    if open.count == recorded.count { return Line("all: \(listed(open))", .bad) }
    return Line("\(listed(open)) only", .bad)
  }

  /// By the rules of each key exchange that the settings allow: what follows from the long-term
  /// loot and a wire that is yet to be recorded.
  private var future: Line {
    let exchanges = allowed.filter(opens)
    if let first = common.first, first.parameters?.cipher.encrypts == false {
      return Line("every session: \(first.label) does not encrypt", .bad)
    }
    if exchanges.isEmpty {
      return keptEphemeral
        ? Line("sessions that reuse the stolen ephemeral key", .bad) : Line("nothing", .good)
    }
    var words: [String] = []
    for word in exchanges.map({ $0.word.uppercased() }) where !words.contains(word) {
      words.append(word)
    }
    let all = exchanges.count == allowed.count
    // No long-term secret opens a session of TLS 1.3 that has a Diffie-Hellman exchange.
    if lab.settings.commonVersion == .tls13, all, allowed.count > 1 {
      return Line("every session before TLS 1.3 (\(listed(words)))", .bad)
    }
    return Line(all ? "every session (\(listed(words)))" : "\(listed(words)) sessions only", .bad)
  }

  /// The suites on which both sides can agree, in the order of whoever decides.
  private var common: [CipherSuite] {
    let decider: Side = lab.settings["server.preference"] == "client" ? .client : .server
    let other = Set(lab.settings.suites(of: decider.other))
    return lab.settings.suites(of: decider).filter(other.contains)
  }

  /// Kinds of key exchange on which both sides can agree under the settings in force.
  private var allowed: [KeyExchange] {
    KeyExchange.allCases.filter { exchange in
      common.contains { $0.parameters?.keyExchange == exchange }
    }
  }

  private func opens(_ exchange: KeyExchange) -> Bool {
    let parameters = CipherSuiteParameters(
      keyExchange: exchange, cipher: .aes128GCM, mac: nil, prfHash: .sha256)
    let schedule = KeySchedule12(
      suite: parameters, extendedMasterSecret: false, agreement: .named("x25519"),
      hasTicket: lab.settings.isOn("server.tickets"))
    let onTheWire: [ValueName] = [
      .clientRandom, .serverRandom, .offeredVersion, .encryptedPreMasterSecret,
      .ephemeralPublic(.client), .ephemeralPublic(.server), .ticket, .protectedRecords(.client),
      .protectedRecords(.server),
    ]
    let held = lab.attacker.leaks.compactMap { leak -> ValueName? in
      if case .longTerm = leak.origin { leak.name } else { nil }
    }
    return Closure(of: Set(onTheWire + held), under: schedule.rules).known
      .contains(.applicationData(.client))
  }

  /// Whether the server goes on using an ephemeral key that was stolen.
  private var keptEphemeral: Bool {
    guard lab.settings.isOn("server.reuse-ephemeral") else { return false }
    return lab.attacker.leaks.contains { leak in
      guard Loot(leak) == .serverEphemeral, case .session(let id) = leak.origin else {
        return false
      }
      return lab.session(id)?.settings.isOn("server.reuse-ephemeral") == true
    }
  }

  private var impersonation: Line {
    Line((canImpersonate ? "" : "no: ") + explanation, canImpersonate ? .bad : .good)
  }

  /// Why it can, or can't, pose as the server.
  var explanation: String {
    let loot = Set(lab.attacker.leaks.compactMap { Loot($0) })
    if loot.contains(.serverKey) {
      return "every session: it can prove to be \(lab.world.serverName)"
    }
    if loot.contains(.authorityKey) {
      return "every session: it can issue itself a trusted certificate"
    }
    if !lab.settings.isOn("client.verify") {
      return "every session: the client does not check (client.verify off)"
    }
    return "it can't prove to be \(lab.world.serverName)"
  }

  /// Whether the attacker could stand in for the server from now on.
  var canImpersonate: Bool {
    let loot = Set(lab.attacker.leaks.compactMap { Loot($0) })
    return !loot.isDisjoint(with: [.serverKey, .authorityKey])
      || !lab.settings.isOn("client.verify")
  }
}
