import ArgumentParser
import Console

/// `tlslab decrypt CAPTURE`
struct Decrypt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decrypt",
    abstract: "Opens a capture with keys, and says of each session in it what opens and why not.",
    discussion: """
      The capture is pcap or pcapng, packed by gzip or not; - is standard input: tcpdump -w - | tlslab \
      decrypt -. Private keys may be PEM, DER or PKCS #12, key logs as RFC 9850 has them; secrets in \
      a pcapng count too. SIP in it, over UDP, TCP or WebSocket, or in TLS that opens, leads to RTP and SRTP: \
      what can be heard of each call is said, and --audio writes it. Exit status: 0 the capture was read to its end, 1 a file can't be \
      opened or written, 64 the call is wrong, 65 the capture or a key is damaged or none, 130 Ctrl-C \
      ended it.
      """)

  @Argument(help: "The capture; - is standard input.", completion: .file())
  var capture: String

  @Option(help: "A private key of the server; several may be given.", completion: .file())
  var key: [String] = []

  @Option(help: "A key log of client or server (SSLKEYLOGFILE).", completion: .file())
  var keylog: [String] = []

  @Option(help: "A pre-shared key in hexadecimal digits.")
  var psk: [String] = []

  @Option(
    help: "The key of the server's tickets: 48 or 80 bytes as OpenSSL or nginx, 64 of the lab's.",
    completion: .file())
  var ticketKey: [String] = []

  @Option(help: "A file whose first line is the passphrase of the keys.", completion: .file())
  var passphraseFile: String?

  @Option(help: "Which connections: 'host 192.0.2.1 and port 5061', 'sni NAME'; not, or.")
  var filter: String?

  @Flag(help: "Show what was said in each session, as text.")
  var text = false

  @Option(
    help: "A folder for the plaintext, a file a direction.", completion: .directory)
  var out: String?

  @Option(
    help: "A folder for the sound of calls, a WAV file a call: the caller left, the called right.",
    completion: .directory)
  var audio: String?

  @Option(help: "A copy of the capture with the secrets in it, for Wireshark.", completion: .file())
  var pcapng: String?

  @Flag(help: "Show each session when it ends, and follow key logs that grow.")
  var watch = false

  @Flag(help: "Write over what is there.")
  var replace = false

  @Flag(help: "For other programs.")
  var json = false

  @OptionGroup var options: SharedOptions

  func validate() throws {
    if text && json { throw ValidationError("--text is for people; with --json take --out") }
  }

  func run() throws {
    var choices = DecryptionChoices(capture: capture)
    choices.keys = key
    choices.keyLogs = keylog
    choices.preSharedKeys = psk
    choices.ticketKeys = ticketKey
    choices.passphraseFile = passphraseFile
    choices.filter = filter
    choices.showsText = text
    choices.folder = out
    choices.soundFolder = audio
    choices.copy = pcapng
    choices.watches = watch
    choices.replaces = replace
    choices.json = json
    throw options.exit(CaptureDecrypter(appearance: options.appearance(), choices).run())
  }
}
