public import Commands
import Lab
import TLSKeys

/// Further forms of verbs that exist: with a real server.
public let socketForms: [FurtherForms] = [
  FurtherForms(
    of: "connect",
    [
      Form(
        .call, meaning: "with a real server, over TCP: the handshake; then 'send', 'close'",
        run: ReachVerbs.connect)
    ],
    examples: [
      .init(
        "connect 127.0.0.1:4433 ca=ca.pem",
        "a real server; ca: whom to trust, in place of this machine's roots"
      )
    ]),
  FurtherForms(
    of: "walk",
    [
      Form(
        .onScreen, .call, meaning: "the same with a real server, which waits while you look",
        run: ReachVerbs.walk)
    ],
    examples: [
      .init("walk mail.example.com:25 starttls=smtp", "one's own mail server, message by message")
    ]),
]

/// The verbs that reach real programs.
public let socketCommands: [Command] = [
  Command(
    "listen", .connect, "waits for a real client on a port of this machine",
    forms: [
      Form(
        .optional(.number("PORT")), .entropy, .wait, .listenTerms,
        meaning:
          "\(ListenVerbs.usualPort) if none is named; then step, next and 'serve' go on with it",
        run: ListenVerbs.listen)
    ],
    examples: [
      .init("listen 8443", "then, in another window: curl -k https://127.0.0.1:8443/"),
      .init("listen 8443 cert=server.pem key=server.key", "with a certificate of your own"),
    ]),
  Command(
    "probe", .look, "asks a real server what it takes, and who can read what is recorded there",
    forms: [
      Form(
        .probeTerms,
        meaning: "versions, suites and groups in its order, certificate, tickets; what to change",
        data: ProbeVerb.data, run: ProbeVerb.run)
    ],
    examples: [
      .init("probe 127.0.0.1:5061 rate=20", "a server of your own, twenty connections a second"),
      .init("probe mail.example.com:25 starttls=smtp", "one connection a second at most"),
    ]),
  Command(
    "serve", .connect, "answers the real client: the page that shows it its own handshake",
    forms: [
      Form(meaning: "as soon as its request is there; then closes", run: ListenVerbs.serve)
    ],
    isPossible: { $0.lab.currentSession?.ownSide == .server }),
  Command(
    "relay", .attack, "stands between a real client and a real server",
    forms: [
      Form(
        .one(.number("PORT")), .one(.address), .entropy, .wait, .relayTerms,
        meaning: "waits on PORT of this machine for a client, and calls the server for it",
        run: RelayVerbs.relay)
    ],
    examples: [
      .init("relay 8444 127.0.0.1:8443", "then: curl -k https://127.0.0.1:8444/"),
      .init("relay 8444 127.0.0.1:8443 cert=copied", "the genuine certificate, without its key"),
    ]),
]
