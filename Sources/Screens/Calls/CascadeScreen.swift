import Applications
import Bytes
import DTLS
import Eavesdropper
import Explanations
import Knowledge
public import Lab
import Media
import Pages
import TLSKeys
import TLSWire

extension Screens {
  /// From what was stolen to the voice, step by step, or to the step that can't be made.
  public static func cascade(_ lab: Lab, _ session: Session) -> Page {
    CascadeBlocks(lab, session).page
  }
}

/// The steps of a cascade, one below the other.
struct CascadeBlocks {
  let lab: Lab
  let session: Session
  let cascade: Cascade

  init(_ lab: Lab, _ session: Session) {
    (self.lab, self.session) = (lab, session)
    cascade = lab.cascade(of: session)
  }

  private static let labelWidth = 11

  var page: Page {
    var blocks: [Block] = [
      .edges(left: heading, right: Line("")),
      .paragraph(Line(cascade.call.sentence).asReason, indent: 1),
    ]
    if session.hop != nil, !cascade.call.openedBy.isEmpty {
      let words = ["sessions": listed(cascade.call.openedBy)]
      blocks.append(.paragraph(Line(said(.ability, "cascade.opened-by", words), .bad), indent: 1))
    }
    blocks.append(.rule)
    for (number, rung) in cascade.rungs.enumerated() {
      if number > 0, !rung.continues(cascade.rungs[number - 1]) { blocks.append(arrow) }
      blocks += self.blocks(of: rung)
    }
    return Page(blocks, next: next, sparse: Sparse.steps(heading, sparse))
  }

  private var heading: Line {
    Line("CASCADE  ", .heading) + Line("\(session.id)  ") + cascade.call.state.badge
  }

  /// A step for each thing that the next one needs, of one side alone.
  private var sparse: [(label: String, line: Line)] {
    cascade.rungs.compactMap { rung in
      switch rung {
      case .loot(let leaks):
        ("stolen", Line(listed(leaks.map(lab.word)), .bad))
      case .hop(let id): ("hop", Line(id))
      case .inTheOpen: ("in the open", Line(said(.ability, "cascade.in-the-open.short"), .bad))
      case .inBetween: ("in between", Line(said(.ability, "cascade.in-between.short"), .bad))
      case .derived(let derivations):
        ("TLS", Line(derivations.first?.name.rawValue ?? "", .field))
      case .records(let count, _):
        ("records", Line(said(.ability, "cascade.records.short", ["count": "\(count)"])))
      case .line(.client, _): ("SDP", Line(said(.ability, "cascade.line.short"), .secret))
      case .fingerprint(.client, _): ("SDP", Line(said(.ability, "cascade.fingerprint.short")))
      case .handshake: ("DTLS", Line(said(.ability, "cascade.handshake.short")))
      case .means(let means):
        ("attacker", Line(said(.ability, "cascade.means.\(means.rawValue)"), .bad))
      case .unprotected(.client): ("RTP", Line(said(.ability, "cascade.unprotected.short"), .bad))
      case .audio(let side, let voice):
        ("sound", Line("\(side.telephone): \(SoundBlocks(side, voice).length)", .bad))
      case .stops(let stop): ("stops here", Line(reason(stop), .good).asReason)
      case .line, .fingerprint, .unprotected, .master, .sessionKeys: nil
      }
    }
  }

  private func reason(_ stop: Cascade.Stop) -> String {
    switch stop {
    case .recording(let entry): verdict(entry).reason
    case .call(.keysNotSignalled): said(.ability, "cascade.stops.short")
    case .call(let reason): reason.words
    }
  }

  private var next: [String] {
    switch cascade.call.state {
    case .readable, .partly:
      ["export audio call.wav session=\(session.id)", "decrypt \(session.id)"]
    case .sealed: ["why \(session.id)", "vault"]
    case .none, .notRecorded: ["set app.media sdes", "connect"]
    }
  }

  private var arrow: Block { .drawn(Line("   v", .faint), spoken: said(.ability, "cascade.then")) }

  private func row(_ label: String, _ line: Line) -> Block {
    .labelled(label, line, width: Self.labelWidth)
  }

