import Lab
import Screens
import X509

/// What `show` shows of computed values.
let keyForms: [Form] = [
  Form(
    .word("keys"), .optional("ACTOR", .choice(Actor.allCases.map(\.rawValue))), .ofSession,
    meaning: "the key schedule as a tree, or what one actor has of it",
    data: { interpreter, arguments throws(CommandError) in
      SessionData.keys(
        try interpreter.session(arguments), actor: arguments["ACTOR"].flatMap(Actor.init),
        interpreter.lab.view)
    },
    run: { interpreter, arguments throws(CommandError) in
      let session = try interpreter.session(arguments)
      return Screens.keys(
        session, actor: arguments["ACTOR"].flatMap(Actor.init),
        eyes: interpreter.lab.eyes(on: session))
    }),
  Form(
    .word("exporter"), .one("LABEL", .text), .optional("LENGTH", .number),
    .optional("CONTEXT", .text), .ofSession,
    meaning:
      "keys for another protocol (RFC 5705), such as EXTRACTOR-dtls_srtp; 32 bytes if none said",
    run: { interpreter, arguments throws(CommandError) in
      let session = try interpreter.session(arguments)
      let count = arguments["LENGTH"].flatMap { Int($0) } ?? 32
      guard
        let page = Screens.exporter(
          interpreter.lab, session, label: arguments.one("LABEL"), context: arguments["CONTEXT"],
          count: count)
      else {
        throw CommandError(
          "\(session.id) exports nothing now",
          details: [
            "it must be established, the label none of the handshake's own, the length at most 16384"
          ])
      }
      return page
    }),
  Form(
    .word("derivation"), .one("NAME", .value), .ofSession,
    meaning: "formula, inputs, value, and the openssl command that recomputes it",
    data: { interpreter, arguments throws(CommandError) in
      let session = try interpreter.session(arguments)
      let name = arguments.one("NAME")
      guard let data = SessionData.derivation(session, name, interpreter.lab.view) else {
        throw session.unknownDerivation(name)
      }
      return data
    },
    run: { interpreter, arguments throws(CommandError) in
      let session = try interpreter.session(arguments)
      let name = arguments.one("NAME")
      guard
        let page = Screens.derivation(session, name: name, eyes: interpreter.lab.eyes(on: session))
      else {
        throw session.unknownDerivation(name)
      }
      return page
    }),
]

/// What `show` shows of the whole.
let listForms: [Form] = [
  Form(
    .word("state"), .ofSession,
    meaning: "the states of both ends and what each accepts; where the session stands",
    data: { interpreter, _ in SessionData.transitions },
    run: { interpreter, arguments throws(CommandError) in
      guard arguments.pair("session") == nil else {
        return Screens.transitionTable(try interpreter.session(arguments))
      }
      return Screens.transitionTable(interpreter.lab.currentSession)
    }),
  Form(
    .word("sessions"), meaning: "all sessions of this world",
    data: { interpreter, _ in
      guard case .object(var sessions) = interpreter.lab.stateDocument.find(["sessions"]) else {
        return .null
      }
      sessions["last"] = nil
      return .object(sessions)
    },
    run: { interpreter, _ in Screens.sessions(interpreter.lab) }),
  Form(
    .word("ciphers"), meaning: "the cipher suites, and what each is made of",
    data: { interpreter, _ in SessionData.ciphers(interpreter.lab) },
    run: { interpreter, _ in Screens.ciphers(interpreter.lab) }),
  Form(
    .word("cert"), .optional("NAME", .certificate), .ofSession,
    meaning: "the certificates of the session, or one by its name: every field, every check",
    data: { interpreter, arguments throws(CommandError) in
      CertificateData.of(try interpreter.examination(arguments))
    },
    run: { interpreter, arguments throws(CommandError) in
      Screens.chain(try interpreter.examination(arguments))
    }),
  Form(
    .word("attacks"), meaning: "what was done to messages, and who noticed by what",
    data: { interpreter, _ in interpreter.lab.stateDocument.find(["attacks"]) ?? .null },
    run: { interpreter, _ in Screens.attacks(interpreter.lab) }),
]

extension Interpreter {
  /// The chain of a session as its client judged it, or a named one as a client would today.
  fileprivate func examination(
    _ arguments: Arguments
  ) throws(CommandError) -> CertificateExamination {
    guard let name = arguments["NAME"] else {
      let session = try session(arguments)
      guard let examination = session.examination else {
        throw CommandError(
          "the server of \(session.id) has shown no certificate", meant: "show cert good")
      }
      return examination
    }
    var lab = lab
    do throws(LabError) {
      let identity = try lab.certificate(name)
      return try lab.clientVerification().examine(identity.chain)
    } catch {
      throw CommandError(error, in: lab)
    }
  }
}

extension Session {
  func unknownDerivation(_ name: String) -> CommandError {
    let names = Screens.derivationNames(self)
    var error = CommandError("\(id) has computed no '\(name)' so far")
    error.meant = nearest(to: name, among: names).first.map { "show derivation \($0)" }
    if error.meant == nil, !names.isEmpty {
      error.details = ["it has: " + names.joined(separator: " ")]
    }
    return error
  }
}
