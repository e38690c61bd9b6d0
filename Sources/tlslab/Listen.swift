import ArgumentParser
import Console

/// `tlslab listen [PORT]`
struct Listen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "listen",
    abstract: "Serves real clients of this machine a page that shows them their own handshake.",
    discussion: """
      On 127.0.0.1 only, until Ctrl-C. Each visit is shown when it is over. With --step the first \
      visitor is walked through at the prompt instead. cert=FILE key=FILE shows a certificate of your \
      own, ca=FILE names whom to believe for clients' certificates (server.client-auth=require asks for \
      one), psk=NAME:HEX is a key that both had before, starttls=smtp, imap, pop3 or xmpp speaks that \
      first, with an echo behind TLS; server.suites=all accepts every cipher suite. A connection that is \
      silent for 60 seconds is closed, however long it lasts otherwise, and while the handshake lasts a \
      part of a record is no sign of life; idle=SECONDS or idle=off changes that. One that has \
      carried 64 MiB is cut off.
      """)

  @Argument(help: "The port, 8443 if none is named; 0 lets the system choose.")
  var port = 8443

  @Argument(help: "key=value: the words above, and settings of the server, such as server.kx=rsa.")
  var choices: [String] = []

  @Option(help: "Where the certificate is written of the authority that clients are to trust.")
  var caFile: String?

  @Flag(help: "Stop between the messages of the first visitor, at the prompt.")
  var step = false

  @Flag(help: "One line a visit.")
  var quiet = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    if step {
      let words = ["\(port)"] + choices
      throw options.exit(try options.prompt(first: "listen " + words.asOneLine).run())
    }
    var reception = Reception(appearance: options.appearance(), isQuiet: quiet, seed: options.seed)
    reception.authorityFile = caFile
    throw options.exit(reception.listen(port, choices))
  }
}

/// `tlslab relay PORT HOST:PORT`
struct RelayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay",
    abstract: "Stands between real clients of this machine and a real server, as an attacker.",
    discussion: """
      On 127.0.0.1 only, until Ctrl-C. Each client that was fooled, or was not, is shown when it is \
      over. cert= chooses what the client gets to see: own-ca, self-signed, trusted-ca, wrong-host, \
      copied, or with key=FILE stolen. starttls=smtp, imap, pop3 or xmpp speaks that first, with both. A \
      connection that is silent for 60 seconds is closed, however long it lasts otherwise; idle=SECONDS or \
      idle=off changes that. One that has carried 64 MiB is cut off.
      """)

  @Argument(help: "The port on which clients call.")
  var port: Int

  @Argument(help: "The real server.")
  var server: String

  @Argument(help: "key=value: the words above, and settings.")
  var choices: [String] = []

  @Option(help: "Where the certificate is written of the authority behind what the attacker shows.")
  var caFile: String?

  @Flag(help: "Stop between the messages of the first client, at the prompt.")
  var step = false

  @Flag(help: "One line a client.")
  var quiet = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    if step {
      let words = ["\(port)", server] + choices
      throw options.exit(try options.prompt(first: "relay " + words.asOneLine).run())
    }
    var reception = Reception(appearance: options.appearance(), isQuiet: quiet, seed: options.seed)
    reception.authorityFile = caFile
    throw options.exit(reception.relay(port, to: server, choices))
  }
}
