import Bytes
import Explanations
public import Interceptor
public import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// What was done to messages on their way, who noticed and by what.
struct InterferenceBlocks {
  let session: Session

  init(_ session: Session) { self.session = session }

  /// Rows for the result of a session; none where nothing was done.
  var blocks: [Block] {
    var blocks = session.interferences.map { interference in
      Block.labelled(
        "attack", Line(sentence(of: interference), interference.isDone ? .bad : .warning))
    }
    guard session.fellBack || !blocks.isEmpty, let notice = session.notice else { return blocks }
    if session.fellBack {
      blocks.append(
        .labelled("attack", Line(said(.deed, "fallback"), .bad)))
    }
    blocks.append(.labelled("noticed", Line(notice.sentence, notice.by == nil ? .bad : .good)))
    if notice.by != nil {
      blocks.append(.labelled("by", Line(notice.means.words(.detail))).asReason)
    }
    blocks.append(.labelled("by then", Line(notice.flowed)))
    if let predicted = session.predictedNotice {
      let isRight = predicted == notice.whom
      blocks.append(
        .labelled(
          "you said",
          Line(predicted.rawValue)
            + Line(isRight ? "  right" : "  not so", isRight ? .good : .warning)))
    }
    return blocks
  }

  /// What was done, and of a message that waited what came of that.
  private func sentence(of interference: Interference) -> String {
    let place = session.messages.firstIndex { $0.index == interference.step }
    guard case .held = interference.result, session.isAtRest, let place,
      let deed = session.handling[place]?.deed, !deed.arrives
    else { return interference.sentence }
    return interference.told("held.lost")
  }
}

extension Screens {
  /// Every attack on messages so far: what, on which version, who noticed, by what.
  public static func attacks(_ lab: Lab) -> Page {
    let attacked = lab.sessions.filter {
      !$0.interferences.isEmpty || $0.fellBack || $0.interceptor != nil || $0.replay != nil
    }
    var blocks: [Block] = []
    let rows = attacked.flatMap { session -> [[Line]] in
      let notice = session.notice
      let deeds = deeds(in: session)
      return deeds.enumerated().map { place, deed in
        let isFirst = place == 0
        return [
          Line(isFirst ? session.id : "", .heading),
          Line(isFirst ? session.versionName(on: session.clientWire) ?? "-" : ""), Line(deed),
          isFirst ? noticed(notice, session) : Line(""),
          Line(isFirst ? notice?.alert?.description.label ?? "-" : ""),
          Line(isFirst ? predicted(session) : ""),
        ]
      }
    }
    if rows.isEmpty {
      blocks.append(.line(Line("no attack yet")))
    } else {
      let header = ["", "version", "attack", "noticed", "alert", "you said"]
      blocks.append(.table(Table(header: header.map { Line($0, .faint) }, rows: rows)))
    }
    let waiting =
      lab.attacker.pendingAttacks + (lab.currentSession?.pendingAttacks ?? [])
    for attack in waiting { blocks.append(.labelled("waits", Line(attack.words))) }
    if let limit = lab.attacker.fallbackLimit {
      blocks.append(
        .labelled("waits", Line(said(.deed, "waits.fallback", ["version": limit.displayName]))))
    }
    return Page(
      blocks, next: ["tamper server_hello.random", "downgrade 1.2", "connect"],
      sparse: attacked.isEmpty ? nil : sparse(attacked))
  }

  /// What was done to each session, and who noticed.
  private static func sparse(_ attacked: [Session]) -> [Block] {
    let rows = attacked.map { session in
      [
        Line(session.id, .heading), Line(listed(deeds(in: session))),
        noticed(session.notice, session),
      ]
    }
    return Sparse.blocks(Line(said(.deed, "attacks.short"), .heading), rows)
  }

  /// What the attacker did, in order.
  private static func deeds(in session: Session) -> [String] {
    var deeds: [String] = []
    if session.interceptor != nil {
      let shown = session.certificate(on: .clientSide)?.subject
      deeds.append(
        shown.map { said(.deed, "between.shown", ["name": $0]) } ?? said(.deed, "between"))
    }
    if session.fellBack { deeds.append("fallback") }
    if let replay = session.replay {
      deeds.append(
        said(
          .deed, "replay.flight",
          ["session": replay.original, "target": replay.target.rawValue]))
    }
    return deeds + session.interferences.map { "\($0.attack.deed.word) \($0.message)" }
  }

  private static func noticed(_ notice: Notice?, _ session: Session) -> Line {
    switch session.replay == nil ? nil : session.earlyData?.fate {
    case .taken?: return Line(said(.deed, "notice.nobody"), .bad)
    case .refused?:
      return Line(
        session.earlyDataRefusal.map { said(.deed, "notice.early-data", ["reason": $0.words]) }
          ?? said(.deed, "notice.early-data.unexplained"), .good)
    case .unanswered?, .hidden?, nil: break
    }
    guard let notice else { return Line("not yet", .faint) }
    guard let actor = notice.by else {
      return notice.means == .silence
        ? Line(said(.deed, "notice.silence"), .warning)
        : Line(said(.deed, "notice.nobody"), .bad)
    }
    let means = said(.deed, "notice.by", ["means": notice.means.words(.brief)])
    return Line(actor.spoken, .good) + Line(means, .good).asReason
  }

  private static func predicted(_ session: Session) -> String {
    guard let predicted = session.predictedNotice else { return "" }
    guard let notice = session.notice else { return predicted.rawValue }
    return "\(predicted.rawValue)\(predicted == notice.whom ? ", right" : ", not so")"
  }

