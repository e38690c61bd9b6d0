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
          .one("MESSAGE.PATH", .field), .optional("VALUE", .text),
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
    simple("replay", "lets a message arrive twice", .replay, "a copy arrives behind it"),
    simple("reorder", "lets a message arrive late", .reorder, "behind the next one of its sender"),
    simple(
      "truncate", "ends the connection early, for both", .truncate,
      "in place of that message, and without close_notify"),
    Command(
      "downgrade", .attack, "makes the two sides agree on less than they could",
      forms: [
        Form(
          .one("VERSION|SUITE", .text),
          .pairs(.named([("by", .choice(["rewriting", "cutting"]))])),
          meaning:
            "by rewriting the next ClientHello, or by cutting connections until the client offers less",
          run: TamperVerbs.downgrade)
      ],
      examples: [
        .init("downgrade 1.2", "the next ClientHello offers no more"),
        .init("downgrade 1.2 by=cutting", "the client falls back by itself"),
      ]),
  ]

private func simple(
  _ verb: String, _ summary: String, _ deed: WireAttack.Deed, _ meaning: String
) -> Command {
  Command(
    verb, .attack, summary,
    forms: [
      Form(
        .optional("MESSAGE", .message), meaning: "the message on its way, or the next: \(meaning)",
        run: { interpreter, arguments throws(CommandError) in
          let name = try arguments["MESSAGE"].map { word throws(CommandError) in
            try TamperVerbs.messageName(word)
          }
          return try TamperVerbs.arm(WireAttack(deed, on: name), &interpreter)
        })
    ])
}

enum TamperVerbs {
  /// Sets an attack, and says whether it was done or waits.
  static func arm(
    _ attack: WireAttack, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    // Tried on a copy first: what the message on its way does not have changes nothing.
    var copy = interpreter.lab
    if let tried = copy.attack(attack), case .impossible(let why) = tried.result {
      throw CommandError("\(tried.message) can't be changed so: \(why)")
    }
    let done = try interpreter.change { lab throws(LabError) in lab.attack(attack) }
    return Screens.armed(attack, done, interpreter.lab)
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

  @Sendable static func tamper(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let target = arguments.one("MESSAGE.PATH")
    let value = try newValue(arguments["VALUE"])
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
      keepsLengths: arguments.flags.contains("--keep-lengths"))
    return try arm(WireAttack(deed, on: name), &interpreter)
  }

  /// Hex digits, the name of a cipher suite or of a version, or `flip`.
  private static func newValue(_ word: String?) throws(CommandError) -> WireAttack.NewValue {
    guard let word, word != "flip" else { return .flipped }
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

  @Sendable static func downgrade(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let word = arguments.one("VERSION|SUITE")
    let isCutting = arguments.pair("by") == "cutting"
    if let version = ProtocolVersion.named(word) {
      guard isCutting else {
        return try arm(
          WireAttack(.downgrade(.version(version)), on: "client_hello"), &interpreter)
      }
      try interpreter.change { lab throws(LabError) in lab.cutUntilFallback(to: version) }
      return Page(
        lines: [
          "the attacker cuts connections, until the client offers no more than TLS \(word)"
        ], next: ["predict attack=nobody", "connect", "set client.fallback-scsv off"])
    }
    guard let suite = CipherSuite(name: word) else {
      throw CommandError(
        "'\(word)' is neither a version nor a cipher suite",
        details: ["versions: 1.0 1.1 1.2", "'show ciphers' lists the suites"])
    }
    guard !isCutting else {
      throw CommandError("a client does not fall back to other suites: only to lower versions")
    }
    return try arm(WireAttack(.downgrade(.suite(suite)), on: "client_hello"), &interpreter)
  }
}

extension ProtocolVersion {
  /// A version by its number: `1.2`.
  fileprivate static func named(_ word: String) -> ProtocolVersion? {
    [ProtocolVersion.tls10, .tls11, .tls12, .tls13].first { $0.number == word }
  }
}
