import ArgumentParser
import Commands
import Console
import Platform

/// `tlslab inspect CERT.pem…`
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes a chain of certificates apart and verifies it step by step.",
    discussion: """
      The peer's own certificate comes first, in PEM or DER; one file may hold the whole chain. \
      Exit status: 0 no check failed, 1 one did, 65 a file without certificates.
      """)

  @Argument(help: "Files with the chain.")
  var files: [String]

  @Option(help: "The name or address that the first certificate must bear.")
  var host: String?

  @Option(help: "A file with roots to trust; without it those of this machine.")
  var trust: [String] = []

  @Option(name: .customLong("at"), help: "The day of judgement, such as 2026-12-31.")
  var date: String?

  @Flag(help: "For other programs.")
  var json = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    var choices = CertificateInspection.Choices(files: files.map { URL(fileURLWithPath: $0) })
    choices.host = host
    choices.trust = trust.map { URL(fileURLWithPath: $0) }
    choices.date = date
    throw options.exit(Inspector(appearance: options.appearance(), json: json).run(choices))
  }
}
