import Bytes
import Eavesdropper
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// What the attacker can do with everything it holds: to sessions that are over and to those that
/// are to come, by listening and by standing in between.
struct AttackerCapabilities {
  let lab: Lab
  let verdicts: [Verdict]
  /// A session with a program outside, whose server or client is another than the lab's.
  private let connection: Session?

  init(_ lab: Lab, _ verdicts: [Verdict], connection session: Session? = nil) {
    self.lab = lab
    self.verdicts = verdicts
    connection = session?.outside == nil ? nil : session
  }

  var table: Block {
    let isOver = Line("- (it is over)", .faint)
    var header = ["", "listen", "impersonate the server"]
    var rows = [
      [Line("past", .heading), past, isOver], [Line("future", .heading), future, impersonation],
    ]
    if canPoseAsClient {
      header.append("the client")
      rows[0].append(isOver)
      rows[1].append(
        Line("wherever it is asked: it can prove to be \(lab.world.clientName)", .bad))
    }
    return .table(Table(header: header.map { Line($0, .faint) }, rows: rows))
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
    let decider = lab.settings[.serverPreference]
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
      hasTicket: lab.settings[.serverTickets])
    let onTheWire: [ValueName] = [
      .clientRandom, .serverRandom, .offeredVersion, .encryptedPreMasterSecret,
      .ephemeralPublic(.client), .ephemeralPublic(.server), .ticket, .protectedRecords(.client),
      .protectedRecords(.server),
    ]
    let held = lab.attacker.leaks.compactMap { leak -> ValueName? in
      if case .longTerm = leak.origin { return leak.name }
      return isInUse(leak) ? leak.name : nil
    }
    return Closure(of: Set(onTheWire + held), under: schedule.rules).known
      .contains(.applicationData(.client))
  }

  /// Whether the server goes on using an ephemeral key that was stolen.
  private var keptEphemeral: Bool {
    guard lab.settings[.serverReuseEphemeral] else { return false }
    return lab.attacker.leaks.contains { leak in
      guard Loot(leak) == .serverEphemeral, case .session(let id) = leak.origin else {
        return false
      }
      return lab.session(id)?.settings[.serverReuseEphemeral] == true
    }
  }

  /// Whether a leak is the pre-shared key that both sides have under the settings in force.
  private func isInUse(_ leak: Leak) -> Bool {
    leak.name == .preSharedKey
      && Side.allCases.allSatisfy { lab.settings[.psk(of: $0)]?.key == leak.value }
  }

  private var impersonation: Line {
    Line((canImpersonate ? "" : "no: ") + explanation, canImpersonate ? .bad : .good)
  }

  /// Whether the attacker could prove to be the client.
  var canPoseAsClient: Bool { lab.attacker.leaks.contains { Loot($0) == .clientKey } }

  /// Whether the attacker could stand in for the server from now on.
  var canImpersonate: Bool { way != nil }

  /// Why it can, or can't, pose as the server.
  var explanation: String {
    way.map { "every session: \($0)" }
      ?? "it can't prove to be \(serverName)"
      + (isBeforeRealClient ? ", to whoever checks that" : "")
  }

  /// By what the attacker could stand in for the server; nil: by nothing that it has. Of a real server no
  /// key is stolen here, and what a real client looks at nobody here sees.
  private var way: String? {
    let loot = Set(lab.attacker.leaks.compactMap { Loot($0) })
    let settings = connection?.settings ?? lab.settings
    if loot.contains(.serverKey), connection?.isOutside(.server) != true {
      return "it can prove to be \(serverName)"
    }
    if loot.contains(.authorityKey) {
      return "it can issue itself a trusted certificate"
        + (isBeforeRealClient ? ", where the lab's authority is trusted" : "")
    }
    if lab.attacker.leaks.contains(where: isInUse) {
      return "it has the key by which both know each other"
    }
    if settings[.serverKX] == .anonymous { return "nobody proves who they are" }
    guard !isBeforeRealClient, !settings[.clientVerify] else { return nil }
    return "the client does not check (client.verify off)"
  }

  private var serverName: String { connection?.serverName ?? lab.world.serverName }

  private var isBeforeRealClient: Bool { connection?.isOutside(.client) == true }
}
