import Lab
import Screens

/// All commands, settings and exit statuses in Markdown, made from the declarations: what
/// `docs/commands.md` has below its head.
public struct MarkdownReference {
  /// The line of that page behind which the declarations begin.
  public static let mark = "<!-- from the declarations: make docs -->"

  public private(set) var text = ""

  public init(_ table: CommandTable) {
    for group in CommandGroup.allCases {
      let commands = table.commands.filter { $0.group == group }
      if commands.isEmpty { continue }
      paragraph("## To \(group.title)")
      for command in commands { add(command) }
    }
    paragraph("## Settings")
    paragraph("`set KEY VALUE` changes one for all sessions to come, `connect KEY=VALUE` for one.")
    rows(
      ["key", "takes", "by default", "what it is"],
      SettingCatalogue.all.map { setting in
        [
          Self.code(setting.key), Self.plain(setting.accepted.description),
          Self.code(setting.defaultValue), Self.plain(setting.summary),
        ]
      })
    paragraph("Short words for some of them, behind `connect` and `walk`:")
    rows(
      ["short", "stands for"],
      SettingCatalogue.shorthands.sorted { $0.key < $1.key }.map { short, keys in
        [Self.code("\(short)="), keys.map { Self.code($0.key) }.joined(separator: ", ")]
      })
    paragraph("## Exit status")
    rows(
      ["status", "meaning"],
      ExitStatus.allCases.map { ["\($0.rawValue)", Self.plain($0.meaning)] })
    text.removeLast()
  }

  private mutating func add(_ command: Command) {
    paragraph("### `\(command.name)`")
    paragraph(Self.plain(command.summary) + Self.also(command.aliases))
    for (place, form) in command.forms.enumerated() {
      // Two blanks at its end break a line.
      paragraph(
        "**`\(form.syntax(of: command.name))`**\(Self.also(form.aliases))  \n"
          + Self.plain(form.meaning))
      let told = command.newMeanings(of: place)
      if told.isEmpty { continue }
      rows(["word", "meaning"], told.map { [Self.code($0.word), Self.plain($0.meaning)] })
    }
    if command.examples.isEmpty { return }
    let width = command.examples.map(\.line.columns).max() ?? 0
    let lines = command.examples.map { example in
      let gap = String(repeating: " ", count: width - example.line.columns)
      return "\(example.line)\(gap)  # \(example.meaning)\n"
    }
    paragraph("```\n\(lines.joined())```")
  }

  private mutating func paragraph(_ words: String) { text += words + "\n\n" }

  private mutating func rows(_ header: [String], _ rows: [[String]]) {
    let lines = [header, header.map { _ in "---" }] + rows
    paragraph(lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n"))
  }

  // MARK: Words

  private static func also(_ aliases: [String]) -> String {
    aliases.isEmpty ? "" : " (also: " + aliases.map(code).joined(separator: ", ") + ")"
  }

  /// A span of code, in a table as well.
  private static func code(_ text: String) -> String { "`\(text.replacing("|", with: "\\|"))`" }

  /// Text in which nothing is markup.
  private static func plain(_ text: String) -> String {
    var plain = ""
    for character in text {
      if "\\`*_<>|[]#".contains(character) { plain += "\\" }
      plain.append(character)
    }
    return plain
  }
}
