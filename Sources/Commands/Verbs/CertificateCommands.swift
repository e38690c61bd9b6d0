import Lab
import Screens
import X509

let certificateCommands: [Command] = [
  Command(
    "ca", .world, "authorities: who signs, and whom clients trust",
    forms: [
      Form(
        words: "list", meaning: "who stands above whom, and whom clients trust",
        data: { $0.lab.state(at: "authorities") ?? .null },
        run: { Screens.authorities($0.lab) }),
      Form(
        words: "create", .one(.any("NAME")),
        .named("by", .authority("CA"), meaning: "who signs it"), .certificateChoices,
        meaning: "a root, or with by=CA an authority under another one",
        run: CertificateVerbs.createAuthority),
      Form(
        words: "cross-sign", .one(.authority("NAME")),
        .named("by", .authority("CA"), meaning: "who signs it"),
        meaning: "another authority vouches for it too: who trusts that one trusts both",
        run: CertificateVerbs.crossSign),
      Form(
        words: "trust", .one(.authority("NAME")),
        meaning: "clients believe what it signs, from the next session on",
        run: CertificateVerbs.trust),
      Form(
        words: "distrust", .one(.authority("NAME")),
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
        words: "list", meaning: "the ready-made ones, by fault, and your own",
        data: { $0.lab.state(at: "certificates") ?? .null },
        run: { Screens.certificates($0.lab) }),
      Form(
        words: "issue", .one(.any("NAME")), .hosts,
        .named("ca", .authority("CA"), meaning: "who signs it; the firm's if none is named"),
        .certificateChoices,
        .named(
          "purpose", .list("purpose"), meaning: "such as server, client, codeSigning; or none"),
        .named("authority", .yesNo, meaning: "whether it may sign certificates"),
        .named("request", .any("NAME"), meaning: "a request of which it takes key and names"),
        meaning: "every choice that matters, the wrong ones too",
        run: CertificateVerbs.issue),
      Form(
        words: "request", .one(.any("NAME")), .hosts,
        .named("key", .choice("KEY"), meaning: "which key it is for"),
        meaning: "a key, and a request that proves that one has it",
        run: CertificateVerbs.request),
      Form(
        words: "use", .one(.certificate),
        meaning: "the server shows it, from the next session on", run: CertificateVerbs.use),
      Form(
        words: "revoke", .one(.certificate),
        meaning: "onto its authority's list; 'server': all that the server has",
        run: CertificateVerbs.revoke),
    ],
    examples: [
      .init("cert use expired", "then 'connect': what does the client say?"),
      .init("cert issue mine for=sip.uc.test ca=mallory", "a good name by the wrong authority"),
    ]),
]

enum CertificateVerbs {
  static func createAuthority(
    _ interpreter: inout Interpreter, _ name: String, _ issuer: String?,
    _ choices: CertificateChoices
  ) throws(CommandError) -> Page {
    let profile = try choices.authority(named: name, at: interpreter.lab.seconds)
    try interpreter.change { lab throws(LabError) in
      try lab.createAuthority(name, profile, key: choices.keyKind, under: issuer)
    }
    var page = Screens.authorities(interpreter.lab)
    page.next = ["ca trust \(name)", "cert issue mine ca=\(name)"]
    return page
  }

  static func crossSign(
    _ interpreter: inout Interpreter, _ name: String, _ issuer: String?
  ) throws(CommandError) -> Page {
    guard let issuer else {
      throw CommandError("'ca cross-sign' needs by=CA", meant: "ca cross-sign \(name) by=firm")
    }
    try interpreter.change { lab throws(LabError) in try lab.crossSign(name, by: issuer) }
    return Page(
      lines: [
        "\(issuer) vouches for \(name) too: its certificates go out with both from now on"
      ], next: ["ca list", "cert issue mine ca=\(name)"])
  }

  static func trust(
    _ interpreter: inout Interpreter, _ name: String
  ) throws(CommandError) -> Page { try setTrust(&interpreter, name, to: true) }

  static func distrust(
    _ interpreter: inout Interpreter, _ name: String
  ) throws(CommandError) -> Page { try setTrust(&interpreter, name, to: false) }

  private static func setTrust(
    _ interpreter: inout Interpreter, _ name: String, to isTrusted: Bool
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.setTrust(name, to: isTrusted) }
    let trusted = interpreter.lab.world.authorityNames.filter(interpreter.lab.world.isTrusted)
    let all = trusted.isEmpty ? "nobody" : trusted.joined(separator: ", ")
    return Page(
      lines: ["clients trust \(all), from the next session on"], next: ["connect", "ca list"])
  }

  static func issue(
    _ interpreter: inout Interpreter, _ name: String, _ hosts: [String], _ issuer: String?,
    _ choices: CertificateChoices, _ purposes: [CertificateProfile.ExtendedKeyUsage]?,
    _ isAuthority: Bool?, _ request: String?
  ) throws(CommandError) -> Page {
    let profile = try choices.server(
      hosts.isEmpty ? [interpreter.lab.world.serverName] : hosts,
      isAuthority: isAuthority ?? false, purposes: purposes, at: interpreter.lab.seconds)
    let identity = try interpreter.change { lab throws(LabError) in
      try lab.issueCertificate(
        name, profile, by: issuer ?? World.firmAuthority, key: choices.keyKind, for: request)
      return try lab.certificate(name)
    }
    return Screens.issued(name, identity)
  }

  static func request(
    _ interpreter: inout Interpreter, _ name: String, _ hosts: [String], _ key: CertifiedKey?
  ) throws(CommandError) -> Page {
    let hosts = hosts.isEmpty ? [interpreter.lab.world.serverName] : hosts
    try interpreter.change { lab throws(LabError) in
      try lab.requestCertificate(name, hosts: hosts, key: key ?? .ecdsa)
    }
    guard let made = interpreter.lab.world.registry.requests.last else { return Page() }
    return Screens.requested(made)
  }

  static func use(_ interpreter: inout Interpreter, _ name: String) throws(CommandError) -> Page {
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

  static func revoke(
    _ interpreter: inout Interpreter, _ name: String
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.revoke(name) }
    var lines = ["'\(name)' is on its authority's list of revoked certificates"]
    if interpreter.lab.settings.revocationMode == .off {
      lines.append("no client looks there: client.check.revocation is off")
    }
    return Page(lines: lines, next: ["set client.check.revocation hard", "connect"])
  }
}

extension Parameter where Value == [String] {
  /// Hosts; none where none are typed.
  fileprivate static var hosts: Parameter {
    Parameter(
      Parameter<[String]?>.named(
        "for", .hosts, meaning: "its names, commas between; uri: and email: too")
    ) { $0 ?? [] }
  }
}

extension Word where Value == Bool {
  fileprivate static var yesNo: Word { either(Choice("yes", ""), or: Choice("no", "")) }
}
