import Explanations
import Interceptor
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire

let tamperCommands: [Command] =
  [
    Command(
      "tamper", .attack, "changes a message on its way, by somebody who holds no key",
      forms: [
        Form(
          .one(.field("MESSAGE.PATH")), .optional(.newValue),
          .flag("--keep-lengths", meaning: "the lengths around a longer or shorter value stay"),
          meaning:
            "a field, or MESSAGE@OFFSET: a byte of the record. VALUE: hex, a name, or flip (a bit)",
          run: TamperVerbs.tamper)
      ],
      examples: [
        .init("tamper server_hello.random", "turns a bit over; who notices?"),
        .init("tamper application_data@20 ff", "one byte of the first data"),
        .init("tamper client_hello.cipher_suites 002f", "only one suite is left"),
      ]),
    simple("drop", "keeps a message back", .drop, "it never arrives"),
    simple(
      "replay", "lets a message arrive twice", .replay, "a copy arrives behind it",
      further: [
        Form(
          words: "flight", .one(.session("S")), .named("to", .choice("SERVER")),
          meaning: "sends the recorded ClientHello and early data of S again, to the same server",
          run: TamperVerbs.replayFlight)
      ],
      examples: [.init("replay flight S2", "early data of TLS 1.3, once more")]),
    simple("reorder", "lets a message arrive late", .reorder, "behind the next one of its sender"),
    simple(
      "truncate", "ends the connection early, for both", .truncate,
      "in place of that message, and without close_notify"),
    Command(
      "downgrade", .attack, "makes the two sides agree on less than they could",
      forms: [
        Form(
          .one(.helloLimit), .named("by", .choice("WAY")),
          meaning: "by rewriting, if nothing else is said",
          run: TamperVerbs.downgrade)
      ],
      examples: [
        .init("downgrade 1.2", "the next ClientHello offers no more"),
        .init("downgrade 1.2 by=cutting", "the client falls back by itself"),
      ]),
  ]

private func simple(
  _ verb: String, _ summary: String, _ deed: WireAttack.Deed, _ meaning: String,
  further: [Form] = [], examples: [Command.Example] = []
) -> Command {
  Command(
    verb, .attack, summary,
    forms: further + [
      Form(
        .optional(.messageName), meaning: "the message on its way, or the next: \(meaning)",
        run: { interpreter, name throws(CommandError) in
          try TamperVerbs.arm(WireAttack(deed, on: name), &interpreter)
        })
    ], examples: examples)
}

/// How a client is made to offer less.
enum WayDown: String, Choosable {
  case rewriting, cutting

  var meaning: String { said(.choice, "downgrade.\(rawValue)") }
}

extension Word where Value == HelloLimit {
  fileprivate static var helloLimit: Word {
    Word("VERSION|SUITE") { text, _ throws(CommandError) in
      if let version = ProtocolVersion.named(text) { return .version(version) }
      if let suite = CipherSuite(name: text) { return .suite(suite) }
      throw CommandError(
        refusal: "downgrade.unknown", ["word": text],
        more: [said(.refusal, "downgrade.unknown.suites")])
    }
  }
}

extension Word where Value == WireAttack.NewValue {
  fileprivate static var newValue: Word {
    Word("VALUE") { text, _ throws(CommandError) in try TamperVerbs.newValue(text) }
  }
}

extension Word where Value == String {
  /// The name of a message of any session.
  fileprivate static var messageName: Word {
    Word("MESSAGE", candidates: \.messages) { text, _ throws(CommandError) in
      try TamperVerbs.messageName(text)
    }
  }
}
