import ArgumentParser
import Commands
import Console

/// `tlslab inspect CERT.pem…`
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Takes a chain of certificates apart and verifies it step by step.",
    discussion: """
      The peer's own certificate comes first, in PEM or DER; one file may hold the whole chain, and \
      - is standard input. \
      Exit status: 0 every check passed that was asked for, 1 one failed or could not be made, 64 the \
      call is wrong, 65 a file without certificates, or with one that can't be read.
      """)

  @Argument(help: "Files with the chain.")
  var files: [String]

  @Option(help: "The name or address that the first certificate must bear.")
  var host: String?

  @Option(help: "A file with roots to trust; without it those of this machine.")
  var trust: [String] = []

  @Option(
    name: .customLong("at"),
    help: "The moment of judgement, such as 2026-12-31 or 2026-12-31T23:59:59Z.")
  var date: String?

  @Option(help: "What it is to be good for: server, client or any.")
  var purpose: String?

  @Option(help: "The most authorities between the first certificate and a trusted one.")
  var depth: Int?

  @Option(
    help: "A file with lists of revoked certificates: one is wanted of every authority on the path."
  )
  var crl: [String] = []

  @Flag(help: "Any certificate that is trusted ends the path, a root or not.")
  var partialChain = false

  @Flag(help: "What RFC 5280 asks of issuers counts too.")
  var strict = false

  @Flag(help: "For other programs.")
  var json = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    var choices = CertificateInspection.Choices(files: files)
    choices.host = host
    choices.trust = trust
    choices.date = date
    choices.purpose = purpose
    choices.depth = depth
    choices.lists = crl
    choices.endsAnywhere = partialChain
    choices.isStrict = strict
    throw options.exit(Inspector(appearance: options.appearance(), json: json).run(choices))
  }
}
