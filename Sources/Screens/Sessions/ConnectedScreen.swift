import Bytes
import Eavesdropper
import Explanations
import Knowledge
public import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

extension Screens {
  /// What came of a connection: the outcome, what was agreed on and verified, what was not, and
  /// with an attacker in between who was fooled or what stopped it.
  ///
  /// - Parameter onPaper: whether it is for a document, in which no session is the current one.
  public static func connected(_ lab: Lab, _ session: Session, onPaper: Bool = false) -> Page {
    let viewer = Viewer(session, lab.eyes(on: session))
    let seesAttack = viewer.view == .all || viewer.view == .interceptor
    if seesAttack, let replay = ReplayScreen(lab, session, viewer) { return replay.page }
    if session.isInTheOpen, let talk = OpenTalkBlocks(session, viewer) {
      return talk.page(HopBlocks(lab, session).rows)
    }
    if session.interceptor != nil, seesAttack { return Interception(lab, session, viewer).page }
    let result = ConnectionResult(lab, session, viewer, onPaper: onPaper)
    let isRefused = viewer.session.failure != nil && !viewer.session.isEndedByAlert
    return Page(
      result.page(withRecording: viewer.actor == nil),
      next: session.awaitsOutside
        ? OutsidePeersBlocks(session).suggestions
        : isRefused
          ? ["why \(session.id)", "where", "settings"]
          : ["where", "vault", "knowledge"] + comparison(lab, session),
      sparse: result.sparse(withRecording: viewer.actor == nil))
  }

  /// What anyone can say of a connection who listened to it.
  public static func overheard(_ lab: Lab, _ session: Session) -> Page {
    let result = ConnectionResult(
      lab, session, Viewer(session, Eyes(.eavesdropper)), onPaper: true)
    return Page(result.page(withRecording: false))
  }

  /// The session before, where it went another way.
  private static func comparison(_ lab: Lab, _ session: Session) -> [String] {
    guard let place = lab.sessions.place(of: session.id), place > 0 else {
      return []
    }
    let earlier = lab.sessions[place - 1]
    let names = [earlier, session].map { session in
      [
        session.versionName(on: session.clientWire),
        session.keyExchangeName(on: session.clientWire),
      ]
    }
    return names[0] == names[1] ? [] : ["diff \(earlier.id) \(session.id)"]
  }
}

/// The rows of a connection's result.
struct ConnectionResult {
  let lab: Lab
  let viewer: Viewer
  private let whole: Session
  @Boxed private var facts: WireFacts

  private let isOnPaper: Bool

  init(_ lab: Lab, _ session: Session, _ viewer: Viewer, onPaper: Bool = false) {
    isOnPaper = onPaper
    self.lab = lab
    self.viewer = viewer
    whole = session
    facts = viewer.facts(on: viewer.session.clientWire)
  }

  private var session: Session { viewer.session }

  /// - Parameter withRecording: whether it is told how the recording stands.
  func page(withRecording: Bool) -> [Block] {
    [headline, .rule] + rows + (withRecording ? [recording] : []) + [.blank]
      + ShortLadder(viewer).blocks
  }

  var headline: Block {
    let wire = session.clientWire
    let parts = [
      session.id, session.versionName(on: wire), session.keyExchangeName(on: wire),
      said(.connection, "to", ["server": session.serverName]),
    ]
    return .edges(
      left: (viewer.outcome?.badge ?? Line("[OVERHEARD]", .faint))
        + Line("  " + parts.compactMap { $0 }.joined(separator: "  ")),
      right: Line(
        lab.current == session.id || isOnPaper ? "" : said(.connection, "not-current"), .faint))
  }

  private var rows: [Block] {
    var rows = InterferenceBlocks(session).blocks
    if let failure = session.failure {
      rows += FailureBlocks(session, failure.failure, failure.alert, failure.by).details
    }
    rows += EarlyEndBlocks(session).rows + KnownCauses(session).rows
    rows += SharedKeyCauses(session).rows
    if let unresumed = lab.unresumed(session) {
      rows.append(row("NOT", Line(unresumed.words, .warning)))
    }
    if let suite = facts.suite {
      rows.append(row("suite", Line(suite.label)))
      if !options.isEmpty { rows.append(row("with", Line(options))) }
    }
    if facts.version == .tls13 {
      rows.append(row("keys by", Agreement13Words(facts).line))
    } else if let exchange = facts.parameters?.keyExchange {
      rows.append(row("keys by", facts.isResumed ? resumption : exchange.line))
      if exchange.isForbidden { rows.append(row("NOT", Self.forbidden)) }
    }
    if let scheme = oldSignature {
      rows.append(
        row("NOT", Line(said(.failure, "old_signature", ["scheme": scheme.label]), .warning)))
    }
    if let certificate = session.certificate(on: session.clientWire) {
      rows.append(row("server", Line(certificate.summary)))
    }
    if let client = session.certificate(shownBy: .client, on: session.clientWire) {
      rows.append(row("client", Line(client.summary)))
    }
    rows += checks + OutsidePeersBlocks(session).rows
    if session.talk != nil { rows.append(row("before", Line(said(.connection, "open.secured")))) }
    rows += HopBlocks(lab, whole).rows
    if session.isRelayed { rows += relay }
    return rows + times
  }

  /// What came early, and when the rest could.
  private var times: [Block] {
    var rows: [Block] = []
    let early = EarlyDataWords(session)
    if let early {
      let style: Style = early.early.fate == .unanswered ? .plain : .warning
      rows.append(row("early", Line(early.sentence, style)))
    } else if let unsent = UnsentEarlyData(session, in: lab) {
      rows.append(row("early", Line(unsent.sentence, .warning)))
    }
    if let time = session.timeToData {
      rows.append(row("data", Line(waiting(time, afterEarly: early != nil))))
    }
    return rows
  }

