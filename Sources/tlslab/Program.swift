import ArgumentParser
import Commands
import Console
import Explanations
import Platform

/// The program. Whatever it prints goes through ``Terminal``, the help and the complaints about its call
/// too, and how it ends says whether all of it arrived.
@main
enum Program {
  static func main() {
    Terminal.prepare()
    exit(Terminal.settled(called()).rawValue)
  }

  private static func called() -> ExitStatus {
    do {
      var command = try Tlslab.parseAsRoot()
      try command.run()
      return .ok
    } catch {
      return say(error)
    }
  }

  /// What there is to say of how a call ended: the help that was asked for, or what is wrong with it.
  private static func say(_ error: any Error) -> ExitStatus {
    let code = Tlslab.exitCode(for: error)
    // What is wrong with the call may be said before its options are read.
    choose(CommandLine.arguments.dropFirst())
    let text =
      Translation.chosen.isEmpty
      ? Tlslab.fullMessage(for: error)
      : TranslatedHelp(width: Terminal.size.width)(
        Tlslab.fullMessage(for: error, columns: TranslatedHelp.unbroken))
    if !text.isEmpty {
      if code == .success {
        Terminal.write(Shown(declared: text + "\n"))
      } else {
        Terminal.complain(Shown(text + "\n"))
      }
    }
    return ExitStatus(rawValue: code.rawValue) ?? .failed
  }

  /// The language that the call names, if it does.
  private static func choose(_ arguments: ArraySlice<String>) {
    for (place, argument) in arguments.enumerated() {
      let value =
        argument == "--lang"
        ? arguments.dropFirst(place + 1).first
        : argument.hasPrefix("--lang=") ? String(argument.dropFirst("--lang=".count)) : nil
      if let value, Language.choose(value) { return }
    }
  }
}