  private func blocks(of rung: Cascade.Rung) -> [Block] {
    switch rung {
    case .loot(let leaks):
      leaks.enumerated().map { row($0 == 0 ? "stolen" : "", Line($1.description(in: lab), .bad)) }
    case .hop(let id):
      lab.session(id).map {
        [row("hop \($0.hop?.number ?? 1)", HopBlocks.line($0))]
      } ?? []
    case .inTheOpen(let bytes):
      [
        row(
          "in the open", Line(said(.ability, "cascade.in-the-open", ["bytes": "\(bytes)"]), .bad))
      ]
    case .inBetween: [row("in between", Line(said(.ability, "cascade.in-between"), .bad))]
    case .derived(let derivations): derived(derivations)
    case .records(let count, let bytes):
      [
        row(
          "records",
          Line(said(.ability, "cascade.records", ["count": "\(count)", "bytes": "\(bytes)"])))
      ]
    case .line(let side, let line):
      [row("SDP", Line("\(side.telephone): ") + Line("a=crypto:\(line.value)", .secret))]
    case .fingerprint(let side, let fingerprint):
      [row("SDP", Line("\(side.telephone): ") + Line("a=fingerprint:\(fingerprint)"))]
    case .handshake(let handshake): handshakeRows(handshake)
    case .means(let means):
      [row("attacker", Line(said(.ability, "cascade.means.\(means.rawValue)"), .bad))]
    case .master(let side, let master): masterKey(side, master)
    case .sessionKeys(let side, let derivations): sessionKeys(side, derivations)
    case .unprotected(let side):
      [row("RTP", Line("\(side.telephone): ") + Line(said(.ability, "cascade.unprotected"), .bad))]
    case .audio(let side, let voice):
      [
        row("sound", Line("\(side.telephone): ") + Line(SoundBlocks(side, voice).sentence, .bad))
      ] + SoundBlocks(side, voice).drawing
    case .stops(let stop): stops(stop)
    }
  }

  /// The key schedule, a line for each value.
  private func derived(_ derivations: [Derivation]) -> [Block] {
    derivations.enumerated().map { number, derivation in
      row(
        number == 0 ? "TLS" : "",
        Line(padded(derivation.name.rawValue, to: 20), .field)
          + Line(" " + FormulaWords(rule: derivation.rule).verb))
    }
  }

  /// What was agreed on beside the signalling.
  private func handshakeRows(_ handshake: MediaHandshake) -> [Block] {
    let end = handshake.passive
    let names = [
      "DTLS 1.2", end.suite?.label, end.group?.label, end.profile.map(\.label),
    ].compactMap { $0 }
    return [
      row("DTLS", Line(names.joined(separator: "  "))),
      row(
        "",
        Line(
          said(.ability, handshake.isComplete ? "cascade.handshake" : "cascade.handshake.failed"))),
    ]
  }

  private func masterKey(_ side: Side, _ master: SRTPMasterKey) -> [Block] {
    let values = ["key": "\(master.key.count)", "salt": "\(master.salt.count)"]
    return [
      row(
        "master key",
        Line("\(side.telephone): ") + Line(master.key.hex, .secret)
          + Line(" " + said(.ability, "cascade.master", values), .faint)),
      row("", Line(said(.ability, "cascade.salt") + " ") + Line(master.salt.hex, .secret)),
    ]
  }

  private func sessionKeys(_ side: Side, _ derivations: [MediaDerivation]) -> [Block] {
    derivations.enumerated().map { number, derivation in
      row(
        number == 0 ? "session" : "",
        Line((number == 0 ? "\(side.telephone): " : "") + Wording.text(of: derivation.label) + " ")
          + Line(derivation.output.hex, .secret)
          + Line("  " + Citation.words(derivation.section), .faint))
    }
  }

  /// A call has the recordings of all its hops.
  private func verdict(_ entry: VaultEntry) -> Verdict {
    Verdict(entry, of: lab.session(entry.session) ?? session, in: lab)
  }

  private func stops(_ stop: Cascade.Stop) -> [Block] {
    switch stop {
    case .recording(let entry):
      let verdict = verdict(entry)
      let stop = [row("stops here", Line(verdict.reason, .good).asReason)]
      // Of keys that were never signalled no theft in the signalling gives any (RFC 5764 §4).
      guard cascade.call.reason != .keysNotSignalled else {
        let words = said(.ability, "cascade.signalling-alone")
        return stop + [.paragraph(Line(words), indent: 1)]
      }
      // Where nothing was recorded no secret helps.
      guard case .sealed? = entry.attempt else { return stop }
      return stop + WhySealed(verdict).missing
    case .call(let reason): return [row("stops here", Line(reason.words, .good).asReason)]
    }
  }
}

extension Cascade.Rung {
  /// Whether it says more of what the one before it says: no arrow stands between.
  fileprivate func continues(_ earlier: Cascade.Rung) -> Bool {
    switch (earlier, self) {
    case (.fingerprint, .fingerprint): true
    // Hops stand beside each other.
    case (_, .hop), (.hop, _): true
    default: false
    }
  }
}
