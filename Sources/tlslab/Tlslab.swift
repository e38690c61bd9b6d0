import ArgumentParser
import Console

/// The program's call: see ``Program``.
struct Tlslab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tlslab",
    abstract: "Takes a TLS connection apart, one step at a time, with real cryptography.",
    discussion: """
      Without a subcommand it starts the prompt; with standard input from a file or a pipe it \
      runs that as a script.
      """,
    version: "tlslab 0.1.0",
    subcommands: [
      Run.self, Connect.self, Listen.self, RelayCommand.self, ProbeCommand.self, Inspect.self,
      Decrypt.self,
      Explain.self,
      Search.self,
      Learn.self, Challenge.self, QuizExport.self, Demonstrate.self, Notes.self, Manual.self,
    ])

  @OptionGroup var options: SharedOptions

  func run() throws {
    guard options.isPrompt else {
      throw options.exit(try options.runner().run(.standardInput, seed: options.seed))
    }
    throw options.exit(try options.prompt().run())
  }
}
