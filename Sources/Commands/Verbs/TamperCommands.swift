import Bytes
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

enum TamperVerbs {
  /// Sets an attack, and says whether it was done or waits.
  static func arm(
    _ attack: WireAttack, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    // Tried on a copy first: what the message on its way does not have changes nothing.
    var copy = interpreter.lab
    if let tried = copy.attack(attack), case .impossible(let why) = tried.result {
      throw CommandError("\(tried.message) can't be changed so: \(why.words)")
    }
    let done = try interpreter.change { lab throws(LabError) in lab.attack(attack) }
    return Screens.armed(attack, done, interpreter.lab)
  }

  /// Sends a recorded first flight again.
  static func replayFlight(
    _ interpreter: inout Interpreter, _ session: Session, _ target: FlightReplay.Target?
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in
      try lab.replayFlight(of: session.id, to: target ?? .server)
    }
    return Screens.connected(interpreter.lab, try interpreter.session(named: nil))
  }

  /// The name of a message, or the error that says which there are.
  static func messageName(_ word: String) throws(CommandError) -> String {
    guard let name = MessageKind.name(word) else {
      throw CommandError(
        "no message '\(word)'", details: ["such as: client_hello server_hello application_data"],
        meant: nearest(to: word, among: MessageKind.names).first)
    }
    return name
  }

  static func tamper(
    _ interpreter: inout Interpreter, _ target: String, _ value: WireAttack.NewValue?,
    _ keepsLengths: Bool
  ) throws(CommandError) -> Page {
    let value = value ?? .flipped
    if let at = target.lastIndex(of: "@") {
      guard let offset = Int(target[target.index(after: at)...]), offset >= 0 else {
        throw CommandError(
          "'\(target)' names no byte", details: ["an offset: application_data@20"])
      }
      let name = try messageName(String(target[..<at]))
      return try arm(
        WireAttack(.change(offset: offset, value: value), on: name), &interpreter)
    }
    let path = FieldPath(parsing: target)
    guard let first = path.components.first, path.components.count > 1 else {
      throw CommandError(
        "'\(target)' names no field", details: ["a message and its field: server_hello.random"],
        meant: "tamper \(target)@5")
    }
    let name = try messageName(first)
    let deed = WireAttack.Deed.changeField(
      FieldPath(Array(path.components.dropFirst())), value: value,
      keepsLengths: keepsLengths)
    return try arm(WireAttack(deed, on: name), &interpreter)
  }

  /// Hex digits, the name of a cipher suite or of a version, or `flip`.
  fileprivate static func newValue(_ word: String) throws(CommandError) -> WireAttack.NewValue {
    guard word != "flip" else { return .flipped }
    if let suite = CipherSuite(name: word) { return .bytes(bytes(of: suite.rawValue)) }
    if let version = ProtocolVersion.named(word) { return .bytes(bytes(of: version.rawValue)) }
    let digits = word.hasPrefix("0x") ? String(word.dropFirst(2)) : word
    guard let bytes = [UInt8](hex: digits), bytes.count <= 1 << 14 else {
      throw CommandError(
        "'\(word)' is no value",
        details: ["hex digits in pairs, a cipher suite, a version, or flip"])
    }
    return .bytes(bytes)
  }

  private static func bytes(of number: UInt16) -> [UInt8] {
    [UInt8(number >> 8), UInt8(number & 0xff)]
  }

  static func downgrade(
    _ interpreter: inout Interpreter, _ limit: HelloLimit, _ way: WayDown?
  ) throws(CommandError) -> Page {
    guard way == .cutting else {
      return try arm(WireAttack(.downgrade(limit), on: "client_hello"), &interpreter)
    }
    guard case .version(let version) = limit else {
      throw CommandError("a client does not fall back to other suites: only to lower versions")
    }
    try interpreter.change { lab throws(LabError) in lab.cutUntilFallback(to: version) }
    return Page(
      lines: [
        "the attacker cuts connections, until the client offers no more than TLS \(version.number)"
      ], next: ["predict attack=client|server|nobody", "connect", "set client.fallback-scsv off"])
  }
}

/// How a client is made to offer less.
enum WayDown: String, Choosable {
  case rewriting, cutting

  var meaning: String {
    switch self {
    case .rewriting: "the next ClientHello is changed on its way"
    case .cutting: "connections are cut until the client offers less"
    }
  }
}

extension Word where Value == HelloLimit {
  fileprivate static var helloLimit: Word {
    Word("VERSION|SUITE") { text, _ throws(CommandError) in
      if let version = ProtocolVersion.named(text) { return .version(version) }
      if let suite = CipherSuite(name: text) { return .suite(suite) }
      throw CommandError(
        "'\(text)' is neither a version nor a cipher suite",
        details: ["versions: 1.0 1.1 1.2", "'show ciphers' lists the suites"])
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

extension ProtocolVersion {
  /// A version by its number: `1.2`.
  fileprivate static func named(_ word: String) -> ProtocolVersion? {
    [ProtocolVersion.tls10, .tls11, .tls12, .tls13].first { $0.number == word }
  }
}
