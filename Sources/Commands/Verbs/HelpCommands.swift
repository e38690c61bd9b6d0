import Lab
import Screens

let helpCommands: [Command] = [
  Command(
    "help", aliases: ["h", "?"], .help, "what there is to do, and how",
    forms: [
      Form(
        .optional(.topic),
        meaning: "everything by what one wants to do, or one verb in full", run: HelpVerbs.help)
    ],
    examples: [
      .init("help compromise", "syntax, meaning, examples"), .init("help attack", "a group"),
    ]
  ),
  Command(
    "explain", .help, "what something is, why it is there, and who gains by it",
    forms: [
      Form(
        .optional(.explainable),
        meaning:
          "a topic, a word of the glossary, an attack, or a field, value, message, alert, suite, group or"
          + " check by its name; 'glossary' lists the words",
        run: HelpVerbs.explain)
    ],
    examples: [
      .init("explain forward-secrecy", "a page"), .init("explain unknown_ca", "an alert"),
      .init("explain nonce", "a word"), .init("explain robot", "an attack"),
    ]),
  Command(
    "apropos", .help, "finds commands and settings by a word",
    forms: [
      Form(.text("WORD"), meaning: "in names and explanations", run: HelpVerbs.apropos)
    ],
    examples: [.init("apropos key", "everything about keys")]),
  Command(
    "history", .help, "lists what was typed",
    forms: [Form(meaning: "oldest first", run: HelpVerbs.history)]),
  Command(
    "alias", .help, "words of your own for commands that you type often",
    forms: [
      Form(
        .one(.any("WORD")), .text("COMMANDS"),
        meaning: "WORD stands for COMMANDS from now on; quotes keep several together",
        run: AliasVerbs.add),
      Form(meaning: "your own, and those that are fixed", run: AliasVerbs.list),
    ],
    examples: [
      .init(
        "alias heist \"connect kx=rsa; compromise server.key\"", "'heist' does both from now on")
    ]),
  Command(
    "unalias", .help, "gives such a word up",
    forms: [Form(.one(.any("WORD")), meaning: "one of your own", run: AliasVerbs.remove)],
    isPossible: { !$0.aliases.texts.isEmpty }),
  Command(
    "quit", aliases: ["q", "exit"], .help, "ends the program",
    forms: [
      Form(
        meaning: "the lab is kept for the next time",
        run: HelpVerbs.quit)
    ]),
]

enum HelpVerbs {
  static func quit(_ interpreter: inout Interpreter) -> Page {
    interpreter.quits = true
    return Page()
  }

  static func help(
    _ interpreter: inout Interpreter, _ topic: String?
  ) throws(CommandError) -> Page {
    guard let topic else { return Reference.overview(interpreter.table) }
    if let command = interpreter.table.command(topic) { return Reference.page(of: command) }
    if let group = CommandGroup(rawValue: topic) {
      return Reference.page(of: [group], interpreter.table)
    }
    if let setting = SettingCatalogue.setting(topic) {
      return Reference.page(of: setting, interpreter.lab)
    }
    let known =
      interpreter.table.allWords + CommandGroup.allCases.map(\.rawValue)
      + SettingCatalogue.all.map(\.key)
    throw CommandError(
      "no command, group or setting '\(topic)'",
      meant: nearest(to: topic, among: known).first.map { "help \($0)" })
  }

  static func explain(
    _ interpreter: inout Interpreter, _ name: String?
  ) throws(CommandError) -> Page {
    guard let name else { return Screens.topics }
    if let page = Screens.explained(name) { return page }
    throw CommandError(
      "nothing is called '\(name)'", details: ["'explain' lists the topics"],
      meant: nearest(to: name, among: Screens.explainableNames).first.map { "explain \($0)" })
  }

  static func apropos(
    _ interpreter: inout Interpreter, _ word: String
  ) throws(CommandError) -> Page {
    let page = Reference.search(word, interpreter.table)
    guard !page.blocks.isEmpty else {
      throw CommandError("nothing is about '\(word)'", meant: "help")
    }
    return page
  }

  static func history(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let rows = interpreter.lines.enumerated().map { number, line in
      [Line("\(number + 1)", .faint), Line(line, .command)]
    }
    return Page([.table(Table(rows: rows))])
  }
}
