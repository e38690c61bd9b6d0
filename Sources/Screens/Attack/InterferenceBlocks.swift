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
        .labelled("attack", Line("connections cut, until the client offered less", .bad)))
    }
    blocks.append(.labelled("noticed", Line(notice.sentence, notice.by == nil ? .bad : .good)))
    if notice.by != nil { blocks.append(.labelled("by", Line(notice.means.reason)).asReason) }
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
    return
      "\(interference.message), sent at step \(interference.step + 1): held back, and never arrived"
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
        .labelled("waits", Line("cuts connections until \(limit.displayName) is the most offered")))
    }
    return Page(blocks, next: ["tamper server_hello.random", "downgrade 1.2", "connect"])
  }

  /// What the attacker did, in order.
  private static func deeds(in session: Session) -> [String] {
    var deeds: [String] = []
    if session.interceptor != nil {
      let shown = session.certificate(on: .clientSide)?.subject
      deeds.append("stands between" + (shown.map { ", as \($0)" } ?? ""))
    }
    if session.fellBack { deeds.append("fallback") }
    if let replay = session.replay {
      deeds.append("replay flight of \(replay.original) to \(replay.target.rawValue)")
    }
    return deeds + session.interferences.map { "\($0.attack.deed.word) \($0.message)" }
  }

  private static func noticed(_ notice: Notice?, _ session: Session) -> Line {
    switch session.replay == nil ? nil : session.earlyData?.fate {
    case .taken?: return Line("NOBODY", .bad)
    case .refused?: return Line("server, \(session.earlyDataRefusal?.words ?? "not taken")", .good)
    case .unanswered?, .hidden?, nil: break
    }
    guard let notice else { return Line("not yet", .faint) }
    guard let actor = notice.by else {
      return notice.means == .silence ? Line("nobody: both wait", .warning) : Line("NOBODY", .bad)
    }
    return Line(actor.word, .good) + Line(", by \(notice.means.words)", .good).asReason
  }

  private static func predicted(_ session: Session) -> String {
    guard let predicted = session.predictedNotice else { return "" }
    guard let notice = session.notice else { return predicted.rawValue }
    return "\(predicted.rawValue)\(predicted == notice.whom ? ", right" : ", not so")"
  }

  /// What came of setting an attack: done at once, or waiting.
  public static func armed(_ attack: WireAttack, _ done: Interference?, _ lab: Lab) -> Page {
    guard let done else {
      return Page(
        lines: ["the attacker waits: \(attack.words)"],
        next: [
          "predict attack=client|server|nobody",
          lab.currentSession?.isAtRest == false ? "next" : "connect",
        ])
    }
    var page = Page(
      lines: [done.sentence, "it was on its way: what arrives is what the attacker made of it"],
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
        ? "NOBODY: both wait for what does not come, until a clock runs out" : "NOBODY"
    }
    guard let alert else { return "the \(by.word); there is no alert for it" }
    return "the \(by.word), with alert \(alert.description.rawValue) \(alert.description.label)"
  }

  /// What had flowed until then.
  var flowed: String {
    let counts = [Side.server, .client].map { delivered[$0] ?? 0 }
    if counts.allSatisfy({ $0 == 0 }) { return "no application data had been delivered" }
    return "\(ByteText.count(counts[0])) had reached the server, \(ByteText.count(counts[1])) the"
      + " client"
  }
}

extension Notice.Means {
  /// In a word or two, for lists.
  var words: String {
    switch self {
    case .record: "the record's tag"
    case .transcript: "the transcript"
    case .finished: "Finished"
    case .certificateVerify: "CertificateVerify"
    case .serverKeyExchange: "ServerKeyExchange"
    case .certificate: "the certificate"
    case .binder: "the binder"
    case .sentinel: "the sentinel"
    case .fallbackSCSV: "the SCSV"
    case .order: "the order"
    case .syntax: "the syntax"
    case .rule: "a rule"
    case .closeNotify: "no close_notify"
    case .silence, .nothing: "nothing"
    }
  }

  /// By what, and why that could not be avoided by the attacker.
  var reason: String {
    switch self {
    case .record: "the MAC or tag of the record: it takes the record's key to make a right one"
    case .transcript:
      "the keys: something that they are made of was changed, so that the two sides have different ones"
    case .finished: "Finished: a MAC over all messages, under a key that the attacker lacks"
    case .certificateVerify:
      "the signature of the CertificateVerify, which covers all messages so far"
    case .serverKeyExchange:
      "the signature of the ServerKeyExchange, which covers the key share and both randoms"
    case .certificate: "a check of the certificate"
    case .binder: "the binder: a MAC over the ClientHello under the pre-shared key"
    case .sentinel:
      "the downgrade sentinel that the server left at the end of its random (RFC 9846 section 4.2.3)"
    case .fallbackSCSV:
      "TLS_FALLBACK_SCSV: the client said that it had tried more (\(Citation.words("RFC 7507")))"
    case .order: "the order of the messages, which the protocol fixes"
    case .syntax: "the form of the message, which can't be read any more"
    case .rule: "a value that the protocol does not allow here"
    case .closeNotify:
      "the missing close_notify: the end of the stream is nothing that the sender signed"
    case .silence, .nothing: "nothing"
    }
  }
}

extension Interference {
  /// What was done, to which message, at which step.
  var sentence: String {
    let what = "\(message), sent at step \(step + 1)"
    return switch result {
    case .changed where attack.deed.best != nil:
      "\(what): it now offers no more than \(attack.deed.best ?? "")"
    case .changed(let offset, let before, let after):
      "\(what): " + Self.change(before, after, at: offset)
    case .dropped: "\(what): it never arrives"
    case .replayed: "\(what): it arrives twice"
    case .held: "\(what): it arrives behind the next one"
    case .cut: "\(what): the connection ends before it, for both"
    case .impossible(let why): "\(what): left as it was, because \(why)"
    }
  }

  /// Which bytes are others; those around them that stayed are left out.
  private static func change(_ before: [UInt8], _ after: [UInt8], at offset: Int) -> String {
    let same = zip(before, after).prefix { $0 == $1 }.count
    var ends = (before.dropFirst(same), after.dropFirst(same))
    while let old = ends.0.last, old == ends.1.last {
      ends.0.removeLast()
      ends.1.removeLast()
    }
    let place = ends.0.count == 1 && ends.1.count == 1 ? "byte" : "bytes from"
    return "\(place) \(offset + same): \(shown(Array(ends.0))) became \(shown(Array(ends.1)))"
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    bytes.isEmpty ? "nothing" : ByteText.brief(bytes, limit: 8)
  }
}

extension WireAttack {
  /// What waits for what.
  var words: String { "\(deed.word) \(message ?? "the next message")\(deed.object)" }
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

  fileprivate var object: String {
    switch self {
    case .change(let offset, let value): "@\(offset) \(value.words)"
    case .changeField(let path, let value, _): ".\(path) \(value.words)"
    case .downgrade: best.map { " to \($0)" } ?? ""
    case .drop, .replay, .reorder, .truncate: ""
    }
  }
}

extension WireAttack.NewValue {
  fileprivate var words: String {
    switch self {
    case .bytes(let bytes): bytes.isEmpty ? "nothing" : ByteText.brief(bytes)
    case .flipped: "with a bit turned over"
    }
  }
}
