import Captures
import Explanations
import Lab
import Screens
import Transcripts

/// What `export` writes of recordings and of the secrets that open them.
extension Exporting {
  static func capture(
    _ interpreter: inout Interpreter, _ name: String, _ isAll: Bool, _ session: Session,
    _ isRedacted: Bool, _ replacing: Bool
  ) throws(CommandError) -> Page {
    let lab = interpreter.lab
    let log = isAll || isRedacted ? KeyLog() : lab.keyLog(of: session)
    let capture =
      isAll
      ? lab.capture(withSecrets: !isRedacted)
      : session.capture(withSecrets: !isRedacted, media: lab.media(of: session), keyLog: log)
    guard let capture else {
      throw CommandError(
        refusal: isAll ? "not-recorded.all" : "not-recorded", ["session": session.id])
    }
    let secrets = SecretsTold(lab, isAll ? Array(lab.sessions) : [session])
    let isSealed = isRedacted || secrets.count == 0
    if let shown = try interpreter.handOut(
      capture.bytes, to: name, mode: isSealed ? 0o644 : 0o600, replacing: replacing)
    {
      return shown
    }
    let written = isAll ? "file.recordings" : "file.recording"
    return Page(
      lines: [said(.world, written, ["file": name, "session": session.id])]
        + (isRedacted
          ? [said(.world, "file.recording.sealed")]
          : secrets.lines(interpreter.readers(of: name))))
  }

  static func keyLog(
    _ interpreter: inout Interpreter, _ name: String, _ isAll: Bool, _ session: Session,
    _ replacing: Bool
  ) throws(CommandError) -> Page {
    let lab = interpreter.lab
    let secrets = SecretsTold(lab, isAll ? Array(lab.sessions) : [session])
    guard secrets.count > 0 else {
      if isAll { throw CommandError(refusal: "file.no-secrets.all", [:]) }
      guard session.isImported else {
        throw CommandError(
          refusal: "file.no-secrets", ["session": session.id], meant: "finish")
      }
      throw CommandError(
        refusal: "file.no-secrets.imported",
        ["session": session.id, "reason": Screens.vaultReason(lab, session)],
        meant: "why \(session.id)")
    }
    let text = secrets.logs.map { $0.log.text }.joined()
    if let shown = try interpreter.handOut(
      Array(text.utf8), to: name, mode: 0o600, replacing: replacing)
    {
      return shown
    }
    let own = ["own": interpreter.readers(of: name)]
    let names = [
      "file": name, "count": "\(secrets.count)",
      "session": secrets.opened.map(\.session.id).joined(separator: ", "),
    ]
    let without = isAll ? secrets.without : []
    return Page(
      [.line(Line(said(.world, "file.key-log", names)))]
        + without.map { .paragraph(Line($0), indent: 1) } + [
          .paragraph(
            Line("warning: ", .warning) + Line(said(.world, "file.key-log", own, for: .detail)),
            indent: 0)
        ])
  }
}

/// Of which sessions a file has secrets, and of which it has none, and why.
private struct SecretsTold {
  let lab: Lab
  let logs: [(session: Session, log: KeyLog)]

  init(_ lab: Lab, _ sessions: [Session]) {
    self.lab = lab
    logs = sessions.map { ($0, lab.keyLog(of: $0)) }
  }

  /// Lines of a key log.
  var count: Int { logs.reduce(0) { $0 + $1.log.entries.count } }

  var opened: [(session: Session, log: KeyLog)] { logs.filter { !$0.log.entries.isEmpty } }

  /// - Parameter own: who may read the file.
  func lines(_ own: String) -> [String] {
    if logs.count == 1 {
      guard let told = opened.first else { return without }
      guard told.session.isImported else { return [said(.world, "file.secret", ["own": own])] }
      return [
        said(
          .world, count == 1 ? "file.secrets.one" : "file.secrets",
          ["count": "\(count)", "session": told.session.id, "own": own])
      ]
    }
    let held = said(
      .world, "file.secrets.sessions",
      [
        "count": "\(count)", "open": "\(opened.count)", "sessions": "\(logs.count)", "own": own,
      ])
    return [held] + without
  }

  /// A line for each session without secrets.
  var without: [String] {
    logs.filter { $0.log.entries.isEmpty }.map { session, _ in
      let reason = Screens.vaultReason(lab, session)
      return said(.world, "file.secrets.none", ["session": session.id, "reason": reason])
    }
  }
}
