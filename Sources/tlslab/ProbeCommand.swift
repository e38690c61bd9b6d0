import ArgumentParser
import Console

/// `tlslab probe HOST:PORT`
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Asks a server what it takes, and says who can read recordings if its key is stolen.",
    discussion: """
      It makes some dozens of connections, one a second at most; rate=NUMBER allows more, for a server of \
      your own. starttls=smtp, imap, pop3 or xmpp asks for TLS first, ca=FILE names whom to trust in place \
      of this machine's roots, wait=SECONDS is how long an answer may take, client.sni=NAME is the \
      name to ask for. Exit status: 0 it was asked, 1 nobody speaks TLS there, 64 the call is wrong, \
      130 interrupted before anything was known.
      """)

  @Argument(help: "The server, such as sip.example.com:5061.")
  var server: String

  @Argument(help: "key=value: the words above.")
  var choices: [String] = []

  @Flag(help: "For other programs.")
  var json = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    let line = (["probe", server] + choices).asOneLine + (json ? " --json" : "")
    throw options.exit(try options.runner().run(.line(line), seed: options.seed))
  }
}
