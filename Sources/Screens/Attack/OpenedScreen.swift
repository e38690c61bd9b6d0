import Bytes
import Eavesdropper
import Explanations
import Knowledge
public import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// A real attempt on a session's recording: what it says and how it opened, or why it does not.
  public static func opened(_ lab: Lab, _ session: Session) -> Page {
    var blocks: [Block] = []
    if session.isInTheOpen, let talk = OpenTalkBlocks(session), session.talk?.isRecorded == true {
      let call = lab.heardCall(of: session)
      let sound: [Block] =
        call.state == .none
        ? [] : [.labelled("sound", call.state.badge + Line("  " + call.sentence))]
      return Page(
        lab.vault(of: session).flatMap { heading(Verdict($0, of: session, in: lab)) } + talk.gains
          + sound + talk.lines, next: ["cascade \(session.id)", "vault"])
    }
    for entry in lab.vault(of: session) {
      if !blocks.isEmpty { blocks.append(.blank) }
      let verdict = Verdict(entry, of: session, in: lab)
      blocks += heading(verdict)
      guard let opened = verdict.opened else {
        blocks += WhySealed(verdict).blocks
        continue
      }
      blocks += way(opened, verdict) + contents(opened, verdict)
    }
    return Page(blocks, next: ["why \(session.id)", "vault"])
  }

  static func heading(_ verdict: Verdict) -> [Block] {
    let wire = verdict.entry.wire
    let session = verdict.session
    let what = [session.versionName(on: wire), session.keyExchangeName(on: wire)]
      .compactMap { $0 }.joined(separator: "  ")
    return [
      .edges(
        left: verdict.entry.state.badge + Line("  \(verdict.name)  \(what)"),
        right: Line(verdict.opened.map(source) ?? "")),
      .rule,
    ]
  }

  private static func source(_ opened: Attempt.Opened) -> String {
    opened.using.isEmpty ? said(.reason, "way.recording") : said(.reason, "way.loot")
  }

  /// With what, and how.
  private static func way(_ opened: Attempt.Opened, _ verdict: Verdict) -> [Block] {
    var blocks: [Block] = opened.using.map { leak in
      .labelled("with", Line(leak.description(in: verdict.lab), .bad))
    }
    // The names of all of them decide where the second part stands.
    let names = (opened.earlier?.by ?? []) + opened.by
    let width = names.reduce(20) { max($0, $1.name.rawValue.count) }
    if let earlier = opened.earlier {
      let origin = verdict.lab.origin(of: verdict.session, on: verdict.entry.wire)?.session.id
      for (index, derivation) in earlier.by.enumerated() {
        blocks.append(
          how(
            derivation,
            index == 0 ? String(worded: "from \(origin ?? String(worded: "before"))") : "", width))
      }
    }
    for (index, derivation) in opened.by.enumerated() {
      blocks.append(how(derivation, index == 0 ? "how" : "", width))
    }
    return blocks + FurtherHandshakes(opened: opened, verdict: verdict).blocks
  }

  /// What it gains, and every record.
  private static func contents(_ opened: Attempt.Opened, _ verdict: Verdict) -> [Block] {
    var blocks: [Block] = []
    var gains: [String] = []
    for gain in Side.allCases.flatMap({ Excerpt(verdict.said(by: $0)).gains })
    where !gains.contains(gain) {
      blocks.append(.labelled(gains.isEmpty ? "gains" : "", Line(gain, .bad)))
      gains.append(gain)
    }
    let call = verdict.lab.heardCall(of: verdict.session)
    if call.state != .none {
      blocks.append(.labelled("sound", call.state.badge + Line("  " + call.sentence)))
    }
    for plaintext in opened.plaintexts { blocks += [.blank] + record(plaintext, verdict) }
    return blocks
  }

  private static func title(of plaintext: Plaintext) -> String {
    switch plaintext.type {
    case .handshake:
      plaintext.bytes.first.map {
        MessageKind.handshake(HandshakeType(rawValue: $0)).title
      } ?? ""
    case .applicationData: MessageKind.applicationData.title
    case .alert: MessageKind.alert.title
    default: plaintext.type.label
    }
  }

  private static func how(_ derivation: Derivation, _ label: String, _ width: Int) -> Block {
    .labelled(
      label,
      Line(padded(derivation.name.rawValue, to: width), .field)
        + Line(" " + FormulaWords(rule: derivation.rule).verb))
  }

  private static func record(_ plaintext: Plaintext, _ verdict: Verdict) -> [Block] {
    let wire = verdict.entry.wire
    let heading = Line(
      " \(wire.actor(playing: plaintext.sender).spoken) -> "
        + "\(wire.actor(playing: plaintext.sender.other).spoken)"
        + "  \(title(of: plaintext))  \(ByteText.count(plaintext.bytes.count))", .heading)
    guard plaintext.type == .applicationData else {
      return [.line(heading + Line("  " + ByteText.brief(plaintext.bytes, limit: 12)))]
    }
    return [.line(heading)] + TextBlocks.lines(of: plaintext.bytes)
  }
}
