import Lab
import Platform
import Screens

/// `inspect` at the prompt: the page of `tlslab inspect`.
let inspectCommands: [Command] = [
  Command(
    "inspect", .look, "takes a chain of certificates in files apart, and verifies it",
    forms: [
      Form(
        .rest(.file()),
        .named("host", .any("NAME"), meaning: "what the first certificate must bear"),
        .named("trust", .file(), meaning: "roots to trust; without it those of this machine"),
        .named("at", .any("MOMENT"), meaning: "the moment of judgement: 2026-12-31; now"),
        .named("purpose", .any("PURPOSE"), meaning: "server, client or any"),
        .named("crl", .file(), meaning: "lists of revoked certificates; wanted of every authority"),
        meaning: "the peer's own certificate first, in PEM or DER",
        data: InspectVerb.data, run: InspectVerb.run)
    ],
    examples: [.init("inspect server.pem host=sip.uc.test", "a chain of one's own, check by check")]
  )
]

enum InspectVerb {
  static func data(
    _ interpreter: Interpreter, _ files: [String], _ host: String?, _ trust: String?,
    _ date: String?, _ purpose: String?, _ list: String?
  ) throws(CommandError) -> JSONValue {
    try inspection(interpreter, files, host, trust, date, purpose, list).data
  }

  static func run(
    _ interpreter: inout Interpreter, _ files: [String], _ host: String?, _ trust: String?,
    _ date: String?, _ purpose: String?, _ list: String?
  ) throws(CommandError) -> Page {
    try inspection(interpreter, files, host, trust, date, purpose, list).page
  }

  private static func inspection(
    _ interpreter: Interpreter, _ files: [String], _ host: String?, _ trust: String?,
    _ date: String?, _ purpose: String?, _ list: String?
  ) throws(CommandError) -> CertificateInspection {
    var choices = CertificateInspection.Choices(files: files.map { interpreter.url($0).path })
    choices.host = host
    choices.trust = trust.map { [interpreter.url($0).path] } ?? []
    choices.date = date
    choices.purpose = purpose
    choices.lists = list.map { [interpreter.url($0).path] } ?? []
    return try CertificateInspection(choices)
  }
}
