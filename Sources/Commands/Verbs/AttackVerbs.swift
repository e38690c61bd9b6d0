import Explanations
import Lab
import Screens

/// What the verbs of the attacker do: it records, steals, tries, stands in between.
enum AttackVerbs {
  static func record(_ interpreter: inout Interpreter, _ isOn: Bool) throws(CommandError) -> Page {
    _ = try interpreter.change { lab throws(LabError) in
      try lab.set(Setting.netRecord.key, to: isOn ? "on" : "off")
    }
    return Page(lines: [said(.deed, isOn ? "record.on" : "record.off")])
  }

  static func vault(
    _ interpreter: inout Interpreter, _ session: Session?
  ) throws(CommandError) -> Page {
    session.map { Screens.opened(interpreter.lab, $0) } ?? Screens.vault(interpreter.lab)
  }

  static func cascade(
    _ interpreter: inout Interpreter, _ session: Session?
  ) throws(CommandError) -> Page {
    guard let session else {
      return Screens.cascade(interpreter.lab, try interpreter.session(named: nil))
    }
    return Screens.cascade(interpreter.lab, session)
  }

  static func vaultData(
    _ interpreter: Interpreter, _ session: Session?
  ) throws(CommandError) -> JSONValue {
    session.map { VaultData.entries(interpreter.lab, of: $0) } ?? VaultData.entries(interpreter.lab)
  }

  static func compromise(
    _ interpreter: inout Interpreter, _ name: LootName, _ session: Session?, _ delay: String?
  ) throws(CommandError) -> Page {
    let span = try delay.map { text throws(CommandError) in try TimeSpan(text) }
    var over: [RunOut] = []
    let new = try interpreter.change { lab throws(LabError) in
      if let span { over = try lab.wait(span.seconds) }
      return try lab.compromise(name.loot, number: name.number, of: session?.id)
    }
    let page = Screens.stolen(interpreter.lab, name, new: new)
    guard let span else { return page }
    let passed = Screens.passed(interpreter.lab, span.words, over)
    return Page(passed.blocks + [.blank] + page.blocks, next: ["timeline"] + page.next.prefix(3))
  }

  static func loot(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let lab = interpreter.lab
    let held = Set(lab.attacker.leaks.compactMap(lab.lootName))
    let rows = lab.lootNames.map { name in
      let isHeld =
        held.contains(name) || (name.loot == .quantum && lab.attacker.loot.contains(.quantum))
      return [
        Line(name.word, .field), Line(name.meaning),
        Line(isHeld ? said(.deed, "stolen") : "", .bad),
      ]
    }
    return Page([.table(Table(rows: rows))], next: ["compromise server.key", "matrix"])
  }

  static func forget(
    _ interpreter: inout Interpreter, _ name: LootName, _ session: Session?
  ) throws(CommandError) -> Page {
    let sessions = try interpreter.change { lab throws(LabError) in
      try lab.forget(name.loot, number: name.number, of: session?.id)
    }
    let entry = sessions.isEmpty ? "forgotten" : "forgotten.sessions"
    let values = ["loot": name.word, "sessions": sessions.joined(separator: ", ")]
    var page = Page(lines: [said(.deed, entry, values)])
    page.add(.blank)
    let vault = Screens.vault(interpreter.lab)
    page.blocks += vault.blocks
    // What was just taken out of the attacker's hands is no idea to go on with.
    page.next = ["undo"] + vault.next.filter { !$0.hasPrefix("compromise") }
    return page
  }

  static func matrix(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let progress = Progress(interpreter.surroundings)
    // The lab remembers it.
    _ = interpreter.lab.matrix { progress.report($0, of: $1, "recordings tried") }
    return Screens.matrix(interpreter.lab)
  }

  static func matrixData(_ interpreter: Interpreter) throws(CommandError) -> JSONValue {
    VaultData.matrix(interpreter.lab)
  }

  static func predict(
    _ interpreter: inout Interpreter, _ predictions: [Prediction]
  ) throws(CommandError) -> Page {
    guard !predictions.isEmpty else {
      let last = interpreter.lab.sessions.last?.id
      throw CommandError(
        "'predict' needs SESSION=open|sealed",
        meant: last.map { "predict \($0)=open" } ?? "connect")
    }
    // The last one that was typed counts.
    let notices = predictions.compactMap {
      if case .notice(let notice) = $0 { notice } else { nil }
    }
    if let notice = notices.last {
      try interpreter.change { lab throws(LabError) in lab.predictNotice(notice) }
      guard predictions.count > notices.count else {
        return Page(
          [.line(Line(said(.deed, "noted", ["who": Wording.text(of: notice.typed)])))],
          next: ["show attacks"],
          sparse: Screens.inFewWords("NOTED", [Line(notice.typed)]))
      }
    }
    try interpreter.change { lab throws(LabError) in
      for case .recording(let session, let state) in predictions {
        try lab.predict(session, state)
      }
    }
    return Screens.predicted(interpreter.lab)
  }

  static func strip(_ interpreter: inout Interpreter, _ isOn: Bool) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in lab.stripSTARTTLS(isOn) }
    let lab = interpreter.lab
    let entry = isOn ? "strip.on" : "strip.off"
    var page = Page(
      lines: [said(.deed, entry)], next: ["connect scenario=chat-xmpp client.starttls=require"])
    // What begins with TLS has no offer to take out.
    if isOn,
      lab.settings[.clientSTARTTLS] == .direct || lab.settings.text(of: .appScenario) != "chat-xmpp"
    {
      page.add(Line(said(.deed, entry, for: .note)))
    }
    return page
  }

  static func intercept(
    _ interpreter: inout Interpreter, _ certificate: ForgedCertificate?
  ) throws(CommandError) -> Page {
    let certificate = certificate ?? .ownAuthority
    try interpreter.change { lab throws(LabError) in try lab.intercept(with: certificate) }
    let world = interpreter.lab.world
    let names = ["server": world.serverName, "attacker": world.attackerHost]
    // What stands against it or for it is the reason.
    let entry = "forged.\(certificate.rawValue)"
    let shows = Line(said(.deed, entry, names)) + Line(said(.deed, entry, for: .note)).asReason
    return Page(
      [.line(Line(said(.deed, "between.on"))), .line(shows)],
      next: ["connect", "set client.verify off", "mitm off"],
      sparse: Screens.inFewWords(said(.deed, "between.on.short"), [shows]))
  }

  static func withdraw(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.intercept(with: nil) }
    return Page(
      [.line(Line(said(.deed, "between.off")))], next: ["connect"],
      sparse: Screens.inFewWords(said(.deed, "between.off.short")))
  }
}
