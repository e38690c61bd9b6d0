import Explanations
import Lab
import Screens

let attackCommands: [Command] = [
  Command(
    "record", .attack, Setting.netRecord.summary,
    forms: [
      Form(
        .one(.onOff(on: "it copies everything", off: "it copies nothing")),
        meaning: "from the next session on; on at first", run: AttackVerbs.record)
    ]),
  Command(
    "vault", .attack, "what is recorded, open or sealed",
    forms: [
      Form(
        .optional(.session("S")), meaning: "all recordings, or what one says",
        data: AttackVerbs.vaultData, run: AttackVerbs.vault)
    ],
    examples: [.init("vault S1", "what the attacker reads in it")]),
  Command(
    "compromise", aliases: ["steal"], .attack, "puts a secret into the attacker's hands",
    forms: [
      Form(
        .one(.loot), .optional(.session("S")),
        .named("in", .timeSpan, meaning: "after so long: recorded now, read later"),
        meaning: "and tries it on every recording; S: whose ephemeral key",
        run: AttackVerbs.compromise),
      Form(meaning: "what can be stolen", run: AttackVerbs.loot),
    ],
    examples: [
      .init("compromise server.key", "the key of the server's certificate"),
      .init("compromise server.ephemeral S2", "a session's own key, while it exists"),
      .init("compromise server.key-1", "the one before 'renew server.key'"),
      .init("compromise quantum in=10y", "what is recorded today, read in ten years"),
    ]),
  Command(
    "forget", .attack, "takes a secret out of the attacker's hands",
    forms: [
      Form(
        .one(.leak), .optional(.session("S")),
        meaning: "as if never stolen; S: of this session alone, where it is a session's own",
        run: AttackVerbs.forget)
    ],
    examples: [
      .init("forget server.traffic-secret S1", "that of S2 stays in the attacker's hands")
    ],
    isPossible: { !$0.lab.attacker.leaks.isEmpty }),
  Command(
    "predict", .attack, "notes what you expect; the next theft or attack shows it beside the fact",
    forms: [
      Form(
        .predictions,
        meaning:
          "which recordings the next theft will open; with attack=client|server|nobody who will notice",
        run: AttackVerbs.predict)
    ],
    examples: [
      .init("predict S1=sealed S2=sealed", "then 'compromise client.key'"),
      .init("predict attack=server", "then 'tamper', 'drop', 'downgrade' ..."),
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "decrypt", .attack, "a real attempt on a recording with everything stolen",
    forms: [
      Form(
        words: "all", meaning: "every recording", run: { Screens.vault($0.lab) }),
      Form(
        .one(.session("S")), meaning: "one recording",
        run: { Screens.opened($0.lab, $1) }),
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "cascade", .attack, "from what was stolen to the voice of a call, or to where it stops",
    forms: [
      Form(.optional(.session("S")), meaning: "each step of this run", run: AttackVerbs.cascade)
    ],
    examples: [.init("cascade S1", "stolen key, secrets, records, SDP, SRTP keys, sound")],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "guess", .attack, "tries passwords on proofs that were read, and on shared keys",
    forms: [
      Form(
        words: "common", meaning: "a thousand passwords that people choose",
        run: GuessVerbs.common),
      Form(
        words: "list", .one(.file()), meaning: "the words of a file, one a line",
        run: GuessVerbs.list),
      Form(.one(.any("PASSWORD")), meaning: "one word", run: GuessVerbs.one),
    ],
    examples: [
      .init("guess analytical-engine", "whether this is the password behind a digest"),
      .init("guess common", "what a list finds in a moment"),
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "matrix", .attack, "what every theft would open: recordings against loot",
    forms: [
      Form(
        meaning: "a real attempt in each cell, on copies: nothing is really stolen",
        data: AttackVerbs.matrixData, run: AttackVerbs.matrix)
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "timeline", .attack, "what each key opens, along time: sessions, renewals, thefts",
    forms: [
      Form(
        meaning: "a picture, and a sentence for each key; nothing is really stolen",
        data: { TimelineData.timelines($0.lab) }, run: { Screens.timeline($0.lab) })
    ],
    isPossible: { !$0.lab.sessions.isEmpty }),
  Command(
    "mitm", .attack, "puts the attacker between client and server",
    forms: [
      Form(
        words: "on", .named("cert", .choice("CERT")),
        meaning: "from the next session on; of its own authority, if no certificate is named",
        run: AttackVerbs.intercept),
      Form(words: "off", meaning: "from the next session on", run: AttackVerbs.withdraw),
    ],
    examples: [
      .init("mitm on cert=own-ca", "then 'connect', with client.verify on and off"),
      .init("mitm on cert=copied", "the server's real certificate, without its key"),
    ]),
  Command(
    "strip", .attack, "takes STARTTLS out of what a chat server offers in the open",
    forms: [
      Form(
        .one(.onOff(on: "it takes the offer out", off: "it leaves it in")),
        meaning: "from the next session on; off at first", run: AttackVerbs.strip)
    ],
    examples: [
      .init("strip on", "then 'connect scenario=chat-xmpp client.starttls=opportunistic'")
    ]),
]

/// What is expected of the next result.
enum Prediction: Sendable {
  case recording(session: String, VaultState)
  case notice(PredictedNotice)

  fileprivate init(_ pair: Token.Pair, _ lab: Lab) throws(CommandError) {
    if pair.key == "attack" {
      guard
        let notice = PredictedNotice(
          rawValue: Wording.meant(pair.value, among: PredictedNotice.allCases.map(\.rawValue)))
      else {
        throw CommandError(refusal: "prediction.notice", ["word": pair.value])
      }
      self = .notice(notice)
    } else {
      let states = [VaultState.open, .sealed]
      let word = Wording.meant(pair.value, among: states.map(\.rawValue))
      guard let state = states.first(where: { $0.rawValue == word }) else {
        throw CommandError(.notAPrediction(pair.value), in: lab)
      }
      self = .recording(session: pair.key, state)
    }
  }
}

extension Parameter where Value == [Prediction] {
  /// Sessions and what is thought of their recordings, or who is thought to notice an attack.
  fileprivate static var predictions: Parameter {
    Parameter(.pairs(.predictions)) { tokens, interpreter throws(CommandError) in
      var predictions: [Prediction] = []
      for case let pair? in tokens.map(\.pair) {
        predictions.append(try Prediction(pair, interpreter.lab))
      }
      return predictions
    }
  }
}

extension PairShape {
  private static let states = ["open", "sealed"].map { word in
    Choice(word, said(.choice, "prediction.\(word)"))
  }

  fileprivate static let predictions = PairShape(
    syntax: "SESSION=open|sealed ...",
    choices: states.map { Choice("SESSION=\($0.word)", $0.meaning) }
      + PredictedNotice.allCases.map { Choice("attack=\($0.typed)", $0.meaning) },
    keys: { typed in
      let lab = typed.interpreter.lab
      return lab.sessions.map { Candidate("\($0.id)=", typed.interpreter.summary(of: $0)) }
    },
    values: { _, _ in states.map { Candidate($0.word, $0.meaning) } })
}
