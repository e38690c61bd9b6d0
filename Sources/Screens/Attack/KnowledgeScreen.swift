import Bytes
import Eavesdropper
import Explanations
import Interceptor
import Knowledge
public import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// Who knows what of a session.
  ///
  /// - Parameter difference: an earlier state; then only what has changed since is shown.
  public static func knowledge(
    _ lab: Lab, _ session: Session, difference: [KnowledgeRow]?
  ) -> Page {
    let viewer = Viewer(session, lab.eyes(on: session))
    let names = KnowledgeNames(viewer)
    var blocks: [Block] = names.heading + [.rule]
    var rows: [[Line]] = []
    for row in lab.knowledge(of: session) {
      let before = difference?.first { $0.item == row.item }
      if difference != nil, before == row { continue }
      rows.append(names.line(row, before))
    }
    if rows.isEmpty {
      blocks.append(.line(Line(" nothing has changed")))
    } else {
      blocks.append(.table(Table(header: names.header, rows: rows)))
    }
    // What was stolen from them the ends do not know.
    if viewer.seesLoot { blocks += [.rule, abilities(lab, session)] }
    let other = difference == nil ? "knowledge --diff" : "knowledge"
    return Page(blocks, next: ["why \(session.id)", "show keys", other])
  }

  private static func abilities(_ lab: Lab, _ session: Session) -> Block {
    var rows: [[Line]] = []
    let label = Line("ATTACKER CAN", .heading)
    let answer =
      session.interceptor?.read.isEmpty == false
      ? [Line("YES", .bad), Line(said(.ability, "read.in-between"))] : reading(lab, session)
    rows.append([label, Line(said(.ability, "read", ["session": session.id]))] + answer)
    let capabilities = AttackerCapabilities(lab, [], connection: session)
    rows.append([
      "", Line(said(.ability, "pose.server")),
      capabilities.canImpersonate ? Line("YES", .bad) : Line("NO", .good),
      Line(capabilities.explanation),
    ])
    if capabilities.canPoseAsClient || session.settings[.clientCert] != .nothing {
      rows.append([
        "", Line(said(.ability, "pose.client")),
        capabilities.canPoseAsClient ? Line("YES", .bad) : Line("NO", .good),
        Line(capabilities.clientExplanation),
      ])
    }
    return .table(Table(rows: rows))
  }

  private static func reading(_ lab: Lab, _ session: Session) -> [Line] {
    let wire = session.clientWire
    if lab.vaultState(of: session) == .open, session.isInTheOpen {
      return [Line("YES", .bad), Line(said(.reason, "in-the-open"))]
    }
    guard session.hasProtectedRecords(on: wire) else {
      let entry = lab.vault(of: session).first
      if let reason = entry.map({ lab.reason(for: $0, of: session) }), reason == .restMissing {
        return [Line("-", .faint), Line(reason.words)]
      }
      return [Line("-", .faint), Line(said(.ability, "read.nothing-encrypted"))]
    }
    let closure = lab.closure(of: session, on: wire)
    if session.facts(on: wire).parameters?.cipher.encrypts == false {
      return [Line("YES", .bad), Line(said(.ability, "read.no-cipher"))]
    }
    let isInPart = lab.vaultState(of: session) == .partly
    if isInPart || closure.known.contains(.applicationData(.client)) {
      return [
        isInPart ? Line(String(worded: "IN PART"), .warning) : Line("YES", .bad),
        Line(said(.ability, "read.stolen", ["session": session.id])),
      ]
    }
    let entry = lab.vault(of: session).first
    let reason = entry.map { lab.reason(for: $0, of: session) }
    if let reason, reason.isOfRecording || reason == .tapOff {
      return [Line("NO", .good), Line(reason.words)]
    }
    // Of a further handshake nothing is known as long as the one before stays closed.
    let missing = lab.missingSecrets(of: session, on: wire).map { secrets in
      secrets.map(\.name.rawValue).joined(separator: String(worded: " and "))
    }
    return [
      Line("NO", .good),
      Line(said(.ability, "read.missing", ["secrets": listed(missing, "or")])),
    ]
  }
}

