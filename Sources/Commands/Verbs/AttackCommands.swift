import Lab
import Screens

let attackCommands: [Command] = [
  Command(
    "record", .attack, Setting.netRecord.summary,
    forms: [
      Form(
        .one(.onOff(on: "it copies everything", off: "it copies nothing")),
        meaning: "from the next session on; on at first", run: AttackVerbs.record)
    ]),
  Command(
    "vault", .attack, "what is recorded, open or sealed",
    forms: [
      Form(
        .optional(.session("S")), meaning: "all recordings, or what one says",
        data: AttackVerbs.vaultData, run: AttackVerbs.vault)
    ],
    examples: [.init("vault S1", "what the attacker reads in it")]),
  Command(
    "compromise", aliases: ["steal"], .attack, "puts a secret into the attacker's hands",
    forms: [
      Form(
        .one(.loot), .optional(.session("S")),
        meaning: "and tries it on every recording; S: whose ephemeral key",
        run: AttackVerbs.compromise)
    ],
    examples: [
      .init("compromise server.key", "the key of the server's certificate"),
      .init("compromise server.ephemeral S2", "a session's own key, while it exists"),
    ]),
  Command(
    "forget", .attack, "takes a secret out of the attacker's hands",
    forms: [Form(.one(.leak), meaning: "as if never stolen", run: AttackVerbs.forget)],
    isPossible: { !$0.lab.attacker.leaks.isEmpty }),
  Command(
    "predict", .attack, "notes what you expect; the next theft or attack shows it beside the fact",
    forms: [
      Form(
        .predictions,
        meaning:
          "which recordings the next theft will open; with attack=client|server|nobody who will notice",
        run: AttackVerbs.predict)
    ],
    examples: [
      .init("predict S1=sealed S2=sealed", "then 'compromise client.key'"),
      .init("predict attack=server", "then 'tamper', 'drop', 'downgrade' ..."),
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "decrypt", .attack, "a real attempt on a recording with everything stolen",
    forms: [
      Form(
        words: "all", meaning: "every recording", run: { Screens.vault($0.lab) }),
      Form(
        .one(.session("S")), meaning: "one recording",
        run: { Screens.opened($0.lab, $1) }),
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "matrix", .attack, "what every theft would open: recordings against loot",
    forms: [
      Form(
        meaning: "a real attempt in each cell, on copies: nothing is really stolen",
        data: AttackVerbs.matrixData, run: AttackVerbs.matrix)
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "mitm", .attack, "puts the attacker between client and server",
    forms: [
      Form(
        words: "on", .named("cert", .choice("CERT")),
        meaning: "from the next session on; of its own authority, if no certificate is named",
        run: AttackVerbs.intercept),
      Form(words: "off", meaning: "from the next session on", run: AttackVerbs.withdraw),
    ],
    examples: [
      .init("mitm on cert=own-ca", "then 'connect', with client.verify on and off"),
      .init("mitm on cert=copied", "the server's real certificate, without its key"),
    ]),
]

enum AttackVerbs {
  static func record(_ interpreter: inout Interpreter, _ isOn: Bool) throws(CommandError) -> Page {
    _ = try interpreter.change { lab throws(LabError) in
      try lab.set(Setting.netRecord.key, to: isOn ? "on" : "off")
    }
    return Page(
      lines: [
        isOn
          ? "the eavesdropper records, from the next session on"
          : "nothing is recorded, from the next session on"
      ])
  }

  static func vault(
    _ interpreter: inout Interpreter, _ session: Session?
  ) throws(CommandError) -> Page {
    session.map { Screens.opened(interpreter.lab, $0) } ?? Screens.vault(interpreter.lab)
  }

  static func vaultData(
    _ interpreter: Interpreter, _ session: Session?
  ) throws(CommandError) -> JSONValue {
    session.map { VaultData.entries(interpreter.lab, of: $0) } ?? VaultData.entries(interpreter.lab)
  }

  static func compromise(
    _ interpreter: inout Interpreter, _ loot: Loot, _ session: Session?
  ) throws(CommandError) -> Page {
    let new = try interpreter.change { lab throws(LabError) in
      try lab.compromise(loot, of: session?.id)
    }
    return Screens.stolen(interpreter.lab, loot: loot, new: new)
  }

  static func forget(_ interpreter: inout Interpreter, _ loot: Loot) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.forget(loot) }
    var page = Page(lines: ["forgotten: \(loot.rawValue)"])
    page.add(.blank)
    let vault = Screens.vault(interpreter.lab)
    page.blocks += vault.blocks
    page.next = vault.next
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
      throw CommandError("'predict' needs SESSION=open|sealed", meant: "predict S1=open|sealed")
    }
    // The last one that was typed counts.
    let notices = predictions.compactMap {
      if case .notice(let notice) = $0 { notice } else { nil }
    }
    if let notice = notices.last {
      try interpreter.change { lab throws(LabError) in lab.predictNotice(notice) }
      guard predictions.count > notices.count else {
        return Page(
          lines: ["noted: \(notice.typed) will notice. Now the attack, or 'connect'"],
          next: ["show attacks"])
      }
    }
    try interpreter.change { lab throws(LabError) in
      for case .recording(let session, let state) in predictions {
        try lab.predict(session, state)
      }
    }
    return Screens.predicted(interpreter.lab)
  }

  static func intercept(
    _ interpreter: inout Interpreter, _ certificate: ForgedCertificate?
  ) throws(CommandError) -> Page {
    let certificate = certificate ?? .ownAuthority
    try interpreter.change { lab throws(LabError) in try lab.intercept(with: certificate) }
    let (shown, consequence) = certificate.words(interpreter.lab.world)
    return Page(
      [
        .line("the attacker stands between client and server, from the next session on"),
        .line(Line(shown) + Line(consequence).asReason),
      ], next: ["connect", "set client.verify off", "mitm off"])
  }

  static func withdraw(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.intercept(with: nil) }
    return Page(
      lines: ["nobody stands between client and server, from the next session on"],
      next: ["connect"])
  }
}

