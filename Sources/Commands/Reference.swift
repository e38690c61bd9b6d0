import Lab
public import Screens

/// Help, made from the declarations.
public enum Reference {
  /// All verbs, by what one wants to do.
  static func overview(_ table: CommandTable) -> Page {
    var page = page(of: CommandGroup.allCases, table)
    page.next = ["help connect", "help attack", "search key"]
    return page
  }

  /// The verbs of some groups.
  static func page(of groups: [CommandGroup], _ table: CommandTable) -> Page {
    var rows: [[Line]] = []
    for group in groups {
      let commands = table.commands.filter { $0.group == group }
      if commands.isEmpty { continue }
      if !rows.isEmpty { rows.append([""]) }
      rows.append([Line(group.title.uppercased(), .heading) + Line("  \(group.rawValue)", .faint)])
      for command in commands {
        rows.append([Line("  " + command.name, .command), Line(command.summary)])
      }
    }
    var page = Page()
    for part in split(rows) { page.add(part) }
    page.next = ["help VERB"]
    return page
  }

  /// Rows of one cell become lines, those between them tables.
  private static func split(_ rows: [[Line]]) -> [Block] {
    var blocks: [Block] = []
    var table: [[Line]] = []
    let width = rows.filter { $0.count > 1 }.map { $0[0].text.columns }.max() ?? 0
    func flush() {
      if !table.isEmpty { blocks.append(.table(Table(rows: table, indent: 0))) }
      table = []
    }
    for row in rows {
      if row.count == 1 {
        flush()
        blocks.append(row[0].text.isEmpty ? .blank : .line(row[0]))
      } else {
        let gap = String(repeating: " ", count: width - row[0].text.columns)
        table.append([row[0] + Line(gap), row[1]])
      }
    }
    flush()
    return blocks
  }

  /// One verb: syntax, meaning, examples.
  public static func page(of command: Command) -> Page {
    var page = Page()
    let aliases =
      command.aliases.isEmpty ? "" : "   also: " + command.aliases.joined(separator: " ")
    page.add(Line(command.name, .heading) + Line("  \(command.summary)") + Line(aliases, .faint))
    for (place, form) in command.forms.enumerated() {
      let short =
        form.aliases.isEmpty
        ? "" : String(worded: "   also: ") + form.aliases.joined(separator: " ")
      page.add(.blank)
      page.add(
        .paragraph(Line(form.syntax(of: command.name), .command) + Line(short, .faint), indent: 2))
      page.add(.paragraph(Line(form.meaning), indent: 6))
      for told in command.newMeanings(of: place) {
        page.add(.paragraph(Line("\(told.word): \(told.meaning)"), indent: 6))
      }
    }
    if command.forms.contains(where: { $0.parts.contains(where: \.isSettings) }) {
      page.blocks += shorthands
    }
    if !command.examples.isEmpty {
      page.add(.blank)
      page.add(
        .table(
          Table(
            rows: command.examples.map { [Line($0.line, .command), Line($0.meaning)] }, indent: 2)))
    }
    return page
  }

  /// The settings that have a short word, and what they can be.
  private static var shorthands: [Block] {
    let rows = SettingCatalogue.shorthands.sorted { $0.key < $1.key }.map { word, settings in
      let values = settings.first?.accepted.description ?? ""
      let all = values.split(separator: " ")
      let few = all.prefix(mostValues).joined(separator: " ")
      let line = Line("\(word)=", .command)
      return [line, Line(all.count > mostValues ? few + " .." : few)]
    }
    return [
      .blank, .paragraph(Line(settingsIntroduction), indent: 2),
      .table(Table(rows: rows, indent: 2)),
    ]
  }

  /// As many values of a setting as stand in a help text.
  private static let mostValues = 8
  private static let settingsIntroduction: Wording =
    "key=value, by the short words; 'settings' lists every other key, 'set KEY' the values of one:"

  /// Settings: what each does, what it takes, what is in force.
  static func page(of settings: [Setting], _ lab: Lab) -> Page {
    let pages = settings.map { page(of: $0, lab) }
    return Page(pages.flatMap(\.blocks), next: pages.flatMap(\.next))
  }

  private static func page(of setting: Setting, _ lab: Lab) -> Page {
    let usual = setting.defaultValue(in: lab.world.preset)
    let all = usual.split(separator: ",").joined(separator: " ")
    let isAll = usual.contains(",") && setting.accepted.description.hasSuffix(all)
    let value = lab.settings.text(of: setting)
    return Page(
      [
        .line(Line(setting.key, .heading) + Line("  \(setting.summary)")),
        .table(
          Table(
            rows: [
              ["takes", Line(setting.accepted.description)],
              ["default", Line(isAll ? String(worded: "all of these, in this order") : usual)],
              ["in force", Line(isAll && value == usual ? String(worded: "the default") : value)],
            ], indent: 2)),
      ], next: ["set \(setting.key) VALUE"])
  }
}