/// The words of the knowledge table.
struct KnowledgeNames {
  let viewer: Viewer
  let wire: Wire
  private let plain: Closure
  @Boxed private var facts: WireFacts

  private var session: Session { viewer.session }

  init(_ viewer: Viewer) {
    self.viewer = viewer
    let session = viewer.session
    wire = session.clientWire
    let facts = session.facts(on: wire)
    self.facts = facts
    var onTheWire = Set(session.ledger.heard(on: wire).keys)
    if session.hasProtectedRecords(on: wire) {
      onTheWire.formUnion([.protectedRecords(.client), .protectedRecords(.server)])
    }
    plain = Closure(of: onTheWire, under: facts.schedule?.rules ?? [])
  }

  var heading: [Block] {
    let what = [session.versionName(on: wire), session.keyExchangeName(on: wire)]
      .compactMap { $0 }.joined(separator: " ")
    let title = Line("WHO KNOWS WHAT  ", .heading) + Line("\(session.id)  \(what)")
    let place = Line("after step \(session.steps.count)/\(session.totalText)")
    guard let last = session.steps.last else { return [.edges(left: title, right: place)] }
    let step = "\(the(last.actor.word)) \(viewer.announcement(of: last))"
    return [.edges(left: title, right: place), .line(Line("last: \(step)", .faint))]
  }

  /// Those who have a memory: the two ends, and the attacker with what was stolen; nil for the wire.
  private enum Column {
    case end(Side)
    case wire
    case attacker
  }

  /// The wire, and whose memory the viewer can look into.
  private var columns: [Column] {
    let ends = Side.allCases.filter { viewer.sees(inside: wire.actor(playing: $0)) }
    return ends.map(Column.end) + [.wire] + (viewer.seesLoot ? [.attacker] : [])
  }

  var header: [Line] {
    let names = columns.map { column in
      switch column {
      case .end(let side): wire.actor(playing: side).spoken.uppercased()
      case .wire: "WIRE"
      case .attacker: "EAVESDROPPER"
      }
    }
    return (["item"] + names).map { Line($0, .faint) }
  }

  func line(_ row: KnowledgeRow, _ before: KnowledgeRow?) -> [Line] {
    let standings = columns.map { column in
      switch column {
      case .end(.client): change(before?.client, row.client)
      case .end(.server): change(before?.server, row.server)
      case .wire: onTheWire(row.item)
      case .attacker:
        change(before?.attacker, row.attacker, isData: row.item == .applicationData)
      }
    }
    return [Line(item(row.item))] + standings
  }

  private func item(_ item: KnowledgeRow.Item) -> String {
    said(
      .ability, "item.\(item.rawValue)",
      ["group": session.groupName(on: wire) ?? "ephemeral"], in: facts.version?.number)
  }

  private func onTheWire(_ item: KnowledgeRow.Item) -> Line {
    if plain.known.contains(item.valueName(in: facts)) { return Line("open", .warning) }
    switch item {
    case .applicationData where session.hasProtectedRecords(on: wire):
      return Line("encrypted", .good)
    case .preMasterSecret where plain.known.contains(.encryptedPreMasterSecret):
      return Line("encrypted", .warning)
    default: return Line("-", .faint)
    }
  }

  private func change(
    _ before: KnowledgeRow.Standing?, _ now: KnowledgeRow.Standing, isData: Bool = false
  ) -> Line {
    let line = isData && now == .computes ? Line("READS", .bad) : standing(now)
    guard let before, before != now else { return line }
    return standing(before) + Line(" -> ", .faint) + line
  }

  private func standing(_ standing: KnowledgeRow.Standing) -> Line {
    switch standing {
    case .none: Line("-", .faint)
    case .knows: Line("knows")
    case .made: Line("MADE IT")
    case .derived: Line("derived")
    case .owns: Line("OWNS")
    case .erased(let step): Line("erased @\(step)", .faint)
    case .stolen: Line("STOLEN", .bad)
    case .computes: Line("computes", .bad)
    case .outside: Line("outside", .faint)
    }
  }
}
