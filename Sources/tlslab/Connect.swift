import ArgumentParser
import Console

/// `tlslab connect HOST:PORT …`
struct Connect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect",
    abstract: "Walks through a handshake with a real server, at the prompt.",
    discussion: """
      The server waits while you look: step, next, show keys, send, update-keys, close. Commands on \
      standard input are run instead of the prompt; with nothing there, the whole handshake is made. \
      Settings follow as at the prompt: client.verify=off, version=1.2, kx=rsa, resume=S1 ...; \
      ca=FILE names whom to trust beside the lab's own authorities, instead of this machine's roots; \
      starttls=smtp, imap, pop3 or xmpp asks for TLS first; cert=FILE key=FILE is what the client shows to \
      a server that asks, psk=NAME:HEX a key that both had before.
      """)

  @Argument(help: "The server, such as sip.example.com:5061.")
  var server: String

  @Argument(help: "key=value: settings, the words above, seed=N.")
  var choices: [String] = []

  @OptionGroup var options: SharedOptions

  func run() throws {
    let words = ([server] + choices).asOneLine
    guard options.isPrompt else {
      throw options.exit(try options.runner().run(reaching: words, seed: options.seed))
    }
    throw options.exit(try options.prompt(first: "walk " + words).run())
  }
}
