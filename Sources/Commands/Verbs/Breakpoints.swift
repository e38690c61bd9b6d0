import Bytes
import Lab
import Screens
import TLSEngine
import TLSWire

enum BreakpointVerbs {
  @Sendable static func add(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let breakpoint = try Breakpoint(named: arguments.one("WHAT"))
    try interpreter.change { lab throws(LabError) in lab.addBreakpoint(breakpoint) }
    return page(interpreter.lab)
  }

  @Sendable static func delete(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    var breakpoint: Breakpoint?
    if let word = arguments["WHAT"] { breakpoint = try Breakpoint(named: word) }
    if let breakpoint, !interpreter.lab.breakpoints.contains(breakpoint) {
      throw CommandError(
        "there is no breakpoint at \(breakpoint.name)",
        meant: interpreter.lab.breakpoints.first.map { "delete \($0.name)" })
    }
    try interpreter.change { lab throws(LabError) in lab.deleteBreakpoint(breakpoint) }
    return page(interpreter.lab)
  }

  private static func page(_ lab: Lab) -> Page {
    let names = lab.breakpoints.map(\.name).joined(separator: " ")
    return Page(
      lines: [names.isEmpty ? "continue stops nowhere" : "continue stops at: \(names)"],
      next: ["continue", "delete"])
  }
}

extension Breakpoint {
  /// The words that are no messages.
  private static let special: [Breakpoint] = [.alert, .secret, .verify]

  /// Every word that can be stopped at.
  static let names: [String] = special.map(\.name) + MessageKind.names.filter { $0 != "alert" }

  /// What a word means: `secret`, `client_hello`, `ClientHello`.
  init(named word: String) throws(CommandError) {
    if let special = Self.special.first(where: { $0.name == word }) {
      self = special
      return
    }
    guard let name = MessageKind.name(word) else {
      throw CommandError(
        "no message '\(word)'", meant: nearest(to: word, among: Self.names).first)
    }
    self = .message(name)
  }
}

extension MessageKind {
  /// The messages of all versions by their names.
  static let names: [String] =
    [
      HandshakeType.clientHello, .serverHello, .certificate, .serverKeyExchange,
      .certificateRequest, .serverHelloDone, .clientKeyExchange, .certificateVerify, .finished,
      .newSessionTicket, .helloRequest, .certificateStatus, .encryptedExtensions, .endOfEarlyData,
      .keyUpdate,
    ].map { MessageKind.handshake($0).name } + [
      MessageKind.changeCipherSpec.name, MessageKind.alert.name, MessageKind.applicationData.name,
    ]

  /// A message's name, however it was spelled: `ClientHello` is `client_hello`.
  static func name(_ word: String) -> String? {
    let letters = word.lowercased().filter { $0 != "_" }
    return names.first { $0.filter { $0 != "_" } == letters }
  }
}
