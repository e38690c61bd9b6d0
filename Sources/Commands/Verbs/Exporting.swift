import CryptoPrimitives
import Files
import Foundation
import Lab
import Screens
import Transcripts
import X509

/// What `export` writes.
let exportForms: [Form] = [
  Form(
    .word("text"), .one("FILE", .file), .ofSession,
    meaning: "the annotated transcript of a session, to be read without the program",
    run: Exporting.text),
  Form(
    .word("json"), .one("FILE", .file), .ofSession,
    meaning: "the state of the lab and its sessions with every message, or one session",
    run: Exporting.json),
  Form(
    .word("key"), .one("FILE", .file),
    meaning: "the private key of the server's certificate, PEM; readable by you alone",
    run: Exporting.key),
]

enum Exporting {
  @Sendable static func text(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let session = try interpreter.session(arguments)
    let file = interpreter.url(arguments.one("FILE"))
    try write(Transcript(interpreter.lab, session).text, to: file, mode: 0o600)
    return Page(
      lines: [
        "written to \(arguments.one("FILE")): the transcript of \(session.id)",
        "it holds the secrets of this session; only you may read it",
      ])
  }

  @Sendable static func json(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let lab = interpreter.lab
    var sessions = lab.sessions
    if let name = arguments.pair("session") { sessions = [try interpreter.session(named: name)] }
    let document = JSONValue.object([
      "state": lab.stateDocument,
      "sessions": .object(
        Dictionary(
          sessions.map { ($0.id, SessionData.whole($0, lab)) },
          uniquingKeysWith: { first, _ in first })),
    ])
    let file = interpreter.url(arguments.one("FILE"))
    try write(document.json() + "\n", to: file, mode: 0o600)
    return Page(
      lines: [
        "written to \(arguments.one("FILE")): state and \(sessions.count) "
          + (sessions.count == 1 ? "session" : "sessions"),
        "it holds secrets of these sessions; only you may read it",
      ])
  }

  @Sendable static func key(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    var world = interpreter.lab.world
    let role = World.serverRoles.first { world.existingKey($0) != nil } ?? .serverRSA
    let key: PrivateKey
    do {
      key = try world.serverIdentity(role).key
    } catch {
      throw CommandError("libcrypto refused: \(error)")
    }
    let file = interpreter.url(arguments.one("FILE"))
    try write(key.pem, to: file, mode: 0o600)
    var page = Page()
    page.add("written to \(arguments.one("FILE")): the private key of \(world.serverName)")
    page.add(
      Line("warning: ", .warning)
        + Line("whoever has this file can pose as the server; only you may read it"))
    return page
  }

  static func write(_ text: String, to file: URL, mode: UInt32) throws(CommandError) {
    do throws(FileError) {
      try AtomicFile.write(Array(text.utf8), to: file, mode: mode)
    } catch {
      throw CommandError(error)
    }
  }
}
