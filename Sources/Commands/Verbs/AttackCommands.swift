import Lab
import Screens

let attackCommands: [Command] = [
  Command(
    "record", .attack, "whether the eavesdropper copies what passes",
    forms: [
      Form(
        .one("SWITCH", .choice(["on", "off"])), meaning: "from the next session on; on at first",
        run: AttackVerbs.record)
    ]),
  Command(
    "vault", .attack, "what is recorded, open or sealed",
    forms: [
      Form(
        .optional("S", .session), meaning: "all recordings, or what one says",
        data: AttackVerbs.vaultData, run: AttackVerbs.vault)
    ],
    examples: [.init("vault S1", "what the attacker reads in it")]),
  Command(
    "compromise", aliases: ["steal"], .attack, "puts a secret into the attacker's hands",
    forms: [
      Form(
        .one("LOOT", .loot), .optional("S", .session),
        meaning: "and tries it on every recording; S: whose ephemeral key",
        run: AttackVerbs.compromise)
    ],
    examples: [
      .init("compromise server.key", "the key of the server's certificate"),
      .init("compromise server.ephemeral S2", "a session's own key, while it exists"),
    ]),
  Command(
    "forget", .attack, "takes a secret out of the attacker's hands",
    forms: [Form(.one("LEAK", .leak), meaning: "as if never stolen", run: AttackVerbs.forget)],
    isPossible: { !$0.lab.attacker.leaks.isEmpty }),
  Command(
    "predict", .attack, "notes what you expect; the next result shows it beside the fact",
    forms: [
      Form(
        .pairs(.predictions),
        meaning: "which recordings will open; with attack=client|server|nobody who will notice",
        run: AttackVerbs.predict)
    ],
    examples: [
      .init("predict S1=open S2=sealed", "then 'compromise server.key'"),
      .init("predict attack=server", "then 'tamper', 'drop', 'downgrade' …"),
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "decrypt", .attack, "a real attempt on a recording with everything stolen",
    forms: [
      Form(
        .word("all"), meaning: "every recording",
        run: { interpreter, _ in
          Screens.vault(interpreter.lab)
        }),
      Form(.one("S", .session), meaning: "one recording", run: AttackVerbs.vault),
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
        .word("on"),
        .pairs(.named([("cert", .choice(ForgedCertificate.allCases.map(\.rawValue)))])),
        meaning: "from the next session on; of its own authority, if no certificate is named",
        run: AttackVerbs.intercept),
      Form(.word("off"), meaning: "from the next session on", run: AttackVerbs.withdraw),
    ],
    examples: [
      .init("mitm on cert=own-ca", "then 'connect', with client.verify on and off"),
      .init("mitm on cert=copied", "the server's real certificate, without its key"),
    ]),
]

enum AttackVerbs {
  @Sendable static func record(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let word = arguments.one("SWITCH")
    _ = try interpreter.change { lab throws(LabError) in
      try lab.set(Setting.netRecord.key, to: word)
    }
    return Page(
      lines: [
        word == "on"
          ? "the eavesdropper records, from the next session on"
          : "nothing is recorded, from the next session on"
      ])
  }

  @Sendable static func vault(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    guard let name = arguments["S"] else { return Screens.vault(interpreter.lab) }
    return Screens.opened(interpreter.lab, try interpreter.session(named: name))
  }

  @Sendable static func vaultData(
    _ interpreter: Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> JSONValue {
    guard let name = arguments["S"] else { return VaultData.entries(interpreter.lab) }
    return VaultData.entries(interpreter.lab, of: try interpreter.session(named: name))
  }

  @Sendable static func compromise(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let loot = try loot(arguments.one("LOOT"))
    let session = arguments["S"]
    if let session { _ = try interpreter.session(named: session) }
    let new = try interpreter.change { lab throws(LabError) in
      try lab.compromise(loot, of: session)
    }
    return Screens.stolen(interpreter.lab, loot: loot, new: new)
  }

  @Sendable static func forget(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let loot = try loot(arguments.one("LEAK"))
    try interpreter.change { lab throws(LabError) in try lab.forget(loot) }
    var page = Page(lines: ["forgotten: \(loot.rawValue)"])
    page.add(.blank)
    let vault = Screens.vault(interpreter.lab)
    page.blocks += vault.blocks
    page.next = vault.next
    return page
  }

  private static func loot(_ word: String) throws(CommandError) -> Loot {
    if let loot = Loot(rawValue: word) { return loot }
    let words = Loot.allCases.map(\.rawValue)
    throw CommandError(
      "'\(word)' is nothing that can be stolen",
      details: ["there are: " + words.joined(separator: " ")],
      meant: nearest(to: word, among: words).first.map { "compromise \($0)" })
  }

  @Sendable static func matrix(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let progress = Progress(interpreter.surroundings)
    // The lab remembers it.
    _ = interpreter.lab.matrix { progress.report($0, of: $1, "recordings tried") }
    return Screens.matrix(interpreter.lab)
  }

  @Sendable static func matrixData(
    _ interpreter: Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> JSONValue { VaultData.matrix(interpreter.lab) }

  @Sendable static func predict(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    guard !arguments.pairs.isEmpty else {
      throw CommandError("'predict' needs SESSION=open|sealed", meant: "predict S1=open")
    }
    var predictions: [(session: String, state: VaultState)] = []
    if let word = arguments.pair("attack") {
      guard let notice = PredictedNotice(rawValue: word) else {
        throw CommandError(
          "'\(word)' is no prediction", details: ["who notices: client, server or nobody"])
      }
      try interpreter.change { lab throws(LabError) in lab.predictNotice(notice) }
      guard arguments.pairs.contains(where: { $0.key != "attack" }) else {
        return Page(
          lines: ["noted: \(word) will notice. Now the attack, or 'connect'"],
          next: ["show attacks"])
      }
    }
    for pair in arguments.pairs where pair.key != "attack" {
      guard let state = VaultState(rawValue: pair.value), state == .open || state == .sealed else {
        throw CommandError(.notAPrediction(pair.value), in: interpreter.lab)
      }
      predictions.append((pair.key, state))
    }
    let noted = predictions
    try interpreter.change { lab throws(LabError) in
      for (session, state) in noted { try lab.predict(session, state) }
    }
    return Screens.predicted(interpreter.lab)
  }

  @Sendable static func intercept(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let certificate = arguments.pair("cert").flatMap(ForgedCertificate.init) ?? .ownAuthority
    try interpreter.change { lab throws(LabError) in try lab.intercept(with: certificate) }
    return Page(
      lines: [
        "the attacker stands between client and server, from the next session on",
        certificate.sentence(interpreter.lab.world),
      ], next: ["connect", "set client.verify off", "mitm off"])
  }

  @Sendable static func withdraw(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.intercept(with: nil) }
    return Page(
      lines: ["nobody stands between client and server, from the next session on"],
      next: ["connect"])
  }
}

extension ForgedCertificate {
  /// What the attacker shows, and what stands against it.
  fileprivate func sentence(_ world: World) -> String {
    switch self {
    case .selfSigned: "it shows a certificate for \(world.serverName) that its own key signed"
    case .ownAuthority:
      "it shows a certificate of its own authority, \"Mallory CA\", which nobody trusts"
    case .trustedAuthority:
      "it shows a certificate of \"Mallory CA\", which the client was made to trust"
    case .wrongHost:
      "it shows a genuine certificate of the firm's authority, but for \(world.attackerHost)"
    case .copied:
      "it shows the server's own certificate, copied off the wire, without the key that belongs to it"
    case .stolen: "it shows the server's own certificate, and has the stolen key: nothing is wrong"
    }
  }
}
