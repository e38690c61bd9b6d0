import Explanations
import Lab
import Screens
import X509

/// What `show` shows of computed values.
let keyForms: [Form] = [
  Form(
    words: "keys", .optional(.choice("ACTOR")), .session,
    meaning: "the key schedule as a tree, or what one actor has of it",
    data: { SessionData.keys($2, actor: $1, $0.lab.view) },
    run: { Screens.keys($2, actor: $1, eyes: $0.lab.eyes(on: $2)) }),
  Form(
    words: "exporter", .one(.any("LABEL")), .optional(.number("LENGTH")),
    .optional(.any("CONTEXT")), .session,
    meaning:
      "keys for another protocol (RFC 5705), such as EXTRACTOR-dtls_srtp; 32 bytes if none said",
    run: { interpreter, label, length, context, session throws(CommandError) in
      guard
        let page = Screens.exporter(
          interpreter.lab, session, label: label, context: context, count: length ?? 32)
      else {
        throw CommandError(noExport: session, label: label, context: context, count: length ?? 32)
      }
      return page
    }),
  Form(
    words: "derivation", .one(.value), .session,
    meaning: "formula, inputs, value, and the openssl command that recomputes it",
    data: { interpreter, name, session throws(CommandError) in
      guard let data = SessionData.derivation(session, name, interpreter.lab.view) else {
        throw session.unknownDerivation(name)
      }
      return data
    },
    run: { interpreter, name, session throws(CommandError) in
      guard
        let page = Screens.derivation(session, name: name, eyes: interpreter.lab.eyes(on: session))
          ?? Screens.recordedDerivation(interpreter.lab, session, name: name)
      else {
        throw session.unknownDerivation(
          name, Screens.recordedNames(interpreter.lab, session))
      }
      return page
    }),
]

/// What `show` shows of the whole.
let listForms: [Form] = [
  Form(
    words: "state", .sessionIfAny,
    meaning: "the states of both ends and what each accepts; where the session stands",
    data: { _, _ in SessionData.transitions },
    run: { interpreter, session in
      Screens.transitionTable(session, eyes: session.map(interpreter.lab.eyes) ?? .all)
    }),
  Form(
    words: "sessions", meaning: "all sessions of this world",
    data: { interpreter in
      guard case .object(var sessions) = interpreter.lab.state(at: "sessions") else {
        return .null
      }
      sessions["last"] = nil
      return .object(sessions)
    },
    run: { Screens.sessions($0.lab) }),
  Form(
    words: "ciphers", meaning: "the cipher suites, and what each is made of",
    data: { SessionData.ciphers($0.lab) }, run: { Screens.ciphers($0.lab) }),
  Form(
    words: "cert client", .sessionIfAny,
    meaning: "the client's certificates of the session, as the server judged them",
    data: { interpreter, session throws(CommandError) in
      CertificateData.of(try interpreter.clientExamination(session))
    },
    run: { interpreter, session throws(CommandError) in
      Screens.chain(try interpreter.clientExamination(session))
    }),
  Form(
    words: "cert", .optional(.certificate), .sessionIfAny,
    meaning: "the certificates of the session, or one by its name: every field, every check",
    data: { interpreter, name, session throws(CommandError) in
      CertificateData.of(try interpreter.examination(name, session))
    },
    run: { interpreter, name, session throws(CommandError) in
      Screens.chain(try interpreter.examination(name, session))
    }),
  Form(
    words: "attacks", meaning: "what was done to messages, and who noticed by what",
    data: { $0.lab.state(at: "attacks") ?? .null },
    run: { Screens.attacks($0.lab) }),
]

extension Interpreter {
  /// The client's chain of a session as its server judged it.
  fileprivate func clientExamination(
    _ session: Session?
  ) throws(CommandError) -> CertificateExamination {
    guard let session else { throw CommandError(.noCurrentSession, in: lab) }
    if let examination = lab.seen(session).clientExamination { return examination }
    throw CommandError(
      refusal: lab.view == .all
        ? "certificate.client-not-shown" : "certificate.client-not-shown.viewer",
      ["session": session.id, "viewer": lab.view.rawValue],
      meant: lab.view == .all ? "set client.cert good" : nil)
  }

  /// The chain of a session as its client judged it, or a named one as a client would today.
  fileprivate func examination(
    _ name: String?, _ session: Session?
  ) throws(CommandError) -> CertificateExamination {
    guard let name else {
      guard let session else { throw CommandError(.noCurrentSession, in: lab) }
      guard let examination = lab.seen(session).examination else {
        throw CommandError(
          refusal: lab.view == .all ? "certificate.not-shown" : "certificate.not-shown.viewer",
          ["session": session.id, "viewer": lab.view.rawValue], meant: "show cert good")
      }
      return examination
    }
    var lab = lab
    do throws(LabError) {
      let owner = lab.owner(ofCertificate: name)
      let chain = try lab.certificate(name, of: owner).chain
      return owner == .client
        ? try lab.serversVerification().examine(chain)
        : try lab.clientVerification().examine(chain)
    } catch {
      throw CommandError(error, in: lab)
    }
  }
}

extension Session {
  /// - Parameter recorded: what the attacker computed of a session that was recorded elsewhere.
  func unknownDerivation(_ name: String, _ recorded: [String] = []) -> CommandError {
    let names = recorded.isEmpty ? Screens.derivationNames(self) : recorded
    var error = CommandError(refusal: "value.unknown", ["session": id, "name": name])
    error.meant = likely(name, among: names).map { "show derivation \($0)" }
    if error.meant == nil, !names.isEmpty {
      error.details = [
        said(.refusal, "value.unknown.names", ["names": names.joined(separator: " ")])
      ]
    }
    return error
  }
}
