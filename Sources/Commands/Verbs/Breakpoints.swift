import Bytes
import Explanations
import Lab
import Screens
import TLSEngine
import TLSWire

enum BreakpointVerbs {
  static func add(
    _ interpreter: inout Interpreter, _ breakpoint: Breakpoint
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in lab.addBreakpoint(breakpoint) }
    return page(interpreter.lab)
  }

  static func delete(
    _ interpreter: inout Interpreter, _ breakpoint: Breakpoint?
  ) throws(CommandError) -> Page {
    if let breakpoint, !interpreter.lab.breakpoints.contains(breakpoint) {
      throw CommandError(
        refusal: "breakpoint.none", ["name": breakpoint.name],
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

extension Word where Value == Breakpoint {
  /// Something to stop at.
  static var breakpoint: Word {
    Word(
      "WHAT", choices: Breakpoint.special.map { Choice($0.name, $0.meaning) },
      candidates: { _ in Breakpoint.all.map { Candidate($0.name, $0.meaning) } },
      read: { text, _ throws(CommandError) in try Breakpoint(named: text) })
  }

  /// A message to go on to; the other words are known, and refused by the verb.
  static var destination: Word {
    Word(
      "MESSAGE",
      candidates: { _ in Breakpoint.messages.map { Candidate($0.name, $0.meaning) } },
      read: { text, _ throws(CommandError) in try Breakpoint(named: text) })
  }

  /// Something that is stopped at now.
  static var setBreakpoint: Word {
    Word(
      "WHAT",
      candidates: { $0.interpreter.lab.breakpoints.map { Candidate($0.name, "stops there now") } },
      read: { text, interpreter throws(CommandError) in
        // What is no message is no breakpoint either: it is not the message that is missing.
        if let breakpoint = try? Breakpoint(named: text) { return breakpoint }
        throw CommandError(
          refusal: "breakpoint.none", ["name": text],
          meant: interpreter.lab.breakpoints.first.map { "delete \($0.name)" })
      })
  }
}

extension Breakpoint {
  /// The words that are no messages.
  fileprivate static let special: [Breakpoint] = [.alert, .secret, .verify]

  fileprivate static let messages: [Breakpoint] =
    MessageKind.names.filter { $0 != "alert" }.map { .message($0) }

  fileprivate static let all = special + messages

  fileprivate var meaning: String {
    if case .message = self { return said(.choice, "breakpoint.message") }
    return said(.choice, "breakpoint.\(name)")
  }

  /// Every word that can be stopped at.
  static let names = all.map(\.name)

  /// What a word means: `secret`, `client_hello`, `ClientHello`.
  init(named word: String) throws(CommandError) {
    if let special = Self.special.first(where: { $0.name == word }) {
      self = special
      return
    }
    guard let name = MessageKind.name(word) else {
      throw CommandError(
        refusal: "message.unknown", ["name": word],
        more: CommandError.several(word, among: Self.names)
          + [said(.refusal, "message.unknown.such-as")],
        meant: likely(word, among: Self.names))
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
  package static func name(_ word: String) -> String? {
    let letters = word.lowercased().filter { $0 != "_" }
    return names.first { $0.filter { $0 != "_" } == letters }
  }
}
