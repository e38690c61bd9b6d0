import Bytes
import Explanations
public import Lab

extension Screens {
  /// The settings in force.
  ///
  /// - Parameter actor: the part of the keys before the dot, `client` or `net`; all, if none.
  public static func settings(_ lab: Lab, actor: String?) -> Page {
    let chosen = SettingCatalogue.all.filter { setting in
      actor == nil || setting.key == actor || setting.key.hasPrefix("\(actor ?? "").")
    }
    guard !chosen.isEmpty else {
      let groups = Screens.settingGroups.joined(separator: ", ")
      let values = ["word": actor ?? "", "groups": groups]
      return Page(lines: [said(.setting, "screen.no-group", values)], next: ["settings"])
    }
    let rows = chosen.map { setting -> [Line] in
      let value = lab.settings.text(of: setting)
      let isSet = lab.settings.isSet(setting)
      return [
        Line(isSet ? "*" : " ", .heading), Line(setting.key, .field),
        Line(shown(value, setting.accepted), isSet ? .heading : .plain),
        Line(setting.summary + words(setting)),
      ]
    }
    return Page(
      [
        .table(
          Table(
            header: ["", "key", "value", "meaning"].map { Line($0, .faint) }, rows: rows, indent: 0)
        ),
        .paragraph(Line("* " + said(.setting, "screen.set"), .faint), indent: 0),
      ], next: ["set client.verify off", "unset client.verify", "connect kx=dhe"])
  }

  private static var settingGroups: [String] {
    var groups: [String] = []
    for setting in SettingCatalogue.all {
      let group = String(setting.key.prefix { $0 != "." })
      if !groups.contains(group) { groups.append(group) }
    }
    return groups
  }

  /// A value in few characters: a long list as its length.
  private static func shown(_ value: String, _ accepted: AcceptedValue) -> String {
    guard case .list(let all, _) = accepted else { return value }
    let items = value.split(separator: ",")
    if items.count == all.count, items.count > 3 { return "all \(items.count)" }
    let first = items.prefix(2).joined(separator: ", ")
    return items.count > 2 ? "\(first), +\(items.count - 2)" : first
  }

  /// More words than these stand on the setting's own screen alone.
  private static let most = 4

  private static func words(_ setting: Setting) -> String {
    guard case .choice(let words) = setting.accepted, (2...most).contains(words.count) else {
      return ""
    }
    return " (\(words.joined(separator: " ")))"
  }
}
