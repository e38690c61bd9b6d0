import Lab
import Screens

let worldCommands: [Command] = [
  Command(
    "world", .world, "begins a new world, or shows the one that is",
    forms: [
      Form(
        .word("new"), .optional("PRESET", .choice(World.Preset.allCases.map(\.rawValue))),
        .pairs(.named([("seed", .text), ("student", .text)])),
        meaning:
          "a SIP server (uc) or a shop (web); the same seed, or name of a student, gives the same bytes",
        run: WorldVerbs.new),
      Form(
        .word("show"), meaning: "who is there, and the seed that it came from",
        data: { interpreter, _ in interpreter.lab.stateDocument.find(["world"]) ?? .null },
        run: { interpreter, _ in Screens.world(interpreter.lab) }),
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
    "set", .world, "changes a setting, from the next session on",
    forms: [
      Form(
        .one("KEY", .settingKey), .rest("VALUE", .settingValue),
        meaning: "'settings' lists the keys; names of a list have commas between",
        run: WorldVerbs.set)
    ],
    examples: [
      .init("set client.verify off", "the client trusts any certificate"),
      .init("set server.kx rsa", "only RSA key exchange"),
    ]),
  Command(
    "present", .teach, "screens for a projector: short, and nothing in the lowest third",
    forms: [
      Form(
        .one("SWITCH", .choice(["on", "off"])),
        meaning: "each screen at the top; Enter shows what did not fit", run: WorldVerbs.present)
    ]),
  Command(
    "unset", .world, "gives a setting its default back",
    forms: [
      Form(
        .one("KEY", .changedSetting), meaning: "the default is in force again",
        run: WorldVerbs.unset)
    ],
    isPossible: { !$0.lab.settings.overrides.isEmpty }),
  Command(
    "settings", .world, "lists the settings and their values",
    forms: [
      Form(
        .optional("ACTOR", .choice(["client", "server", "net", "app", "ui"])),
        meaning: "all of them, or those of one actor", data: WorldVerbs.settingsData,
        run: { interpreter, arguments in
          Screens.settings(interpreter.lab, actor: arguments["ACTOR"])
        })
    ]),
  Command(
    "audit", .world, "holds settings or a session against today's advice, and says what mends",
    forms: [
      Form(
        .optional("SESSION", .session),
        meaning: "the settings in force, or what a session agreed on: a verdict for each check",
        data: { interpreter, arguments throws(CommandError) in
          AuditData.findings(try WorldVerbs.audit(interpreter, arguments))
        },
        run: { interpreter, arguments throws(CommandError) in
          Screens.audit(try WorldVerbs.audit(interpreter, arguments))
        })
    ],
    examples: [
      .init("audit", "the settings in force"),
      .init("audit S1", "what the first session agreed on"),
    ]),
]

enum WorldVerbs {
  @Sendable static func new(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let preset = arguments["PRESET"].flatMap(World.Preset.init) ?? .uc
    if let student = arguments.pair("student") {
      guard arguments.pair("seed") == nil else {
        throw CommandError("a student's name is the seed: leave seed= out")
      }
      guard !student.allSatisfy(\.isWhitespace), student.count <= 80 else {
        throw CommandError("a student has a name of 1 to 80 characters")
      }
      return try begin(Lab(preset: preset, student: student), on: &interpreter)
    }
    let seed: UInt64
    if let word = arguments.pair("seed") {
      guard let number = UInt64(word) else {
        throw CommandError("'\(word)' is no seed", details: ["a seed is a number below 2^64"])
      }
      seed = number
    } else {
      seed = interpreter.surroundings.makeSeed()
    }
    return try begin(Lab(preset: preset, seed: seed), on: &interpreter)
  }

  private static func begin(
    _ new: Lab, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in
      let before = lab
      lab = new
      lab.keepDisplay(of: before)
    }
    var page = Screens.world(interpreter.lab)
    page.next = ["connect", "walk", "settings"]
    return page
  }

  @Sendable static func reset(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in lab.reset() }
    return Page(
      lines: ["the world is as it was when it was made (undo takes that back)"],
      next: ["connect", "walk"])
  }

  @Sendable static func set(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let key = arguments.one("KEY")
    let value = arguments.text("VALUE")
    let consequences = try interpreter.change { lab throws(LabError) in
      try lab.set(key, to: value)
    }
    return said(key, interpreter.lab, consequences)
  }

  @Sendable static func unset(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let key = arguments.one("KEY")
    try interpreter.change { lab throws(LabError) in try lab.unset(key) }
    return said(key, interpreter.lab, ["its default"])
  }

  @Sendable static func present(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let word = arguments.one("SWITCH")
    try interpreter.change { lab throws(LabError) in
      _ = try lab.set(Setting.uiPresent.key, to: word)
    }
    return Page(
      lines: [
        word == "on" ? "screens are for a projector now" : "screens are for one reader again"
      ],
      next: ["present \(word == "on" ? "off" : "on")"])
  }

  private static func said(_ key: String, _ lab: Lab, _ more: [String]) -> Page {
    var page = Page()
    guard let setting = SettingCatalogue.setting(key) else { return page }
    let when = setting.isOfDisplay ? "" : "   from the next session on"
    let value = lab.settings.text(of: setting)
    page.add(.paragraph(Line("\(key) = \(value)") + Line(when, .faint), indent: 0))
    for line in more { page.add(.paragraph(Line(line), indent: 2)) }
    return page
  }

  static func audit(
    _ interpreter: Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Audit {
    guard let name = arguments["SESSION"] else { return interpreter.lab.audit }
    return interpreter.lab.audit(of: try interpreter.session(named: name))
  }

  @Sendable static func settingsData(
    _ interpreter: Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> JSONValue {
    guard case .object(let all) = interpreter.lab.stateDocument.find(["settings"]) else {
      return .null
    }
    guard let actor = arguments["ACTOR"] else { return .object(all) }
    return .object(all.filter { $0.key.hasPrefix("\(actor).") })
  }
}
