import Lab
import Platform
import Screens

/// The man page, made from the declarations, in the language of `man` (man(7)).
public struct ManualPage {
  /// How the program can be called: a name, a line on it, and its help as it stands.
  public struct Call {
    public var name: String
    public var abstract: String
    public var help: String

    public init(name: String, abstract: String, help: String) {
      self.name = name
      self.abstract = abstract
      self.help = help
    }
  }

  private var lines: [String] = []

  /// - Parameters:
  ///   - calls: the program itself first, then its subcommands.
  ///   - table: what there is to type at the prompt.
  public init(version: String, calls: [Call], table: CommandTable) {
    lines.append(".TH TLSLAB 1 \"\" \"\(version)\" \"tlslab\"")
    // Neither stretched nor hyphenated: commands are there to be copied.
    lines += [".ad l", ".nh"]
    section("NAME")
    text("tlslab - \(calls.first?.abstract ?? "")")
    for (place, call) in calls.enumerated() {
      section(place == 0 ? "SYNOPSIS AND OPTIONS" : call.name.uppercased())
      verbatim(call.help)
    }
    for group in CommandGroup.allCases {
      let commands = table.commands.filter { $0.group == group }
      if commands.isEmpty { continue }
      section("AT THE PROMPT: \(group.title)")
      for command in commands { add(command) }
    }
    section("SETTINGS")
    for setting in SettingCatalogue.all {
      item("set \(setting.key) \(setting.accepted.description)")
      text("\(setting.summary); by default \(setting.defaultValue)")
    }
    section("EXIT STATUS")
    for status in ExitStatus.allCases {
      item("\(status.rawValue)")
      text(status.meaning)
    }
    section("FILES")
    item("$XDG_STATE_HOME/tlslab")
    text("history, progress, notes and the lab of the last time; by default ~/.local/state/tlslab")
    item("$XDG_CONFIG_HOME/tlslab")
    text("aliases; by default ~/.config/tlslab")
  }

  /// The page.
  public var source: String { lines.joined(separator: "\n") + "\n" }

  // MARK: Parts

  private mutating func add(_ command: Command) {
    for (place, form) in command.forms.enumerated() {
      let others = form.aliases + (command.forms.count == 1 ? command.aliases : [])
      item(form.syntax(of: command.name))
      text(form.meaning + (others.isEmpty ? "" : " (also: \(others.joined(separator: ", ")))"))
      for told in command.newMeanings(of: place) {
        lines.append(".br")
        text("\(told.word): \(told.meaning)")
      }
    }
    for example in command.examples {
      item("example: \(example.line)")
      text(example.meaning)
    }
  }

  private mutating func section(_ title: String) {
    lines.append(".SH \"\(Self.escaped(title.uppercased()))\"")
  }

  private mutating func item(_ term: String) {
    lines.append(".TP")
    lines.append("\\fB\(Self.escaped(term))\\fR")
  }

  private mutating func text(_ text: String) {
    for line in text.split(separator: "\n") { lines.append(Self.escaped(String(line))) }
  }

  private mutating func verbatim(_ text: String) {
    lines.append(".nf")
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(Self.escaped(String(line)))
    }
    lines.append(".fi")
  }

  /// A line that troff takes as text: no escape, no request, every hyphen one that can be copied;
  /// lists may be broken behind a comma.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "\"": escaped += "\\(dq"
      case ",", "|": escaped += "\(scalar)\\:"
      case "\t": escaped += " "
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
      }
    }
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}
