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
    "set", .world, "changes a setting, from the next session on",
    forms: [
      Form(
        .one(.settingKey), .joined(.settingValue),
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
        .optional(.session("SESSION")),
        meaning: "this lab's client and server, or what a session showed: check by check",
        data: { AuditData.findings(WorldVerbs.audit($0, $1)) },
        run: { Screens.audit(WorldVerbs.audit($0, $1)) })
    ],
    examples: [
      .init("audit", "the settings in force, whatever session is current"),
      .init("audit S1", "what the first session showed, a real server's too"),
    ]),
]

enum WorldVerbs {
  static func new(
    _ interpreter: inout Interpreter, _ preset: World.Preset?, _ seed: UInt64?, _ student: String?
  ) throws(CommandError) -> Page {
    let preset = preset ?? .uc
    if let student {
      guard seed == nil else {
        throw CommandError("a student's name is the seed: leave seed= out")
      }
      guard !student.allSatisfy(\.isWhitespace), student.count <= 80 else {
        throw CommandError("a student has a name of 1 to 80 characters")
      }
      return try begin(Lab(preset: preset, student: student), on: &interpreter)
    }
    let seed = seed ?? interpreter.surroundings.makeSeed()
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

  static func reset(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in lab.reset() }
    return Page(
      lines: ["the world is as it was when it was made (undo takes that back)"],
      next: ["connect", "walk"])
  }

  static func set(
    _ interpreter: inout Interpreter, _ key: String, _ value: String
  ) throws(CommandError) -> Page {
    let consequences = try interpreter.change { lab throws(LabError) in
      try lab.set(key, to: value)
    }
    return said(key, interpreter.lab, consequences.map(\.words))
  }

  static func unset(_ interpreter: inout Interpreter, _ key: String) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.unset(key) }
    return said(key, interpreter.lab, ["its default"])
  }

  static func present(_ interpreter: inout Interpreter, _ isOn: Bool) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in
      _ = try lab.set(Setting.uiPresent.key, to: isOn ? "on" : "off")
    }
    return Page(
      lines: [isOn ? "screens are for a projector now" : "screens are for one reader again"],
      next: ["present \(isOn ? "off" : "on")"])
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

  static func audit(_ interpreter: Interpreter, _ session: Session?) -> Audit {
    session.map { interpreter.lab.audit(of: $0) } ?? interpreter.lab.audit
  }

  static func settingsData(
    _ interpreter: Interpreter, _ actor: SettingActor?
  ) throws(CommandError) -> JSONValue {
    guard case .object(let all) = interpreter.lab.state(at: "settings") else {
      return .null
    }
    guard let actor else { return .object(all) }
    return .object(all.filter { $0.key.hasPrefix("\(actor.typed).") })
  }
}

/// Whose settings: the word that their keys begin with.
enum SettingActor: String, Choosable {
  case client, server, net, app, ui

  var meaning: String {
    switch self {
    case .client, .server: "what the \(rawValue) offers, takes and checks"
    case .net: "the network, and the tap in it"
    case .app: "what the two talk about"
    case .ui: "how screens look"
    }
  }
}
