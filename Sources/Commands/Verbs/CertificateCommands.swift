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
