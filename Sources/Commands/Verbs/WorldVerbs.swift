import Explanations
import Lab
import Screens

/// What the verbs of the world and its settings do.
enum WorldVerbs {
  static func new(
    _ interpreter: inout Interpreter, _ preset: World.Preset?, _ seed: UInt64?, _ student: String?
  ) throws(CommandError) -> Page {
    let preset = preset ?? .uc
    if let student {
      guard seed == nil else {
        throw CommandError(refusal: "student.seed")
      }
      guard !student.allSatisfy(\.isWhitespace), student.count <= 80 else {
        throw CommandError(refusal: "student.name")
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
    return Page(lines: [said(.world, "reset")], next: ["connect", "walk"])
  }

  static func set(
    _ interpreter: inout Interpreter, _ key: String, _ value: String
  ) throws(CommandError) -> Page {
    let consequences = try interpreter.change { lab throws(LabError) in
      try lab.set(key, to: value)
    }
    let remark =
      key == Setting.clientSNI.key ? interpreter.lab.settings[.clientSNI].remark : nil
    return changed(
      key, interpreter.lab, consequences.map(\.words) + [remark].compactMap(\.self))
  }

  static func unset(_ interpreter: inout Interpreter, _ key: String) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.unset(key) }
    return changed(key, interpreter.lab, [said(.world, "setting.default")])
  }

  static func present(_ interpreter: inout Interpreter, _ isOn: Bool) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in
      _ = try lab.set(Setting.uiPresent.key, to: isOn ? "on" : "off")
    }
    return Page(
      lines: [said(.world, isOn ? "present.on" : "present.off")],
      next: ["present \(isOn ? "off" : "on")"])
  }

  private static func changed(
    _ key: String, _ lab: Lab, _ more: [String], isNew: Bool = true
  ) -> Page {
    var page = Page()
    guard let setting = SettingCatalogue.setting(key) else { return page }
    let when = setting.isOfDisplay || !isNew ? "" : "   " + said(.world, "setting.from-next")
    let value = lab.settings.text(of: setting)
    page.add(.paragraph(Line("\(key) = \(value)") + Line(when, .faint), indent: 0))
    for line in more { page.add(.paragraph(Line(line), indent: 2)) }
    page.sparse = Screens.inFewWords("\(key) = \(value)", more.map { Line($0) })
    return page
  }

  /// A setting, what it can be, and what each of that means.
  static func values(
    _ interpreter: inout Interpreter, _ key: String
  ) throws(CommandError) -> Page {
    guard let setting = SettingCatalogue.setting(key) else {
      // The beginning of some keys: those.
      guard SettingCatalogue.all.contains(where: { $0.key.hasPrefix("\(key).") }) else {
        let near = likely(key, among: SettingCatalogue.all.map(\.key))
        throw CommandError(.unknownKey(key, suggestions: near.map { [$0] } ?? []))
      }
      return Screens.settings(interpreter.lab, actor: key)
    }
    var page = changed(key, interpreter.lab, [], isNew: false)
    page.sparse = nil
    page.add(.paragraph(Line(setting.summary), indent: 2))
    let values = interpreter.settingValues(of: setting.key, "")
    let rows = values.map { [Line($0.insert, .field), Line($0.description)] }
    page.add(.table(Table(rows: rows, indent: 2)))
    let text = interpreter.lab.settings.text(of: setting)
    page.next = values.first { $0.insert != text }.map { ["set \(setting.key) \($0.insert)"] } ?? []
    return page
  }

  /// Who has just spoken with a real server asks about that one.
  static func audit(_ interpreter: Interpreter, _ session: Session?) -> Audit {
    let lab = interpreter.lab
    let asked = session ?? lab.currentSession.flatMap { $0.isOutside(.server) ? $0 : nil }
    return asked.map(lab.audit) ?? lab.audit
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

  var meaning: String { said(.choice, "settings-of.\(rawValue)") }
}
