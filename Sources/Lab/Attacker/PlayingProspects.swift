import Bytes
import Eavesdropper
import Knowledge
import Synchronization
import TLSEngine
import TLSKeys
import TLSWire

extension Lab {
  /// What the attacker can do from now on, found by doing it.
  public var prospects: Prospects {
    let grounds = ProspectGrounds(self)
    if let known = ProspectGrounds.played.withLock({ $0[grounds] }) { return known }
    let made = play()
    ProspectGrounds.played.withLock { played in
      // Each keeps a world.
      if played.count >= 16 { played = [:] }
      played[grounds] = made
    }
    return made
  }

  /// The same for somebody who holds these secrets and nothing else.
  ///
  /// - Parameter computes: whether they find the keys of each session to come, too, as a quantum computer
  ///   would.
  func prospects(holding held: LeakSet, computes: Bool) -> Prospects {
    var thief = self
    thief.attacker = Attacker()
    thief.attacker.add(held.leaks, at: now)
    guard computes else { return thief.prospects }
    return Prospects(
      listening: thief.kinds.compactMap {
        thief.undisturbed.futureSession(with: $0, computing: true)
      },
      asServer: thief.serverProof, asClient: thief.clientProof)
  }

  private func play() -> Prospects {
    Prospects(
      listening: futureSessions, asServer: serverProof, asClient: clientProof,
      whereResumed: whereResumed, elsewhere: sharedKeyProspects)
  }

  /// This lab with nobody in between and the tap on.
  var undisturbed: Lab {
    var copy = self
    copy.attacker.interception = nil
    copy.attacker.pendingAttacks = []
    copy.attacker.fallbackLimit = nil
    copy.attacker.stripsSTARTTLS = nil
    try? copy.settings.set([Setting.netRecord.to(true), Setting.appHops.to(.direct)])
    return copy
  }

  // MARK: Listening

  private var futureSessions: [FutureSession] {
    let lab = undisturbed
    var found: [FutureSession] = []
    for session in kinds.compactMap({ lab.futureSession(with: $0) }) + lab.futureResumptions
    where !found.contains(where: { $0.isOfOneKind(with: session) }) {
      found.append(session)
    }
    return found
  }

  /// Settings for each version and key exchange that the settings in force leave.
  private var kinds: [[String]] {
    let versions = settings.versions(of: .client).filter(settings.versions(of: .server).contains)
    let limit = settings[.serverKX]
    let exchanges = limit == .any ? KeyExchangeLimit.allCases.filter { $0 != .anonymous } : [limit]
    return [[]]
      + versions.sorted().flatMap { version in
        exchanges.map { ["version=\(version.number)", "kx=\($0.rawValue)"] }
      }
  }

  /// The next session with some settings, recorded and tried; nil where none comes about.
  func futureSession(
    with changes: [String], resuming origin: String? = nil, computing: Bool = false
  ) -> FutureSession? {
    var copy = self
    let pairs = changes.map { change in
      let sides = change.split(separator: "=", maxSplits: 1).map(String.init)
      return (key: sides[0], value: sides.count == 2 ? sides[1] : "")
    }
    guard (try? copy.connect(pairs)) != nil, let session = copy.currentSession,
      [.established, .closed].contains(session.outcome)
    else { return nil }
    if computing { _ = try? copy.compromise(.quantum, of: session.id) }
    let facts = session.facts(on: session.clientWire)
    guard let version = facts.version, let exchange = facts.keyExchangeWord else { return nil }
    let record = copy.record(of: session)
    if origin != nil, record.resumedFrom == nil { return nil }
    return FutureSession(
      version: version, keyExchange: exchange, resumed: record.resumedFrom, state: record.vault,
      opensByTicket: copy.opensByTicket(session, as: record.vault), changes: changes)
  }

  /// Whether the key of the tickets, without all else that was stolen, opens as much of a session.
  private func opensByTicket(_ session: Session, as state: VaultState) -> Bool {
    let keys = LeakSet(attacker.leaks.filter { $0.name == .ticketKey })
    guard !keys.leaks.isEmpty, state == .open || state == .partly,
      session.facts(on: session.clientWire).values[.ticket] != nil
    else { return false }
    return openness(of: session, with: keys) == state
  }

  /// Sessions that take up one by whose key, or by whose ticket's key, the attacker may read them: of
  /// each version the newest.
  private var futureResumptions: [FutureSession] {
    resumable.flatMap { session -> [FutureSession] in
      // With the key alone all of it rests on what was stolen (RFC 8446 §4.2.9, psk_ke).
      let isAloneLeft = session.version == .tls13 && settings[.serverKX] == .any
      let ways: [[String]] = [["early=again"]] + (isAloneLeft ? [["kx=psk"]] : []) + [[]]
      return ways.compactMap { changes in
        futureSession(with: ["resume=\(session.id)"] + changes, resuming: session.id)
      }
    }
  }

