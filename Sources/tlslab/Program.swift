import ArgumentParser
import Commands
import Console
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
    let text = Tlslab.fullMessage(for: error)
    if !text.isEmpty {
      if code == .success {
        Terminal.write(Shown(declared: text + "\n"))
      } else {
        Terminal.complain(Shown(text + "\n"))
      }
    }
    return ExitStatus(rawValue: code.rawValue) ?? .failed
  }
}
