import Lab
import Screens
import X509

let certificateCommands: [Command] = [
  Command(
    "ca", .world, "authorities: who signs, and whom clients trust",
    forms: [
      Form(
        .word("list"), meaning: "who stands above whom, and whom clients trust",
        data: { interpreter, _ in interpreter.lab.stateDocument.find(["authorities"]) ?? .null },
        run: { interpreter, _ in Screens.authorities(interpreter.lab) }),
      Form(
        .word("create"), .one("NAME", .text),
        .pairs(.named(CertificateChoices.authorityPairs)),
        meaning: "a root, or with by=CA an authority under another one",
        run: CertificateVerbs.createAuthority),
      Form(
        .word("cross-sign"), .one("NAME", .authority), .pairs(.named([("by", .authority)])),
        meaning: "another authority vouches for it too: who trusts that one trusts both",
        run: CertificateVerbs.crossSign),
      Form(
        .word("trust"), .one("NAME", .authority),
        meaning: "clients believe what it signs, from the next session on",
        run: CertificateVerbs.trust),
      Form(
        .word("distrust"), .one("NAME", .authority),
        meaning: "clients believe it no more, from the next session on",
        run: CertificateVerbs.distrust),
    ],
    examples: [
      .init("ca trust mallory", "as an attacker with access to the client would do"),
      .init("ca create my-issuing by=firm path-length=0", "an intermediate"),
    ]),
  Command(
    "cert", .world, "certificates: issue them, show them, revoke them",
    forms: [
      Form(
        .word("list"), meaning: "the ready-made ones, by fault, and your own",
        data: { interpreter, _ in interpreter.lab.stateDocument.find(["certificates"]) ?? .null },
        run: { interpreter, _ in Screens.certificates(interpreter.lab) }),
      Form(
        .word("issue"), .one("NAME", .text), .pairs(.named(CertificateChoices.issuePairs)),
        meaning: "every choice that matters, the wrong ones too",
        run: CertificateVerbs.issue),
      Form(
        .word("request"), .one("NAME", .text),
        .pairs(.named([("for", .text), ("key", CertificateChoices.key)])),
        meaning: "a key, and a request that proves that one has it",
        run: CertificateVerbs.request),
      Form(
        .word("use"), .one("NAME", .certificate),
        meaning: "the server shows it, from the next session on", run: CertificateVerbs.use),
      Form(
        .word("revoke"), .one("NAME", .certificate),
        meaning: "onto its authority's list; 'server': all that the server has",
        run: CertificateVerbs.revoke),
    ],
    examples: [
      .init("cert use expired", "then 'connect': what does the client say?"),
      .init("cert issue mine for=sip.uc.test ca=mallory", "a good name by the wrong authority"),
    ]),
]

enum CertificateVerbs {
  @Sendable static func createAuthority(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let name = arguments.one("NAME")
    let choices = CertificateChoices(arguments, at: interpreter.lab.seconds)
    let profile = try choices.authority(named: name)
    try interpreter.change { lab throws(LabError) in
      try lab.createAuthority(name, profile, key: choices.keyKind, under: choices.issuer)
    }
    var page = Screens.authorities(interpreter.lab)
    page.next = ["ca trust \(name)", "cert issue mine ca=\(name)"]
    return page
  }

  @Sendable static func crossSign(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let name = arguments.one("NAME")
    guard let issuer = arguments.pair("by") else {
      throw CommandError("'ca cross-sign' needs by=CA", meant: "ca cross-sign \(name) by=firm")
    }
    try interpreter.change { lab throws(LabError) in try lab.crossSign(name, by: issuer) }
    return Page(
      lines: [
        "\(issuer) vouches for \(name) too: its certificates go out with both from now on"
      ], next: ["ca list", "cert issue mine ca=\(name)"])
  }

  @Sendable static func trust(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try setTrust(&interpreter, arguments.one("NAME"), to: true)
  }

  @Sendable static func distrust(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try setTrust(&interpreter, arguments.one("NAME"), to: false)
  }

  private static func setTrust(
    _ interpreter: inout Interpreter, _ name: String, to isTrusted: Bool
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.setTrust(name, to: isTrusted) }
    let trusted = interpreter.lab.world.authorityNames.filter(interpreter.lab.world.isTrusted)
    let all = trusted.isEmpty ? "nobody" : trusted.joined(separator: ", ")
    return Page(
      lines: ["clients trust \(all), from the next session on"], next: ["connect", "ca list"])
  }

  @Sendable static func issue(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let name = arguments.one("NAME")
    let choices = CertificateChoices(arguments, at: interpreter.lab.seconds)
    let profile = try choices.server(interpreter.lab.world.serverName)
    let identity = try interpreter.change { lab throws(LabError) in
      try lab.issueCertificate(
        name, profile, by: choices.issuer ?? World.firmAuthority, key: choices.keyKind,
        for: arguments.pair("request"))
      return try lab.certificate(name)
    }
    return Screens.issued(name, identity)
  }

  @Sendable static func request(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let name = arguments.one("NAME")
    let choices = CertificateChoices(arguments, at: interpreter.lab.seconds)
    let hosts = choices.hosts.isEmpty ? [interpreter.lab.world.serverName] : choices.hosts
    try interpreter.change { lab throws(LabError) in
      try lab.requestCertificate(name, hosts: hosts, key: choices.keyKind)
    }
    guard let made = interpreter.lab.world.registry.requests.last else { return Page() }
    return Screens.requested(made)
  }

  @Sendable static func use(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let name = arguments.one("NAME")
    _ = try interpreter.change { lab throws(LabError) in
      try lab.set(Setting.serverCert.key, to: name)
    }
    let kind = ReadyMadeCertificate(rawValue: name)
    return Page(
      lines: [
        "the server shows '\(name)', from the next session on"
          + (kind.map { ": \($0.words)" } ?? "")
      ], next: ["connect", "unset server.cert"])
  }

  @Sendable static func revoke(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let name = arguments.one("NAME")
    try interpreter.change { lab throws(LabError) in try lab.revoke(name) }
    var lines = ["'\(name)' is on its authority's list of revoked certificates"]
    if interpreter.lab.settings.revocationMode == .off {
      lines.append("no client looks there: client.check.revocation is off")
    }
    return Page(lines: lines, next: ["set client.check.revocation hard", "connect"])
  }
}
