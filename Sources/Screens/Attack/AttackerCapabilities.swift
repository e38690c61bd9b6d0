import Bytes
import Eavesdropper
import Explanations
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// What the attacker can do with everything it holds: to sessions that are over and to those that
/// are to come, by listening and by standing in between.
struct AttackerCapabilities {
  let lab: Lab
  let verdicts: [Verdict]
  private let prospects: Prospects
  /// A session with a program outside, whose server or client is another than the lab's.
  private let connection: Session?

  /// - Parameter session: the one of which it is asked: it counts how that was made, not how the next would be.
  init(_ lab: Lab, _ verdicts: [Verdict], connection session: Session? = nil) {
    let lab = session.map { $0.outside == nil ? lab.asIn($0) : lab } ?? lab
    self.lab = lab
    self.verdicts = verdicts
    prospects = lab.prospects
    connection = session?.outside == nil ? nil : session
  }

  var table: Block {
    let isOver = Line(said(.ability, "past.over"), .faint)
    var header = ["", "listen", "impersonate the server"]
    var rows = [
      [Line("past", .heading), past, isOver], [Line("future", .heading), future, impersonation],
    ]
    if canPoseAsClient || lab.attacker.loot.contains(.clientKey) {
      header.append(said(.ability, "impersonate.client"))
      rows[0].append(isOver)
      rows[1].append(
        canPoseAsClient
          ? Line(clientExplanation, .bad)
          : Line(said(.ability, "pose.no", ["reason": clientExplanation]), .good))
    }
    return .table(Table(header: header.map { Line($0, .faint) }, rows: rows))
  }

  private var past: Line {
    let open = verdicts.filter { $0.opened != nil }.map { verdict in
      verdict.entry.state == .partly
        ? said(.ability, "past.in-part", ["session": verdict.name]) : verdict.name
    }
    let recorded = verdicts.filter { $0.entry.attempt != nil }
    if recorded.isEmpty { return Line(said(.ability, "past.nothing")) }
    if open.isEmpty {
      return Line(said(.ability, "past.none", ["count": String(recorded.count)]), .good)
    }
    let isAll = recorded.allSatisfy { $0.entry.state == .open }
    return Line(
      said(.ability, isAll ? "past.all" : "past.some", ["sessions": listed(open)]), .bad)
  }

  // MARK: Listening

  private var future: Line { FutureWords(prospects).line }

  // MARK: Impersonation

  private var impersonation: Line {
    canImpersonate
      ? Line(explanation, .bad)
      : Line(said(.ability, "pose.no", ["reason": explanation]), .good)
  }

  /// Whether the attacker could prove to be the client.
  var canPoseAsClient: Bool {
    sharesKey || prospects.asClient != nil || elsewhere(\.posesAsClient) != nil
  }

  /// Where it could pose by a key that the settings in force have not; nil: nowhere.
  private func elsewhere(_ poses: (SharedKeyProspects) -> Bool) -> String? {
    let keys = prospects.elsewhere.filter(poses).map(\.name)
    return keys.isEmpty
      ? nil : said(.ability, "pose.psk.elsewhere", ["keys": listed(keys, "or")])
  }

  /// Whether it has the key that proves either end of a session with a program outside to the other. What comes with
  /// a certificate needs its key besides (RFC 4279 §4).
  private var sharesKey: Bool {
    guard let connection, lab.holdsSharedKey(of: connection) == true else { return false }
    return connection.certificate(on: connection.wire(reaching: .server)) == nil
  }

  /// By what it could, or why it can't.
  var clientExplanation: String {
    if sharesKey { return said(.ability, "pose.psk") }
    return switch prospects.asClient {
    case .preSharedKey?: said(.ability, "pose.psk")
    case .certificate?: said(.ability, "pose.client.proves", ["name": lab.world.clientName])
    case nil: elsewhere(\.posesAsClient) ?? said(.ability, whyNotClient)
    }
  }

  private var whyNotClient: String {
    guard lab.attacker.loot.contains(.clientKey) else { return "pose.client.no" }
    if case .refused(.certificate)? = lab.impersonatedClient()?.failure?.failure {
      return "pose.client.past"
    }
    return "pose.client.unasked"
  }

  /// Whether the attacker could stand in for the server from now on.
  var canImpersonate: Bool { way != nil }

  /// Why it can, or can't, pose as the server.
  var explanation: String {
    way
      ?? said(
        .ability, reach,
        ["name": connection?.serverName ?? lab.world.serverName])
  }

  /// Before whom that is so: a client that resumes a session asks for no certificate (RFC 9846 §2.2).
  private var reach: String {
    if isBeforeRealClient { return "pose.server.no.outside" }
    return lab.attacker.loot.contains(.ticketKey) || holdsKeyOfTicket
      ? "pose.server.no.tickets" : "pose.server.no"
  }

  /// Whether the key that goes with a session's ticket was stolen: not one that was given by hand.
  private var holdsKeyOfTicket: Bool {
    lab.attacker.leaks.contains { leak in
      guard leak.name == .preSharedKey, case .session(let id) = leak.origin,
        let session = lab.session(id)
      else { return false }
      return session.settings[.psk(of: .client)]?.key != leak.value
    }
  }

  /// By what the attacker could stand in for the server; nil: by nothing that it has.
  private var way: String? {
    guard connection == nil else { return wayOutside }
    return switch prospects.asServer {
    case .nothing?:
      lab.settings[.serverKX] == .anonymous
        ? said(.ability, "pose.server.nobody-proves") : unchecked
    case .certificate(.trustedAuthority)?: said(.ability, "pose.server.trusted")
    case .certificate(.issued)?: said(.ability, "pose.server.issues")
    case .certificate?: said(.ability, "pose.server.proves", ["name": lab.world.serverName])
    case .preSharedKey?: said(.ability, "pose.psk")
    case nil: whereResumed ?? elsewhere(\.posesAsServer)
    }
  }

  private var whereResumed: String? {
    switch prospects.whereResumed {
    case .ticketKey?: said(.ability, "pose.tickets")
    case .key(let session)?: said(.ability, "pose.ticket", ["session": session])
    case nil: nil
    }
  }

  /// What the client does not look at, by the settings that say so.
  private var unchecked: String {
    let settings = (connection?.settings ?? lab.settings).carelessness
    return said(.ability, "pose.server.unchecked", ["settings": listed(settings)])
  }

  /// The same before a program outside. Of a real server no key is stolen here, and what a real client
  /// looks at nobody here sees.
  private var wayOutside: String? {
    if sharesKey { return said(.ability, "pose.psk") }
    let loot = lab.attacker.loot
    let checks = connection?.settings[.clientVerify] ?? true
    if let connection, holdsKey(of: connection) {
      return said(.ability, "pose.server.proves", ["name": connection.serverName])
    }
    if loot.contains(.serverKey), connection?.isOutside(.server) != true {
      return said(
        .ability, "pose.server.proves", ["name": connection?.serverName ?? lab.world.serverName])
    }
    if loot.contains(.authorityKey) {
      return said(.ability, "pose.server.issues.outside")
    }
    return isBeforeRealClient || checks ? nil : unchecked
  }

  /// Whether the private key of the certificate that the server showed is among the loot, from wherever.
  private func holdsKey(of session: Session) -> Bool {
    guard let shown = session.certificate(on: session.wire(reaching: .server))?.publicKey else {
      return false
    }
    return lab.attacker.leaks.contains { $0.publicKey == shown }
  }

  private var isBeforeRealClient: Bool { connection?.isOutside(.client) == true }
}