  /// What came of setting an attack: done at once, or waiting.
  public static func armed(_ attack: WireAttack, _ done: Interference?, _ lab: Lab) -> Page {
    guard let done else {
      let running = lab.attacker.pendingAttacks.isEmpty ? lab.current : nil
      let when =
        running.map { said(.deed, "waits.running", ["session": $0]) } ?? said(.deed, "waits.new")
      return Page(
        [
          .line(Line(said(.deed, "waits", ["deed": attack.words]))),
          .paragraph(Line(when, .faint), indent: 0),
        ],
        next: [
          "predict attack=client|server|nobody",
          lab.currentSession?.isAtRest == false ? "next" : "connect",
        ],
        sparse: Sparse.blocks(
          Line(said(.deed, "waits.short"), .heading), [[Line(attack.words, .bad)]]))
    }
    var page = Page(
      lines: [done.sentence, said(.deed, "done.on-its-way")],
      next: ["predict attack=client|server|nobody", "continue", "back"])
    if let session = lab.currentSession, session.isAtRest {
      page.blocks += [.rule] + InterferenceBlocks(session).blocks
      page.next = ["back", "show attacks"]
    }
    return page
  }
}

extension Notice {
  /// Who noticed, as one predicts it.
  var whom: PredictedNotice {
    switch by {
    case .client: .client
    case .server: .server
    case .interceptor, nil: .nobody
    }
  }

  /// Who noticed, and how they said so.
  var sentence: String {
    guard let by else {
      return means == .silence
        ? said(.deed, "notice.silence", for: .detail) : said(.deed, "notice.nobody")
    }
    guard let alert else { return said(.deed, "notice.no-alert", ["actor": by.word]) }
    let number = String(alert.description.rawValue)
    return said(
      .deed, "notice.alert",
      ["actor": by.word, "number": number, "alert": alert.description.label])
  }

  /// What had flowed until then.
  var flowed: String {
    let counts = [Side.server, .client].map { delivered[$0] ?? 0 }
    if counts.allSatisfy({ $0 == 0 }) { return said(.deed, "notice.flowed.nothing") }
    return said(
      .deed, "notice.flowed",
      ["atserver": ByteText.count(counts[0]), "atclient": ByteText.count(counts[1])])
  }
}

extension Notice.Means {
  /// In a word or two for lists; or in detail, with why the attacker could not avoid it.
  func words(_ use: PhraseUse) -> String { said(.deed, "means.\(rawValue)", for: use) }
}

extension Interference {
  /// What was done, to which message, at which step.
  var sentence: String {
    switch result {
    case .changed where attack.deed.best != nil:
      told("limited", ["best": attack.deed.best ?? ""])
    case .changed(let offset, let before, let after): change(before, after, at: offset)
    case .dropped: told("dropped")
    case .replayed: told("replayed")
    case .held: told("held")
    case .cut: told("cut")
    case .impossible(let why): told("impossible", ["reason": why.words])
    }
  }

  fileprivate func told(_ entry: String, _ values: [String: String] = [:]) -> String {
    let own = ["message": message, "step": String(step + 1)]
    return said(.deed, "done.\(entry)", own.merging(values) { $1 })
  }

  /// Which bytes are others; those around them that stayed are left out.
  private func change(_ before: [UInt8], _ after: [UInt8], at offset: Int) -> String {
    let same = zip(before, after).prefix { $0 == $1 }.count
    var ends = (before.dropFirst(same), after.dropFirst(same))
    while let old = ends.0.last, old == ends.1.last {
      ends.0.removeLast()
      ends.1.removeLast()
    }
    return told(
      ends.0.count == 1 && ends.1.count == 1 ? "byte" : "bytes",
      [
        "offset": String(offset + same), "old": Self.shown(Array(ends.0)),
        "new": Self.shown(Array(ends.1)),
      ])
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    bytes.isEmpty ? said(.deed, "done.no-bytes") : ByteText.brief(bytes, limit: 8)
  }
}

extension Impossibility {
  /// The reason, after `because`.
  public var words: String { said(.deed, "impossible.\(reason.rawValue)", values) }
}

extension WireAttack {
  /// What waits for what.
  var words: String {
    let own = ["deed": deed.word, "message": message ?? said(.deed, "waits.next")]
    func told(_ entry: String, _ values: [String: String] = [:]) -> String {
      said(.deed, "waits.\(entry)", own.merging(values) { $1 })
    }
    return switch deed {
    case .change(let offset, let value):
      told("byte", ["offset": String(offset), "value": value.words])
    case .changeField(let path, let value, _):
      told("field", ["field": "\(path)", "value": value.words])
    case .downgrade: told("downgrade", ["best": deed.best ?? ""])
    case .drop, .replay, .reorder, .truncate: told("message")
    }
  }
}

extension WireAttack.Deed {
  /// The best that a hello offers once it was changed; nil where the deed is no downgrade.
  fileprivate var best: String? {
    switch self {
    case .downgrade(.version(let version)): version.displayName
    case .downgrade(.suite(let suite)): suite.label
    case .change, .changeField, .drop, .replay, .reorder, .truncate: nil
    }
  }
}

extension WireAttack.NewValue {
  fileprivate var words: String {
    switch self {
    case .bytes(let bytes): bytes.isEmpty ? said(.deed, "done.no-bytes") : ByteText.brief(bytes)
    case .flipped: said(.deed, "waits.flipped")
    }
  }
}
