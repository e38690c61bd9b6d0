import Lab
import Screens

let stepCommands: [Command] = [
  Command(
    "step", aliases: ["s"], .step, "plays one step",
    forms: [Form(.optional(.number("N")), meaning: "or N of them", run: StepVerbs.step)],
    examples: [.init("step 3", "three at once; Enter on an empty line does it again")],
    repeatsOnEnter: true, isPossible: StepVerbs.canPlay),
  Command(
    "next", aliases: ["n"], .step, "plays to the next message on the wire",
    forms: [Form(meaning: "and shows the message", run: StepVerbs.next)],
    repeatsOnEnter: true, isPossible: StepVerbs.canPlay),
  Command(
    "finish", aliases: ["fin"], .step, "plays to the end of this flight",
    forms: [Form(meaning: "until the other side is about to speak", run: StepVerbs.finish)],
    isPossible: StepVerbs.canPlay),
  Command(
    "continue", aliases: ["c"], .step, "plays to a breakpoint, a message or the end",
    forms: [
      Form(
        .optional(.destination), meaning: "to that message, or to what comes first",
        run: StepVerbs.goOn)
    ],
    examples: [.init("continue server_hello_done", "to this message")],
    isPossible: StepVerbs.canPlay),
  Command(
    "back", aliases: ["b"], .step, "takes steps back",
    forms: [
      Form(.optional(.number("N")), meaning: "one step, or N", run: StepVerbs.back),
      Form(words: "message", meaning: "to before the last message", run: StepVerbs.backToMessage),
      Form(words: "start", meaning: "to before the first step", run: StepVerbs.backToStart),
    ],
    repeatsOnEnter: true, isPossible: { $0.lab.stepsBack > 0 }),
  Command(
    "break", .step, "makes 'continue' stop at something",
    forms: [
      Form(
        .one(.breakpoint), meaning: "a message by its name, or one of these",
        run: BreakpointVerbs.add)
    ],
    examples: [.init("break secret", "stop whenever a secret is derived")]),
  Command(
    "delete", .step, "takes a breakpoint away",
    forms: [
      Form(
        .optional(.setBreakpoint), meaning: "that one, or all", run: BreakpointVerbs.delete)
    ],
    isPossible: { !$0.lab.breakpoints.isEmpty }),
  Command(
    "screen", .step, "goes through the current session on the whole terminal",
    forms: [
      Form(
        meaning: "ladder, message, bytes, and who knows what; arrow keys step, ? lists the keys",
        run: ScreenVerb.run)
    ],
    examples: [.init("screen", "at any time; q comes back to the prompt at the same place")]),
  Command(
    "where", aliases: ["w", "ladder"], .step, "shows the messages so far as a ladder",
    forms: [
      Form(
        .session, meaning: "of the current session, or of another",
        data: { interpreter, session in
          SessionData.messages(
            interpreter.lab.seen(session),
            session.handling(seenBy: interpreter.lab.eyes(on: session)))
        },
        run: { Screens.ladder($1, eyes: $0.lab.eyes(on: $1)) })
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "list", aliases: ["l"], .step, "lists past and coming steps",
    forms: [
      Form(
        .session, meaning: "of the current session, or of another",
        data: { interpreter, session in
          let viewer = Viewer(session, interpreter.lab.eyes(on: session))
          return SessionData.steps(viewer.session, sees: viewer.sees(inside:))
        },
        run: { Screens.steps($1, eyes: $0.lab.eyes(on: $1)) })
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
]

enum StepVerbs {
  static func canPlay(_ interpreter: Interpreter) -> Bool {
    guard let session = interpreter.lab.currentSession else { return false }
    return !session.isAtRest || session.awaitsOutside
  }

  static func step(_ interpreter: inout Interpreter, _ count: Int?) throws(CommandError) -> Page {
    try play(&interpreter) { lab, courier throws(LabError) in
      try lab.step(count ?? 1, by: courier)
    }
  }

  static func next(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try play(&interpreter) { lab, courier throws(LabError) in try lab.next(by: courier) }
  }

  static func finish(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try play(&interpreter) { lab, courier throws(LabError) in try lab.finish(by: courier) }
  }

  static func goOn(
    _ interpreter: inout Interpreter, _ breakpoint: Breakpoint?
  ) throws(CommandError) -> Page {
    guard let breakpoint else {
      return try play(&interpreter) { lab, courier throws(LabError) in try lab.goOn(by: courier) }
    }
    guard case .message(let name) = breakpoint else {
      throw CommandError(
        "'continue' goes to a message",
        details: ["'break \(breakpoint.name)' first, then 'continue'"])
    }
    return try play(&interpreter) { lab, courier throws(LabError) in
      try lab.goOn(to: name, by: courier)
    }
  }

  private static func play(
    _ interpreter: inout Interpreter,
    _ move: (inout Lab, (any Courier)?) throws(LabError) -> [Step]
  ) throws(CommandError) -> Page {
    let played = try interpreter.play(move)
    return Screens.step(interpreter.lab, played: played)
  }

  static func back(_ interpreter: inout Interpreter, _ count: Int?) throws(CommandError) -> Page {
    try goBack(&interpreter) { lab throws(LabError) in try lab.back(count ?? 1) }
  }

  static func backToMessage(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try goBack(&interpreter) { lab throws(LabError) in try lab.backToMessage() }
  }

  static func backToStart(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try goBack(&interpreter) { lab throws(LabError) in try lab.backToStart() }
  }

  private static func goBack(
    _ interpreter: inout Interpreter, _ move: (inout Lab) throws(LabError) -> Void
  ) throws(CommandError) -> Page {
    try interpreter.change(move)
    let last = interpreter.lab.currentSession?.steps.last
    return Screens.step(interpreter.lab, played: last.map { [$0] } ?? [])
  }
}
