import Lab
import Screens

let helpCommands: [Command] = [
  Command(
    "help", aliases: ["h", "?"], .help, "what there is to do, and how",
    forms: [
      Form(
        meaning: "everything by what one wants to do", run: HelpVerbs.overview),
      Form(
        .joined(.topic),
        meaning: "one verb in full, a group or a setting; what is none of them is searched for",
        run: HelpVerbs.help),
    ],
    examples: [
      .init("help compromise", "syntax, meaning, examples"), .init("help attack", "a group"),
    ]
  ),
  Command(
    "explain", .help, "what something is, why it is there, and who gains by it",
    forms: [
      Form(meaning: "lists the topics", run: HelpVerbs.topics),
      Form(
        .joined(.explainable),
        meaning:
          "a topic, a word of the glossary, an attack, or a field, value, message, alert, suite, group or"
          + " check by its name; an error that another program printed; what is none of them is searched"
          + " for; 'glossary' lists the words",
        run: HelpVerbs.explain),
    ],
    examples: [
      .init("explain forward-secrecy", "a page"), .init("explain unknown_ca", "an alert"),
      .init("explain nonce", "a word"), .init("explain robot", "an attack"),
      .init("explain \"tlsv1 alert unknown ca\"", "what OpenSSL printed"),
    ]),
  Command(
    "search", aliases: ["apropos"], .help, "finds whatever there is on a few words",
    forms: [
      Form(
        .text("WORDS"),
        meaning:
          "commands, settings, topics, words, alerts, faults, fields, suites, errors of other programs,"
          + " lessons and demonstrations, the best first",
        run: HelpVerbs.search)
    ],
    examples: [
      .init("search key", "what there is on keys"),
      .init("search telephone", "for whoever runs some"),
    ]),
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
    forms: [Form(.one(.ownAlias), meaning: "one of your own", run: AliasVerbs.remove)],
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

  static func overview(_ interpreter: inout Interpreter) -> Page {
    Reference.overview(interpreter.table)
  }

  static func help(
    _ interpreter: inout Interpreter, _ topic: String
  ) throws(CommandError) -> Page {
    if let command = interpreter.table.command(topic) { return Reference.page(of: command) }
    if let group = CommandGroup(rawValue: topic) {
      return Reference.page(of: [group], interpreter.table)
    }
    if let settings = SettingCatalogue.settings(topic) {
      return Reference.page(of: settings, interpreter.lab)
    }
    return try found(
      topic, String(worded: "no command, group or setting is called '\(topic)'"), interpreter)
  }

  static func topics(_ interpreter: inout Interpreter) -> Page { Screens.topics }

  static func explain(
    _ interpreter: inout Interpreter, _ name: String
  ) throws(CommandError) -> Page {
    if let page = Screens.explained(name) { return page }
    return try found(name, String(worded: "nothing is called '\(name)'"), interpreter)
  }

  static func search(
    _ interpreter: inout Interpreter, _ words: String
  ) throws(CommandError) -> Page {
    try found(words, nil, interpreter)
  }

  /// What there is on some words.
  ///
  /// - Parameter heading: why they are searched for, where nobody asked for that.
  private static func found(
    _ words: String, _ heading: String?, _ interpreter: Interpreter
  ) throws(CommandError) -> Page {
    let things = SearchIndex.things(interpreter)
    if let page = Search(words, among: things).page(heading) { return page }
    let near = nearest(to: words, among: things.map(\.name), limit: 1).first
    throw CommandError(
      heading ?? String(worded: "nothing is about '\(words)'"),
      details: [
        String(
          worded:
            "fewer or other words may find more; 'help' lists the commands, 'explain' the topics,"
            + " 'explain glossary' the words")
      ],
      meant: things.first { $0.name == near }?.command)
  }

  static func history(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let rows = interpreter.lines.enumerated().map { number, line in
      [Line("\(number + 1)", .faint), Line(line, .command)]
    }
    return Page([.table(Table(rows: rows))])
  }
}