/// What is expected of the next result.
enum Prediction: Sendable {
  case recording(session: String, VaultState)
  case notice(PredictedNotice)

  fileprivate init(_ pair: Token.Pair, _ lab: Lab) throws(CommandError) {
    if pair.key == "attack" {
      guard let notice = PredictedNotice(rawValue: pair.value) else {
        throw CommandError(
          "'\(pair.value)' is no prediction", details: ["who notices: client, server or nobody"])
      }
      self = .notice(notice)
    } else {
      guard let state = VaultState(rawValue: pair.value), state == .open || state == .sealed else {
        throw CommandError(.notAPrediction(pair.value), in: lab)
      }
      self = .recording(session: pair.key, state)
    }
  }
}

extension Parameter where Value == [Prediction] {
  /// Sessions and what is thought of their recordings, or who is thought to notice an attack.
  fileprivate static var predictions: Parameter {
    Parameter(.pairs(.predictions)) { tokens, interpreter throws(CommandError) in
      var predictions: [Prediction] = []
      for case let pair? in tokens.map(\.pair) {
        predictions.append(try Prediction(pair, interpreter.lab))
      }
      return predictions
    }
  }
}

extension PairShape {
  private static let states = [
    Choice("open", "it will be readable"), Choice("sealed", "it will stay closed"),
  ]

  fileprivate static let predictions = PairShape(
    syntax: "SESSION=open|sealed ...",
    choices: states.map { Choice("SESSION=\($0.word)", $0.meaning) }
      + PredictedNotice.allCases.map { Choice("attack=\($0.typed)", $0.meaning) },
    keys: { typed in
      let lab = typed.interpreter.lab
      return lab.sessions.map { Candidate("\($0.id)=", typed.interpreter.summary(of: $0)) }
    },
    values: { _, _ in states.map { Candidate($0.word, $0.meaning) } })
}

extension ForgedCertificate {
  /// What the attacker shows, and what stands against it or for it.
  fileprivate func words(_ world: World) -> (shown: String, consequence: String) {
    switch self {
    case .selfSigned:
      ("it shows a certificate for \(world.serverName) that its own key signed", "")
    case .ownAuthority:
      ("it shows a certificate of its own authority, \"Mallory CA\"", ", which nobody trusts")
    case .trustedAuthority:
      (
        "it shows a certificate of \"Mallory CA\", which the client was made to trust", ""
      )
    case .wrongHost:
      (
        "it shows a genuine certificate of the firm's authority, but for \(world.attackerHost)", ""
      )
    case .copied:
      (
        "it shows the server's own certificate, copied off the wire",
        ", without the key that belongs to it"
      )
    case .stolen:
      (
        "it shows the server's own certificate, and has the stolen key", ": nothing is wrong"
      )
    case .issued:
      (
        "it shows a certificate for \(world.serverName) that it signed itself, with the stolen key of the"
          + " firm's authority", ""
      )
    }
  }
}
