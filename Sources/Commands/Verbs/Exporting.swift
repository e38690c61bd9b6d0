import Captures
import CryptoPrimitives
import Files
import Lab
import Platform
import Screens
import TLSKeys
import Transcripts
import X509

/// What `export` writes.
let exportForms: [Form] =
  TranscriptFormat.allCases.map(Exporting.form) + [
    Form(
      words: "all", .one(.file("FOLDER")), .session, .redact,
      meaning: "the transcript of a session in every format, named after the session",
      run: Exporting.all),
    Form(
      words: "pcapng", .one(.file()), .session, .redact,
      meaning: "the recording for Wireshark, with the secrets that open it and a comment a packet",
      run: Exporting.capture),
    Form(
      words: "keylog", .one(.file()), .session,
      meaning: "the secrets alone, as SSLKEYLOGFILE has them (RFC 9850); readable by you alone",
      run: Exporting.keyLog),
    Form(
      words: "ca", .one(.file()), .optional(.authority("AUTHORITY")),
      meaning: "the certificate of an authority, PEM, for a program that is to trust it",
      run: Exporting.authority),
    Form(
      words: "data", .one(.file()), .one(.side), .session,
      meaning: "what one side wrote on the connection, as it is",
      run: Exporting.data),
    Form(
      words: "key", .one(.file()),
      meaning: "the private key of the server's certificate, PEM; readable by you alone",
      run: Exporting.key),
  ]

enum Exporting {
  /// One format of a transcript.
  static func form(_ format: TranscriptFormat) -> Form {
    Form(
      words: format.rawValue, .one(.file()), .session, .redact, meaning: format.meaning,
      run: { interpreter, name, session, isRedacted throws(CommandError) in
        try transcript(format, interpreter, name, session, isRedacted: isRedacted)
      })
  }

  private static func transcript(
    _ format: TranscriptFormat, _ interpreter: Interpreter, _ name: String, _ session: Session,
    isRedacted: Bool
  ) throws(CommandError) -> Page {
    let transcript = Transcript(interpreter.lab, session, redacted: isRedacted)
    let file = interpreter.url(name)
    try write(transcript.written(as: format), to: file, mode: mode(isRedacted))
    return Page(
      lines: [
        "written to \(name): the transcript of \(session.id)",
        isRedacted
          ? "what an eavesdropper could not have was left out"
          : "it holds the secrets of this session; only you may read it",
      ])
  }

  private static func mode(_ isRedacted: Bool) -> UInt32 { isRedacted ? 0o644 : 0o600 }

  /// Every format into one folder, or none of them.
  static func all(
    _ interpreter: inout Interpreter, _ name: String, _ session: Session, _ isRedacted: Bool
  ) throws(CommandError) -> Page {
    let texts = Transcript(interpreter.lab, session, redacted: isRedacted).inEveryFormat
    let folder = interpreter.url(name)
    let isNew = !FileManager.default.fileExists(atPath: folder.path)
    do throws(FileError) {
      try Folder.make(folder)
    } catch {
      throw CommandError("the folder \(name) can't be made: \(error.reason)")
    }
    var made: [URL] = isNew ? [folder] : []
    do {
      for (format, text) in texts {
        let file = folder.appendingPathComponent("\(session.id).\(format.fileExtension)")
        let existed = FileManager.default.fileExists(atPath: file.path)
        try write(text, to: file, mode: mode(isRedacted))
        if !existed { made.append(file) }
      }
    } catch {
      for file in made.reversed() { try? FileManager.default.removeItem(at: file) }
      throw error
    }
    let names = texts.map { ".\($0.format.fileExtension)" }.joined(separator: ", ")
    return Page(
      lines: [
        "written to \(name): \(session.id) as \(names)",
        isRedacted
          ? "what an eavesdropper could not have was left out"
          : "they hold the secrets of this session; only you may read them",
      ])
  }

  static func capture(
    _ interpreter: inout Interpreter, _ name: String, _ session: Session, _ isRedacted: Bool
  ) throws(CommandError) -> Page {
    guard let capture = session.capture(withSecrets: !isRedacted) else {
      throw CommandError("\(session.id) was not recorded", details: ["'record on' starts the tap"])
    }
    try write(capture.bytes, to: interpreter.url(name), mode: mode(isRedacted))
    return Page(
      lines: [
        "written to \(name): the recording of \(session.id), for Wireshark or tshark",
        isRedacted
          ? "without the secrets: as sealed as the wire was"
          : "it holds the secrets of this session; only you may read it",
      ])
  }

  static func keyLog(
    _ interpreter: inout Interpreter, _ name: String, _ session: Session
  ) throws(CommandError) -> Page {
    let log = session.keyLog
    guard !log.entries.isEmpty else {
      throw CommandError("\(session.id) has no secrets yet", meant: "finish")
    }
    try write(log.text, to: interpreter.url(name), mode: 0o600)
    return Page([
      .line(Line("written to \(name): \(log.entries.count) secrets of \(session.id)")),
      .paragraph(
        Line("warning: ", .warning)
          + Line("whoever has this file and a recording can read it; only you may read the file"),
        indent: 0),
    ])
  }

  static func key(_ interpreter: inout Interpreter, _ name: String) throws(CommandError) -> Page {
    let lab = interpreter.lab
    let key: PrivateKey
    do throws(LabError) {
      key = try lab.serverKeyInForce()
    } catch {
      throw CommandError(error, in: lab)
    }
    let file = interpreter.url(name)
    try write(key.pem, to: file, mode: 0o600)
    let shown = lab.settings[.serverCert].name.map { ", of its certificate \($0)" } ?? ""
    var page = Page()
    page.add("written to \(name): the private key of \(lab.world.serverName)\(shown)")
    page.add(
      Line("warning: ", .warning)
        + Line("whoever has this file can pose as the server; only you may read it"))
    return page
  }

  static func authority(
    _ interpreter: inout Interpreter, _ file: String, _ name: String?
  ) throws(CommandError) -> Page {
    let authority: NamedAuthority
    var world = interpreter.lab.world
    do throws(RegistryError) {
      authority = try world.namedAuthority(name ?? World.firmAuthority)
    } catch {
      throw CommandError(error)
    }
    try write(authority.authority.certificate.pem, to: interpreter.url(file), mode: 0o644)
    return Page(lines: [
      "written to \(file): the certificate of \(authority.authority.name)",
      "a program that trusts it believes whatever it signs: curl --cacert \(ShellCommand.word(file)) ...",
    ])
  }

  static func data(
    _ interpreter: inout Interpreter, _ name: String, _ side: Side, _ session: Session
  ) throws(CommandError) -> Page {
    let data = session.applicationData(from: side, on: session.wire(reaching: side)).flatMap { $0 }
    guard !data.isEmpty else {
      throw CommandError("the \(side.rawValue) of \(session.id) wrote nothing")
    }
    try write(data, to: interpreter.url(name), mode: 0o600)
    return Page(lines: ["written to \(name): \(data.count) bytes that the \(side.rawValue) wrote"])
  }

  static func write(_ text: String, to file: URL, mode: UInt32) throws(CommandError) {
    try write(Array(text.utf8), to: file, mode: mode)
  }

  static func write(_ bytes: [UInt8], to file: URL, mode: UInt32) throws(CommandError) {
    do throws(FileError) {
      try AtomicFile.write(bytes, to: file, mode: mode)
    } catch {
      throw CommandError(error)
    }
  }
}

extension Parameter where Value == Bool {
  fileprivate static var redact: Parameter {
    .flag("--redact", meaning: "leave out what an eavesdropper could not have")
  }
}
