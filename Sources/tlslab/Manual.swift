import ArgumentParser
import Commands
import Console

/// `tlslab manual`, for the installation; with `--markdown` for the documentation.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Prints the man page.", shouldDisplay: false)

  @Flag(help: "The commands of the prompt, as docs/commands.md has them.")
  var markdown = false

  func run() {
    guard !markdown else {
      return Terminal.write(Shown(declared: MarkdownReference(.program).text))
    }
    let commands: [any ParsableCommand.Type] =
      Tlslab.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    let calls =
      [call("tlslab", Tlslab.self)] + commands.map { call("tlslab \($0._commandName)", $0) }
    let page = ManualPage(
      version: Tlslab.configuration.version, calls: calls, table: .program)
    Terminal.write(Shown(declared: page.source))
  }

  private func call(_ name: String, _ command: any ParsableCommand.Type) -> ManualPage.Call {
    ManualPage.Call(
      name: name, abstract: command.configuration.abstract,
      help: Tlslab.helpMessage(for: command, columns: 76))
  }
}