  /// The sessions to take up for that.
  private var resumable: [(id: String, version: ProtocolVersion)] {
    let hasTicketKey = attacker.loot.contains(.ticketKey)
    let stolen = attacker.leaks.compactMap { leak -> String? in
      if case .session(let id) = leak.origin, leak.name == .preSharedKey { id } else { nil }
    }
    var found: [(id: String, version: ProtocolVersion)] = []
    // A lab may hold a thousand of one version, and each attempt plays a session.
    for session in sessions.reversed() where session.outside == nil {
      guard hasTicketKey || stolen.contains(session.id),
        let version = session.client?.resumableSessions.last?.version,
        !found.contains(where: { $0.version == version })
      else { continue }
      found.append((session.id, version))
    }
    return found
  }

  // MARK: Impersonation

  var serverProof: Prospects.ServerProof? {
    for certificate in candidates {
      var copy = undisturbed
      copy.attacker.interception = certificate
      // Before who resumes it is another question.
      try? copy.settings.set([Setting.clientResume.to(nil), Setting.clientEarlyData.to([])])
      guard (try? copy.connect([])) != nil, let session = copy.currentSession,
        session.outcome == .fooled
      else { continue }
      if session.usesSharedKey(on: .clientSide) { return .preSharedKey }
      let isProof = certificate.loot != nil || certificate == .trustedAuthority
      return isProof ? .certificate(certificate) : .nothing
    }
    return nil
  }

  private var whereResumed: Prospects.ResumedProof? {
    var tried: Set<ProtocolVersion> = []
    // A lab may hold a thousand of one version, and each attempt plays a session.
    for session in sessions.reversed() {
      guard let proof = proof(toResume: session.id),
        let version = session.client?.resumableSessions.last?.version,
        tried.insert(version).inserted, isTaken(session.id, version)
      else { continue }
      return proof
    }
    return nil
  }

  /// By what the attacker can take up a session that a client has with the server, if it can.
  private func proof(toResume name: String) -> Prospects.ResumedProof? {
    if stolenTicketKey(for: name) != nil { return .ticketKey }
    return stolenSession(name) == nil ? nil : .key(session: name)
  }

  /// Whether a client that resumes a session is fooled by who can take it up.
  private func isTaken(_ id: String, _ version: ProtocolVersion) -> Bool {
    guard Side.allCases.allSatisfy({ settings.versions(of: $0).contains(version) }) else {
      return false
    }
    var copy = undisturbed
    copy.attacker.interception = .ownAuthority
    let changes = [("resume", id), ("version", version.number)]
    return (try? copy.connect(changes)) != nil && copy.currentSession?.outcome == .fooled
  }

  /// What the attacker can show, beginning with what takes no theft.
  private var candidates: [ForgedCertificate] {
    let untouched: [ForgedCertificate] = [.ownAuthority, .wrongHost, .copied]
    return untouched + (attacker.interception.map { $0 == .trustedAuthority ? [$0] : [] } ?? [])
      + [.stolen, .issued].filter { $0.loot.map(attacker.loot.contains) == true }
  }

  var clientProof: Prospects.ClientProof? {
    guard let session = impersonatedClient(),
      session.outcome == .established || session.outcome == .closed
    else { return nil }
    if session.usesSharedKey(on: .direct) { return .preSharedKey }
    let isBelieved = session.checks(by: .server).contains {
      $0.name == .certificateVerifySignature && $0.outcome == .passed
    }
    return isBelieved ? .certificate : nil
  }
}

extension FutureSession {
  /// Whether two differ in nothing but the settings that make them.
  fileprivate func isOfOneKind(with other: FutureSession) -> Bool {
    (version, keyExchange, resumed, state, opensByTicket) == (
      other.version, other.keyExchange, other.resumed, other.state, other.opensByTicket
    )
  }
}

/// On what prospects depend.
private struct ProspectGrounds: Hashable, Sendable {
  private let held: LeakSet
  private let interception: ForgedCertificate?
  private let world: Boxed<World>
  private let settings: Settings
  /// Those that could be taken up again, where the attacker has what it takes to read that.
  private let sessions: [Session]

  init(_ lab: Lab) {
    held = lab.attacker.held
    interception = lab.attacker.interception
    world = lab.boxedWorld
    settings = lab.settings
    let usesSessions = held.leaks.contains { [.preSharedKey, .ticketKey].contains($0.name) }
    sessions = usesSessions ? Array(lab.sessions) : []
  }

  static func == (one: Self, other: Self) -> Bool {
    one.held == other.held && one.interception == other.interception
      && one.world.isOne(with: other.world) && one.settings == other.settings
      && one.sessions.elementsEqual(other.sessions) { $0.isOne(with: $1) }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(held)
    hasher.combine(world.identity)
    hasher.combine(sessions.count)
  }

  static let played = Mutex<[ProspectGrounds: Prospects]>([:])
}
