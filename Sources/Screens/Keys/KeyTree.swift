import Bytes
import Explanations
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// One stretch of wire's values, each below what it follows from.
struct KeyTree {
  let wire: Wire
  let actor: Actor?
  let viewer: Viewer

  init(_ wire: Wire, _ actor: Actor?, _ viewer: Viewer) {
    self.wire = wire
    self.actor = actor
    self.viewer = viewer
  }

  private var session: Session { viewer.session }

  /// Those into whose memory the viewer can look.
  private var holders: [Actor] {
    (actor.map { [$0] } ?? Side.allCases.map { wire.actor(playing: $0) })
      .filter(viewer.sees(inside:))
  }

  var blocks: [Block] {
    guard session.facts(on: wire).schedule != nil else {
      return [
        .line(Line(" " + said(.page, "schedule.unknown")))
      ]
    }
    let header =
      [Line("value", .faint), Line("bytes", .faint)]
      + holders.map { Line($0.word, .faint) }
    return [.table(Table(header: header, rows: rows(below: nil, depth: 0)))] + origin
  }

  /// The pre-master secret follows from two values at once, which no tree can show.
  private var origin: [Block] {
    let rules = session.facts(on: wire).schedule?.rules ?? []
    return rules.filter { $0.output == .preMasterSecret }.map { rule in
      .paragraph(Line(FormulaWords(rule: rule).symbols, .faint), indent: 1)
    }
  }

  private var branches: [(ValueName?, [ValueName])] {
    guard let schedule = session.facts(on: wire).schedule13 else { return Self.branches12 }
    return KeyTree13(schedule).branches
  }

  /// The trunk of the schedule: each value and what it mainly follows from.
  private static let branches12: [(ValueName?, [ValueName])] = [
    (
      nil,
      [
        .ephemeralPrivate(.client), .ephemeralPrivate(.server), .encryptedPreMasterSecret,
        .preMasterSecret,
      ]
    ),
    (.ephemeralPrivate(.client), [.ephemeralPublic(.client)]),
    (.ephemeralPrivate(.server), [.ephemeralPublic(.server)]),
    (.preMasterSecret, [.masterSecret]),
    (.masterSecret, [.keyBlock, .verifyData(.client), .verifyData(.server)]),
    (
      .keyBlock,
      [ValueName.writeMACKey, ValueName.writeKey, ValueName.writeIV].flatMap { part in
        Side.allCases.map(part)
      }
    ),
  ]

  private func rows(below parent: ValueName?, depth: Int) -> [[Line]] {
    let children = branches.first { $0.0 == parent }?.1 ?? []
    return children.filter(isPart).flatMap { name in
      [row(name, depth)] + making(name, depth) + rows(below: name, depth: depth + 1)
    }
  }

  /// Whether the value belongs to this kind of session at all.
  private func isPart(_ name: ValueName) -> Bool {
    let facts = session.facts(on: wire)
    let rules = facts.schedule?.rules ?? []
    let isEphemeral = facts.isForwardSecret == true
    if facts.version == .tls13, name == .preMasterSecret { return false }
    if name.tail.hasPrefix("ephemeral") { return isEphemeral }
    return name == .preMasterSecret
      || rules.contains { $0.output == name || $0.inputs.contains(name) }
  }

  /// In TLS 1.3 every value has a label, and a hash of the messages that it is tied to.
  private func making(_ name: ValueName, _ depth: Int) -> [[Line]] {
    guard let schedule = session.facts(on: wire).schedule13,
      let words = KeyTree13(schedule).making(name)
    else { return [] }
    let indent = String(repeating: "   ", count: depth)
    return [[Line("\(indent) \(words)", .faint), Line("")] + holders.map { _ in Line("") }]
  }

  private func row(_ name: ValueName, _ depth: Int) -> [Line] {
    let all = viewer.values(on: wire)
    let branch = depth == 0 ? "" : String(repeating: "   ", count: depth - 1) + "+- "
    let value =
      all[name] == nil && viewer.view == .all
      ? Line(isHidden(name, all) ? "outside" : "not yet", .faint)
      : viewer.brief(name, on: wire, count: all[name]?.count)
    return [Line(branch, .faint) + Line(name.rawValue, .field), value]
      + holders.map { standing(name, $0) }
  }

  /// Whether it is the private half of a key that a program outside has shown the public one of.
  private func isHidden(_ name: ValueName, _ all: KnownValues) -> Bool {
    Side.allCases.contains { side in
      session.isOutside(wire.actor(playing: side)) && name == .ephemeralPrivate(side)
        && all[.ephemeralPublic(side)] != nil
    }
  }

  private func standing(_ name: ValueName, _ holder: Actor) -> Line {
    if let step = session.ledger.erasure(of: name, by: holder, on: wire) {
      return Line("erased @\(step)", .faint)
    }
    let memory = session.ledger.held(by: holder, on: wire)
    guard memory[name] != nil else {
      // Nobody has the private half of the other's key.
      let isOther = name == .ephemeralPrivate(wire.side(of: holder).other)
      return Line(session.isOutside(holder) && !isOther ? "outside" : "-", .faint)
    }
    let isMade =
      session.ledger.entry(name, on: wire)?.gains[holder]?.means == .made
    return Line(isMade ? "MADE IT" : "has it")
  }
}
