import Eavesdropper
import Explanations
import Lab
import Screens
import TLSEngine

let lookCommands: [Command] = [
  Command(
    "show", .look, "shows a message, a field, keys, sessions",
    forms: (messageForms + keyForms).map { $0.afterConnecting() } + listForms,
    examples: [
      .init("show message server_hello", "this message, field by field"),
      .init("show field client_hello.extensions", "one field and what is in it"),
      .init("show derivation master_secret", "formula, inputs, value, and how to recompute it"),
    ]),
  Command(
    "view", .look, "chooses whose eyes every screen uses",
    forms: [
      Form(
        .one(.choice("WHO")), meaning: "what they can't read is hatched", run: LookVerbs.view)
    ],
    examples: [.init("view eavesdropper", "the wire as the attacker sees it")]),
  Command(
    "knowledge", aliases: ["k"], .look, "shows who knows what",
    forms: [
      Form(
        .flag("--diff", meaning: "only what the last steps or the last theft brought"), .session,
        meaning: "client, server, wire and attacker, item by item",
        data: { interpreter, _, session in KnowledgeData.rows(interpreter.lab, session) },
        run: LookVerbs.knowledge)
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  diffCommand,
  Command(
    "why", .look, "the path to a value, or the secret that is missing",
    forms: [
      Form(
        .one(.thing), meaning: "a session's recording, or a value of the current session",
        run: LookVerbs.why),
      Form(
        meaning: "the last screen with the reasons that it held back; else the current session",
        run: LookVerbs.whyScreen),
    ],
    examples: [
      .init("why S2", "why this recording is open or sealed"),
      .init("why master_secret", "how it comes about"),
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "find", .look, "finds bytes or text in messages and values",
    forms: [
      Form(
        .text("HEX|TEXT"), .named(Part.sessionKey, .session("SESSION")),
        meaning: "in every message and value of every session, or of the one that is named",
        run: LookVerbs.find)
    ],
    examples: [
      .init("find 0303", "where the version stands"), .init("find REGISTER", "a word of SIP"),
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
]

enum LookVerbs {
  static func view(
    _ interpreter: inout Interpreter, _ view: Lab.View
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in lab.look(with: view) }
    if view == .proxy, let session = interpreter.lab.currentSession, session.hop != nil {
      let page = Screens.proxy(interpreter.lab, session)
      return Page([.line(Line(said(.world, "view.proxy"))), .blank] + page.blocks, next: page.next)
    }
    var lines = [said(.world, "view.\(view.rawValue)")]
    if let session = interpreter.lab.currentSession, session.isImported {
      lines.append(said(.world, "view.imported", ["session": session.id]))
    }
    return Page(lines: lines, next: ["where", "show message", "view all"])
  }

  static func knowledge(
    _ interpreter: inout Interpreter, _ isDifference: Bool, _ session: Session
  ) throws(CommandError) -> Page {
    guard isDifference else {
      return Screens.knowledge(interpreter.lab, session, difference: nil)
    }
    let before = interpreter.knowledgeBefore(session)
    return Screens.knowledge(interpreter.lab, session, difference: before)
  }

  static func why(_ interpreter: inout Interpreter, _ thing: String) throws(CommandError) -> Page {
    if let page = Screens.why(interpreter.lab, thing: thing) { return page }
    let names = interpreter.things
    guard !names.isEmpty else { throw CommandError(.noCurrentSession, in: interpreter.lab) }
    throw CommandError(
      refusal: "thing.unknown", ["thing": thing],
      more: CommandError.several(thing, among: names),
      meant: likely(thing, among: names).map { "why \($0)" })
  }

  static func whyScreen(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    if let page = interpreter.heldBack { return page }
    return try why(&interpreter, try interpreter.session(named: nil).id)
  }

  static func find(
    _ interpreter: inout Interpreter, _ text: String, _ session: Session?
  ) throws(CommandError) -> Page {
    let sessions = session.map { [$0] } ?? Array(interpreter.lab.sessions)
    return Screens.find(interpreter.lab, in: sessions, text: text)
  }
}

extension Interpreter {
  /// Who knew what before the last command that played steps of the session or stole something.
  fileprivate func knowledgeBefore(_ session: Session) -> [KnowledgeRow] {
    var earlier = history
    while earlier.undo() != nil {
      guard let then = earlier.lab.session(session.id) else { return [] }
      if then.steps.count != session.steps.count || earlier.lab.attacker.leaks != lab.attacker.leaks
      {
        return earlier.lab.knowledge(of: then)
      }
    }
    return []
  }

  /// What `why` can explain: sessions, and the values of the current one.
  var things: [String] {
    lab.sessions.map(\.id) + (lab.currentSession.map(Screens.derivationNames) ?? [])
  }
}
