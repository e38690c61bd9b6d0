import ArgumentParser
import Commands
import Console

/// `tlslab manual`, for the installation.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the man page.", shouldDisplay: false)

  func run() {
    let commands: [any ParsableCommand.Type] =
      Tlslab.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    let calls =
      [call("tlslab", Tlslab.self)] + commands.map { call("tlslab \($0._commandName)", $0) }
    let page = ManualPage(
      version: Tlslab.configuration.version, calls: calls, table: .program)
    Terminal.write(page.source)
  }

  private func call(_ name: String, _ command: any ParsableCommand.Type) -> ManualPage.Call {
    ManualPage.Call(
      name: name, abstract: command.configuration.abstract,
      help: Tlslab.helpMessage(for: command, columns: 76))
  }
}
