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
        .named(
          "depth", .any("NUMBER"), meaning: "the most authorities between it and a trusted one"),
        .flag("--partial-chain", meaning: "any certificate that is trusted ends the path"),
        .flag("--strict", meaning: "what RFC 5280 asks of issuers counts too"),
        meaning: "the peer's own certificate first, in PEM or DER",
        data: InspectVerb.data, run: InspectVerb.run)
    ],
    examples: [.init("inspect server.pem host=sip.uc.test", "a chain of one's own, check by check")]
  )
]

enum InspectVerb {
  static func data(
    _ interpreter: Interpreter, _ files: [String], _ host: String?, _ trust: String?,
    _ date: String?, _ purpose: String?, _ list: String?, _ depth: String?,
    _ endsAnywhere: Bool, _ isStrict: Bool
  ) throws(CommandError) -> JSONValue {
    let rules = try Rules(depth, endsAnywhere, isStrict)
    return try inspection(interpreter, files, host, trust, date, purpose, list, rules).data
  }

  static func run(
    _ interpreter: inout Interpreter, _ files: [String], _ host: String?, _ trust: String?,
    _ date: String?, _ purpose: String?, _ list: String?, _ depth: String?,
    _ endsAnywhere: Bool, _ isStrict: Bool
  ) throws(CommandError) -> Page {
    let rules = try Rules(depth, endsAnywhere, isStrict)
    return try inspection(interpreter, files, host, trust, date, purpose, list, rules).page
  }

  /// How the path is to be.
  private struct Rules {
    var depth: Int?
    var endsAnywhere: Bool
    var isStrict: Bool

    init(_ depth: String?, _ endsAnywhere: Bool, _ isStrict: Bool) throws(CommandError) {
      self.endsAnywhere = endsAnywhere
      self.isStrict = isStrict
      guard let depth else { return }
      guard let number = Int(depth) else {
        throw CommandError(refusal: "inspection.depth", ["word": depth], meant: "depth=1")
      }
      self.depth = number
    }
  }

  private static func inspection(
    _ interpreter: Interpreter, _ files: [String], _ host: String?, _ trust: String?,
    _ date: String?, _ purpose: String?, _ list: String?, _ rules: Rules
  ) throws(CommandError) -> CertificateInspection {
    var choices = CertificateInspection.Choices(files: files.map { interpreter.url($0).path })
    choices.host = host
    choices.trust = trust.map { [interpreter.url($0).path] } ?? []
    choices.date = date
    choices.purpose = purpose
    choices.depth = rules.depth
    choices.endsAnywhere = rules.endsAnywhere
    choices.isStrict = rules.isStrict
    choices.lists = list.map { [interpreter.url($0).path] } ?? []
    return try CertificateInspection(choices)
  }
}
