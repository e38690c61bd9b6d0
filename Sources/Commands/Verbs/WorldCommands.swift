import Lab
import Screens

let worldCommands: [Command] = [
  Command(
    "world", .world, "begins a new world, or shows the one that is",
    forms: [
      Form(
        words: "new", .optional(.choice("PRESET")),
        .named("seed", .seed, meaning: "a number below 2^64"),
        .named("student", .any("NAME"), meaning: "a name in place of a number"),
        meaning: "the same seed, or name of a student, gives the same bytes",
        run: WorldVerbs.new),
      Form(
        words: "show", meaning: "who is there, and the seed that it came from",
        data: { $0.lab.state(at: "world") ?? .null },
        run: { Screens.world($0.lab) }),
    ],
    examples: [
      .init("world new uc seed=7", "everyone who types this gets the same bytes and keys"),
      .init("world new uc student=ada", "a world of her own, the same whenever she types it"),
    ]),
  Command(
    "reset", .world, "the world as it was when it was made",
    forms: [
      Form(
        meaning: "no sessions, no loot, all settings but those of the screen at their defaults",
        run: WorldVerbs.reset)
    ]),
  Command(
    "wait", .world, "lets time pass: certificates and tickets may run out",
    forms: [
      Form(
        .joined(.timeSpan), meaning: "on the lab's own clock; nobody waits", run: TimeVerbs.wait)
    ],
    examples: [
      .init("wait 30d", "then 'connect': the next session is a month later"),
      .init("wait 1y", "longer than the server's certificate is good"),
    ]),
  Command(
    "renew", .world, "a new key, and a certificate for it, from the next session on",
    forms: [
      Form(
        .one(.choice("KEY")), meaning: "who steals the earlier one opens earlier sessions alone",
        run: TimeVerbs.renew)
    ],
    examples: [
      .init("renew server.key", "then 'compromise server.key' takes the new one")
    ]),
  Command(
    "rotate", .world, "another key for the server's tickets, from the next session on",
    forms: [
      Form(
        .one(.choice("KEY")), meaning: "tickets that the earlier one sealed are no longer taken",
        run: TimeVerbs.rotate)
    ],
    examples: [.init("rotate ticket-key", "then resume a session of before")]),
  Command(
    "set", .world, "changes a setting, from the next session on",
    forms: [
      Form(
        .one(.settingKey), .joined(.settingValue),
        meaning: "'settings' lists the keys; names of a list have commas between",
        run: WorldVerbs.set),
      Form(
        .one(.settingKey), meaning: "its value, and what else it can be",
        run: WorldVerbs.values),
      Form(meaning: "what can be set", run: { Screens.settings($0.lab, actor: nil) }),
    ],
    examples: [
      .init("set client.verify off", "the client trusts any certificate"),
      .init("set server.kx rsa", "only RSA key exchange"),
    ]),
  Command(
    "present", .teach, "screens for a projector: short, and nothing in the lowest third",
    forms: [
      Form(
        .one(.onOff(on: "for a class", off: "for one reader")),
        meaning: "each screen at the top; Enter shows what did not fit", run: WorldVerbs.present)
    ]),
  Command(
    "unset", .world, "gives a setting its default back",
    forms: [
      Form(
        .one(.changedSetting), meaning: "the default is in force again",
        run: WorldVerbs.unset)
    ],
    isPossible: { !$0.lab.settings.overrides.isEmpty }),
  Command(
    "settings", .world, "lists the settings and their values",
    forms: [
      Form(
        .optional(.choice("ACTOR")), meaning: "all of them, or those of one actor",
        data: WorldVerbs.settingsData,
        run: { interpreter, actor in Screens.settings(interpreter.lab, actor: actor?.typed) })
    ]),
  Command(
    "audit", .world, "holds settings or a session against the standards, and says what mends",
    forms: [
      Form(
        words: "settings", meaning: "this lab's client and server as they are set",
        data: { AuditData.findings($0.lab.audit) }, run: { Screens.audit($0.lab.audit) }),
      Form(
        .optional(.session("SESSION")),
        meaning:
          "what a session showed: check by check; the settings, where none is named and the current one is not with a real server",
        data: { AuditData.findings(WorldVerbs.audit($0, $1)) },
        run: { Screens.audit(WorldVerbs.audit($0, $1)) }),
    ],
    examples: [
      .init("audit", "the settings in force; after a session with a real server, that server"),
      .init("audit S1", "what the first session showed, a real server's too"),
    ]),
]
