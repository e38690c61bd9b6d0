import Commands
import Lab
import Screens

// What was set otherwise than the lesson's own commands set it, where what comes of that may not be told.
extension Course {
  /// In what the session that was made last differs from the one that the page asks for.
  ///
  /// - Returns: nil where nothing does.
  func besides(
    _ goal: Goal, _ step: Step, _ bearings: Bearings, _ interpreter: Interpreter
  ) -> String? {
    guard case .session = goal, let here = active, let name = bearings.lastTouched,
      let session = interpreter.lab.session(name)
    else { return nil }
    let differences = here.settings(of: step).map { own in
      SettingCatalogue.all.filter { setting in
        !Self.isByTheWay(setting) && own.text(of: setting) != session.settings.text(of: setting)
          && !Self.isWithin(own.text(of: setting), setting, of: name, bearings.document)
      }
    }
    guard let fewest = differences.min(by: { $0.count < $1.count }), !fewest.isEmpty else {
      return nil
    }
    // Another version has other key exchanges and suites: it comes first.
    if fewest.contains(where: { $0.key.hasSuffix(".versions") }), !here.awaits("version"),
      case .string(let version)? = bearings.document.find(["sessions", name, "version"])
    {
      return "\(name): TLS \(version)"
    }
    let all = fewest.prefix(3).map { setting in
      let text = session.settings.text(of: setting)
      return text.count > Self.longest ? "\(setting.key) ..." : "\(setting.key) \(text)"
    }
    return String(worded: "\(name) had \(all.joined(separator: ", "))")
  }

  /// Longer lists are not read out.
  private static let longest = 30

  /// Whether what came about is what the lesson's own setting would have brought: then the other one did no harm.
  private static func isWithin(
    _ wanted: String, _ setting: Setting, of session: String, _ document: JSONValue
  ) -> Bool {
    let name = setting.key.split(separator: ".").last.map(String.init) ?? ""
    guard let fact = ["versions": "version", "kx": "kx", "groups": "group"][name],
      case .string(let found)? = document.find(["sessions", session, fact])
    else { return false }
    if fact == "group" { return wanted.split(separator: ",").first.map(String.init) == found }
    let bounds = wanted.split(separator: "-").map(String.init)
    guard fact == "version", let least = bounds.first, let most = bounds.last else {
      return wanted == "any" || wanted == found
    }
    return least <= found && found <= most
  }

  /// Settings that say nothing of how a session goes, or that other commands than 'set' change.
  private static func isByTheWay(_ setting: Setting) -> Bool {
    setting.isOfDisplay
      || [Setting.clientResume.key, Setting.clientEarlyData.key, "server.cert"].contains(
        setting.key)
  }
}

extension ActiveLesson {
  /// Whether a prediction of this fact is open.
  fileprivate func awaits(_ fact: String) -> Bool {
    awaited?.1.items.contains { GoalWords.leaf(of: $0.path) == fact } ?? false
  }

  /// The settings of the sessions that a step's solution makes, behind what the pages before have set.
  fileprivate func settings(of step: Step) -> [Settings] {
    var settings = Settings(preset: lesson.preset)
    for page in lesson.pages.prefix(record.page) {
      guard case .step(let earlier)? = page.task?.kind, !earlier.isBonus else { continue }
      for command in earlier.setup + earlier.solution { settings.take(command) }
    }
    var made: [Settings] = []
    for command in step.setup + step.solution {
      settings.take(command)
      if let session = settings.ofSession(made: command) { made.append(session) }
    }
    return made
  }
}

extension Settings {
  /// Does what a command does to settings.
  fileprivate mutating func take(_ command: String) {
    let words = command.split(separator: " ").map(String.init)
    switch words.first {
    case "set" where words.count > 2:
      _ = try? set(words[1], to: words.dropFirst(2).joined(separator: " "))
    case "unset" where words.count > 1: try? unset(words[1])
    default: break
    }
  }

  /// The settings of the session that a command makes; nil where it makes none.
  fileprivate func ofSession(made command: String) -> Settings? {
    let words = command.split(separator: " ").map(String.init)
    guard let verb = words.first, ["connect", "walk"].contains(verb) else { return nil }
    var own = self
    for word in words.dropFirst() {
      let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else { continue }
      try? own.set(SettingCatalogue.spelledOut([(key: pair[0], value: pair[1])]))
    }
    return own
  }
}
