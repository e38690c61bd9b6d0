import Lab
import Screens

let fileCommands: [Command] = [
  Command(
    "state", .files, "prints the whole lab as JSON, or one part of it",
    forms: [
      Form(
        .optional(.statePath), meaning: "what 'expect' and lessons read",
        data: StateVerbs.state)
    ],
    examples: [.init("state sessions.S1.vault", "one value")]),
  Command(
    "expect", .files, "fails when a value is not as expected",
    forms: [
      Form(
        words: SessionDescription.opening, .text("FACT OP VALUE, ..."),
        meaning: "whether some session is such, whichever; several facts have commas between",
        run: StateVerbs.expectSession),
      Form(
        .one(.statePath), .one(.choice("OP", Expectation.Operator.comparisons)), .text("VALUE"),
        meaning: "PATH as 'state' shows it", run: StateVerbs.expect),
      Form(
        .one(.statePath), .one(.choice("OP", [.exists])), meaning: "whether there is anything",
        run: StateVerbs.expectExistence),
    ],
    examples: [
      .init("expect sessions.S1.vault == open", "the recording can be read"),
      .init("expect attacker.leaks contains server.key", "the key was stolen"),
      .init("expect any session: kx == rsa, vault == open", "whatever its number is"),
    ]),
  Command(
    "source", .files, "runs a script",
    forms: [
      Form(
        .one(.file()), meaning: "up to its first failure; in a script, FILE lies beside it",
        run: SourceVerb.run)
    ]),
  Command(
    "save", .files, "writes the lab to a file",
    forms: [
      Form(
        .optional(.file()), meaning: "\(LabFile.defaultName) if none is named",
        run: LabFile.save)
    ]),
  Command(
    "load", .files, "goes on with a lab from a file",
    forms: [Form(.one(.file()), meaning: "one that 'save' wrote", run: LabFile.load)]),
  Command(
    "export", .files, "writes something to hand out",
    forms: exportForms,
    examples: [
      .init("export text s1.txt session=S1", "a transcript to hand out"),
      .init("export key server.pem", "for Wireshark or the openssl program"),
      .init("export keylog -", "'-' is standard output: what the file would hold"),
    ]),
  Command(
    "undo", .files, "takes back the last command that changed the lab",
    forms: [Form(meaning: "any such command, one after the other", run: HistoryVerbs.undo)],
    isPossible: { interpreter in
      var history = interpreter.history
      return history.undo() != nil
    }),
  Command(
    "redo", .files, "carries out again what was taken back",
    forms: [Form(meaning: "until something else changes the lab", run: HistoryVerbs.redo)],
    isPossible: { interpreter in
      var history = interpreter.history
      return history.redo() != nil
    }),
]

enum HistoryVerbs {
  static func undo(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let command = interpreter.travel({ $0.undo() }) else {
      throw CommandError(refusal: "undo.none")
    }
    return Page(lines: ["taken back: \(command)"], next: ["redo"])
  }

  static func redo(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let command = interpreter.travel({ $0.redo() }) else {
      throw CommandError(refusal: "redo.none")
    }
    return Page(lines: ["carried out again: \(command)"], next: ["undo"])
  }
}
