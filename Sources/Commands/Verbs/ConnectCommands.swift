import Explanations
import Files
import Lab
import Screens
import TLSEngine
import TLSKeys

let connectCommands: [Command] = [
  Command(
    "connect", .connect, "makes one whole session: handshake and conversation",
    forms: [
      Form(
        .settings,
        meaning: "settings that are given here hold for this session only",
        run: ConnectVerbs.connect)
    ],
    examples: [
      .init("connect", "with the settings in force"),
      .init("connect kx=rsa", "with RSA key exchange"),
      .init("connect kx=ecdhe group=x25519", "with an ephemeral key exchange"),
    ]),
  Command(
    "walk", .connect, "begins a session and stops before its first step",
    forms: [
      Form(
        .onScreen, .settings, meaning: "then step, next and back go through it",
        run: ConnectVerbs.walk)
    ],
    examples: [
      .init("walk kx=rsa", "then 'step', 'next', 'back'"),
      .init("walk --screen", "on the whole terminal, with arrow keys"),
    ]),
  Command(
    "send", .connect, "sends text on the established connection",
    forms: [
      Form(
        .one(.side), .text("TEXT"),
        meaning: "from one end to the other", run: ConnectVerbs.send)
    ],
    examples: [.init("send client \"hello, server\"", "what does the eavesdropper see of it?")],
    isPossible: { $0.lab.currentSession != nil }),
  Command(
    "send-file", .connect, "sends what is in a file on the established connection",
    forms: [
      Form(
        .one(.side), .one(.file()),
        meaning: "as it is, from one end to the other; \(ConnectVerbs.fileLimit) bytes at most",
        run: ConnectVerbs.sendFile)
    ],
    examples: [.init("send-file client request.txt", "'export data' writes what came")],
    isPossible: { $0.lab.currentSession != nil }),
  Command(
    "update-keys", .connect, "changes the keys of an established session of TLS 1.3",
    forms: [
      Form(
        .optional(.side), .whether(Choice("request", "the other side's keys too")),
        meaning: "of what one side sends, the client (or the lab's own end) if none is named",
        run: ConnectVerbs.updateKeys)
    ],
    examples: [
      .init("update-keys", "the client's keys"),
      .init("update-keys server request", "the server's, and the client's in return"),
    ],
    isPossible: { $0.lab.currentSession != nil }),
  Command(
    "renegotiate", .connect, "makes a further handshake on a connection of TLS 1.2 or before",
    forms: [
      Form(
        .optional(.side), .optional(.choice("CERTIFICATE", [.request, .require])),
        meaning: "the client begins, or the server asks it to",
        run: ConnectVerbs.renegotiate)
    ],
    examples: [
      .init("renegotiate", "the client offers anew, under the keys that are there"),
      .init("renegotiate server require", "the server wants to know who the client is after all"),
    ],
    isPossible: { $0.lab.currentSession != nil }),
  Command(
    "request-certificate", .connect,
    "the server of a session of TLS 1.3 asks for the client's certificate, after the handshake",
    forms: [
      Form(
        meaning: "the client must have one: connect client.cert=good",
        run: ConnectVerbs.requestCertificate)
    ],
    examples: [.init("request-certificate", "who is this client?")],
    isPossible: { $0.lab.currentSession != nil }),
  Command(
    "hang-up", .connect, "ends the call: BYE, and its 200; the connection stays",
    forms: [Form(meaning: "the caller's telephone does", run: ConnectVerbs.hangUp)],
    isPossible: { $0.lab.currentSession != nil }),
  Command(
    "close", .connect, "ends the session with close_notify",
    forms: [
      Form(
        meaning: "from the client's end, or from the lab's own; what is under way comes first",
        run: ConnectVerbs.close)
    ],
    isPossible: { $0.lab.currentSession != nil }),
]

enum ConnectVerbs {
  static func connect(
    _ interpreter: inout Interpreter, _ settings: SettingPairs
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.connect(settings) }
    return Screens.connected(interpreter.lab, try interpreter.session(named: nil))
  }

  static func walk(
    _ interpreter: inout Interpreter, _ onScreen: Bool, _ settings: SettingPairs
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.walk(settings) }
    return interpreter.walking(onScreen, Screens.step(interpreter.lab, played: []))
  }

  static func send(
    _ interpreter: inout Interpreter, _ side: Side, _ text: String
  ) throws(CommandError) -> Page {
    let played = try interpreter.play { lab, courier throws(LabError) in
      try lab.send(text, from: side, by: courier)
    }
    return Screens.step(interpreter.lab, played: played)
  }

  /// More would be thousands of records, each of them a step.
  static let fileLimit = 1 << 20

  static func sendFile(
    _ interpreter: inout Interpreter, _ side: Side, _ name: String
  ) throws(CommandError) -> Page {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileContents.read(interpreter.url(name))
    } catch {
      throw CommandError(
        refusal: "file.unreadable", ["file": name, "reason": error.reason], status: .badData)
    }
    guard !bytes.isEmpty else { throw CommandError(refusal: "file.empty", ["file": name]) }
    guard bytes.count <= fileLimit else {
      throw CommandError(refusal: "file.too-long", ["file": name, "limit": "\(fileLimit)"])
    }
    let played = try interpreter.play { lab, courier throws(LabError) in
      try lab.send(bytes, from: side, by: courier)
    }
    return Screens.step(interpreter.lab, played: played)
  }

  static func updateKeys(
    _ interpreter: inout Interpreter, _ side: Side?, _ requesting: Bool
  ) throws(CommandError) -> Page {
    let side = interpreter.side(side)
    let played = try interpreter.play { lab, courier throws(LabError) in
      try lab.updateKeys(from: side, requesting: requesting, by: courier)
    }
    return Screens.step(interpreter.lab, played: played)
  }

  static func renegotiate(
    _ interpreter: inout Interpreter, _ side: Side?, _ asking: ClientAuthentication?
  ) throws(CommandError) -> Page {
    let side = interpreter.side(side)
    // Only the server can want to know.
    if let asking, side == .client {
      throw CommandError(
        refusal: "certificates.client-asks", meant: "renegotiate server \(asking.typed)")
    }
    let played = try interpreter.play { lab, courier throws(LabError) in
      try lab.renegotiate(from: side, asking: asking, by: courier)
    }
    return Screens.step(interpreter.lab, played: played)
  }

  static func requestCertificate(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let played = try interpreter.play { lab, courier throws(LabError) in
      try lab.requestCertificate(by: courier)
    }
    return Screens.step(interpreter.lab, played: played)
  }

  static func hangUp(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let played = try interpreter.play { lab, _ throws(LabError) in try lab.hangUp() }
    return Screens.step(interpreter.lab, played: played)
  }

  static func close(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let before = interpreter.lab.currentSession
    let played = try interpreter.play { lab, courier throws(LabError) in
      try lab.close(by: courier)
    }
    var page = Screens.step(interpreter.lab, played: played)
    if let before, before.outside == nil, before.outcome != .established, !before.isAtRest {
      page.blocks.insert(contentsOf: [.line(Line(said(.deed, "close.after"))), .blank], at: 0)
    }
    return page
  }
}

extension Interpreter {
  /// The side that was named, or else the one that the lab plays; the client where it plays both.
  func side(_ named: Side?) -> Side { named ?? lab.currentSession?.ownSide ?? .client }
}