  /// An attacker in between who touched nothing, and what it has from that.
  private var relay: [Block] {
    var rows = [
      row(
        "attacker",
        Line(said(.deed, "relay")) + Line(said(.deed, "relay", for: .note)).asReason)
    ]
    for entry in lab.vault(of: whole) {
      guard case .opened(let opened) = entry.attempt else { continue }
      let bytes = opened.plaintexts.filter { $0.type == .applicationData }
        .reduce(0) { $0 + $1.bytes.count }
      rows.append(
        row(
          "READ",
          Line(said(.deed, "relay.read", ["count": String(bytes)]), .bad)
            + Line(said(.deed, "relay.read", for: .note), .bad).asReason))
    }
    return rows
  }

  private static let forbidden = Line(said(.connection, "forbidden"), .warning)

  /// The scheme of the handshake's signature, where it is one over SHA-1 in TLS 1.2.
  private var oldSignature: SignatureScheme? {
    for case .decided(.signatureScheme(let scheme)) in session.steps.map(\.effect)
    where facts.version == .tls12 && [.rsaPKCS1SHA1, .ecdsaSHA1].contains(scheme) {
      return scheme
    }
    return nil
  }

  /// A session that is resumed has no key exchange of its own.
  private var resumption: Line {
    let earlier = session.settings[.clientResume] ?? said(.connection, "resumed.unknown")
    return Line(said(.connection, "resumed", ["session": earlier]))
      + Line(said(.connection, "resumed", for: .note)).asReason
  }

  private func row(_ label: String, _ line: Line) -> Block { .labelled(label, line) }

  /// What the hellos agreed on beside the suite.
  private var options: String {
    var options: [String] = []
    if facts.version == .tls13 {
      options += Agreement13Words(facts).options(of: session)
    } else {
      let isOn = facts.extendedMasterSecret
      options.append(
        said(
          .connection,
          isOn ? "option.extended-master-secret" : "option.extended-master-secret.off"))
    }
    if facts.parameters?.cipher.mode == .cbc {
      options.append(
        said(
          .connection,
          facts.encryptThenMAC ? "option.encrypt-then-mac" : "option.encrypt-then-mac.off"))
    }
    for case .decided(.applicationProtocol(let name)) in session.steps.map(\.effect) {
      options.append(said(.connection, "option.application-protocol", ["protocol": name]))
      break
    }
    return options.joined(separator: ", ")
  }

  /// The names of the client's checks that passed, and of those that it left out.
  var passed: [String] { names { $0.outcome == .passed } }
  var skipped: [String] { names { $0.skipped } }

  private func names(_ chosen: (Check) -> Bool) -> [String] {
    session.checks(by: .client).filter { $0.name != .renegotiationInfo }.filter(chosen)
      .map(\.name.short)
  }

  /// How often the client waited for the server within a time.
  func trips(_ time: Int64) -> Int {
    let trip = session.links[session.clientWire]?.roundTrip ?? 0
    return trip > 0 ? Int((time + trip - 1) / trip) : 0
  }

  /// How the recordings stand.
  var badges: Line {
    lab.vault(of: whole).map(\.state.badge).enumerated().reduce(Line("")) { line, badge in
      line + Line(badge.offset > 0 ? "  " : "") + badge.element
    }
  }

  /// What the client verified, and what it did not.
  var checks: [Block] {
    var rows = BundleOrderBlocks.rows(session.chain(on: session.clientWire))
    if !passed.isEmpty { rows.append(row("verified", Line(listed(passed), .good))) }
    if !skipped.isEmpty {
      let text = said(.connection, "not-checked", ["checks": listed(skipped)])
      rows.append(row("NOT", Line(text, .warning)))
    }
    if session.checks(by: .client).contains(where: { $0.name == .renegotiationInfo && $0.skipped })
    {
      rows.append(row("MISSING", Line(said(.failure, "no_renegotiation_info"), .warning)))
    }
    return rows
  }

  private func waiting(_ time: Int64, afterEarly: Bool) -> String {
    let milliseconds = "\(time / 1000) ms"
    let trips = trips(time)
    let wait = ["time": milliseconds, "trips": plural(trips, "round trip")]
    let sent = Side.allCases.map { side in
      session.applicationData(from: side, on: session.clientWire).filter { !$0.isEmpty }
    }
    let early = session.earlyData
    let bytes = sent.joined().reduce(0) { $0 + $1.count } - (early?.bytes ?? 0)
    let count = sent.joined().count - (early?.places.count ?? 0)
    return said(
      .connection, afterEarly ? "data.rest" : "data",
      [
        "time": trips > 0 ? said(.connection, "data.trips", wait) : milliseconds,
        "count": String(bytes), "messages": plural(count, "message"),
      ])
  }

  var recording: Block {
    let verdicts = lab.vault(of: whole).map { Verdict($0, of: whole, in: lab) }
    var line = Line("")
    for (index, verdict) in verdicts.enumerated() {
      if index > 0 { line += "; " }
      let size = whole.recording(on: verdict.entry.wire)?.byteCount ?? 0
      line += verdict.entry.state.badge
      let isRecorded = verdict.entry.attempt != nil
      if isRecorded {
        line += Line("  " + said(.connection, "recorded", ["count": String(size)]))
      }
      line += Line((isRecorded ? "; " : "  ") + verdict.reason).asReason
    }
    return row("tap", line)
  }
}
