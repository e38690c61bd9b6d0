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
      words: "all", .one(.file("FOLDER")), .session, .redact, .replace,
      meaning: "the transcript of a session in every format, named after the session",
      run: Exporting.all),
    Form(
      words: "pcapng", .one(.file()), .session, .redact, .replace,
      meaning: "the recording for Wireshark, with the secrets that open it and a comment a packet",
      run: Exporting.capture),
    Form(
      words: "keylog", .one(.file()), .session, .replace,
      meaning: "the secrets alone, as SSLKEYLOGFILE has them (RFC 9850); readable by you alone",
      run: Exporting.keyLog),
    Form(
      words: "ca", .one(.file()), .optional(.authority("AUTHORITY")), .replace,
      meaning: "the certificate of an authority, PEM, for a program that is to trust it",
      run: Exporting.authority),
    Form(
      words: "data", .one(.file()), .one(.side), .session, .replace,
      meaning: "what one side wrote on the connection, as it is",
      run: Exporting.data),
    Form(
      words: "key", .one(.file()), .replace,
      meaning: "the private key of the server's certificate, PEM; readable by you alone",
      run: Exporting.key),
  ]

enum Exporting {
  /// One format of a transcript.
  static func form(_ format: TranscriptFormat) -> Form {
    Form(
      words: format.rawValue, .one(.file()), .session, .redact, .replace, meaning: format.meaning,
      run: { interpreter, name, session, isRedacted, replacing throws(CommandError) in
        try transcript(format, interpreter, name, session, isRedacted, replacing)
      })
  }

  private static func transcript(
    _ format: TranscriptFormat, _ interpreter: Interpreter, _ name: String, _ session: Session,
    _ isRedacted: Bool, _ replacing: Bool
  ) throws(CommandError) -> Page {
    let transcript = Transcript(interpreter.lab, session, redacted: isRedacted)
    try interpreter.handOut(
      Array(transcript.written(as: format).utf8), to: name, mode: mode(isRedacted),
      replacing: replacing)
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
    _ interpreter: inout Interpreter, _ name: String, _ session: Session, _ isRedacted: Bool,
    _ replacing: Bool
  ) throws(CommandError) -> Page {
    let texts = Transcript(interpreter.lab, session, redacted: isRedacted).inEveryFormat
    let folder = interpreter.url(name)
    let files = texts.map { "\(session.id).\($0.format.fileExtension)" }
    let replacing = try interpreter.mayWrite(
      files.map { ("\(name)/\($0)", folder.appendingPathComponent($0)) }, replacing: replacing)
    let isNew = !FileManager.default.fileExists(atPath: folder.path)
    do throws(FileError) {
      try Folder.make(folder)
    } catch {
      throw CommandError("the folder \(name) can't be made: \(error.reason)")
    }
    var made: [URL] = isNew ? [folder] : []
    do {
      for (file, text) in zip(files, texts.map(\.text)) {
        let place = folder.appendingPathComponent(file)
        let existed = FileManager.default.fileExists(atPath: place.path)
        try interpreter.handOut(
          Array(text.utf8), to: place, called: "\(name)/\(file)", mode: mode(isRedacted),
          replacing: replacing)
        if !existed { made.append(place) }
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
    _ interpreter: inout Interpreter, _ name: String, _ session: Session, _ isRedacted: Bool,
    _ replacing: Bool
  ) throws(CommandError) -> Page {
    guard let capture = session.capture(withSecrets: !isRedacted) else {
      throw CommandError("\(session.id) was not recorded", details: ["'record on' starts the tap"])
    }
    try interpreter.handOut(
      capture.bytes, to: name, mode: mode(isRedacted), replacing: replacing)
    return Page(
      lines: [
        "written to \(name): the recording of \(session.id), for Wireshark or tshark",
        isRedacted
          ? "without the secrets: as sealed as the wire was"
          : "it holds the secrets of this session; only you may read it",
      ])
  }

  static func keyLog(
    _ interpreter: inout Interpreter, _ name: String, _ session: Session, _ replacing: Bool
  ) throws(CommandError) -> Page {
    let log = session.keyLog
    guard !log.entries.isEmpty else {
      throw CommandError("\(session.id) has no secrets yet", meant: "finish")
    }
    try interpreter.handOut(
      Array(log.text.utf8), to: name, mode: 0o600, replacing: replacing)
    return Page([
      .line(Line("written to \(name): \(log.entries.count) secrets of \(session.id)")),
      .paragraph(
        Line("warning: ", .warning)
          + Line("whoever has this file and a recording can read it; only you may read the file"),
        indent: 0),
    ])
  }

  static func key(
    _ interpreter: inout Interpreter, _ name: String, _ replacing: Bool
  ) throws(CommandError) -> Page {
    let lab = interpreter.lab
    let key: PrivateKey
    do throws(LabError) {
      key = try lab.serverKeyInForce()
    } catch {
      throw CommandError(error, in: lab)
    }
    try interpreter.handOut(Array(key.pem.utf8), to: name, mode: 0o600, replacing: replacing)
    let shown = lab.settings[.serverCert].name.map { ", of its certificate \($0)" } ?? ""
    var page = Page()
    page.add("written to \(name): the private key of \(lab.world.serverName)\(shown)")
    page.add(
      Line("warning: ", .warning)
        + Line("whoever has this file can pose as the server; only you may read it"))
    return page
  }

  static func authority(
    _ interpreter: inout Interpreter, _ file: String, _ name: String?, _ replacing: Bool
  ) throws(CommandError) -> Page {
    let authority: NamedAuthority
    var world = interpreter.lab.world
    do throws(RegistryError) {
      authority = try world.namedAuthority(name ?? World.firmAuthority)
    } catch {
      throw CommandError(error)
    }
    try interpreter.handOut(
      Array(authority.authority.certificate.pem.utf8), to: file, mode: 0o644, replacing: replacing)
    return Page(lines: [
      "written to \(file): the certificate of \(authority.authority.name)",
      "a program that trusts it believes whatever it signs: curl --cacert \(ShellCommand.word(file)) ...",
    ])
  }

  static func data(
    _ interpreter: inout Interpreter, _ name: String, _ side: Side, _ session: Session,
    _ replacing: Bool
  ) throws(CommandError) -> Page {
    let data = session.applicationData(from: side, on: session.wire(reaching: side)).flatMap { $0 }
    guard !data.isEmpty else {
      throw CommandError("the \(side.rawValue) of \(session.id) wrote nothing")
    }
    try interpreter.handOut(data, to: name, mode: 0o600, replacing: replacing)
    return Page(lines: ["written to \(name): \(data.count) bytes that the \(side.rawValue) wrote"])
  }
}

extension Parameter where Value == Bool {
  fileprivate static var redact: Parameter {
    .flag("--redact", meaning: "leave out what an eavesdropper could not have")
  }
}
