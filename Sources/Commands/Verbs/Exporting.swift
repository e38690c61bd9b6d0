import CryptoPrimitives
import Explanations
import Files
import Lab
import Platform
import Screens
import TLSKeys
import Transcripts
import X509

/// What `export` does.
enum Exporting {
  /// One format of a transcript.
  static func transcript(
    _ format: TranscriptFormat, _ interpreter: Interpreter, _ name: String, _ session: Session,
    isRedacted: Bool, replacing: Bool
  ) throws(CommandError) -> Page {
    let transcript = Transcript(interpreter.lab, session, redacted: isRedacted)
    if let shown = try interpreter.handOut(
      Array(transcript.written(as: format).utf8), to: name, mode: mode(isRedacted),
      replacing: replacing)
    {
      return shown
    }
    let own = ["own": interpreter.readers(of: name)]
    return Page(
      lines: [
        said(.world, "file.transcript", ["file": name, "session": session.id]),
        said(.world, isRedacted ? "file.redacted" : "file.secret", own),
      ])
  }

  private static func mode(_ isRedacted: Bool) -> UInt32 { isRedacted ? 0o644 : 0o600 }

  /// Every format into one folder, or none of them.
  static func all(
    _ interpreter: inout Interpreter, _ name: String, _ session: Session, _ isRedacted: Bool,
    _ replacing: Bool
  ) throws(CommandError) -> Page {
    guard name != Interpreter.standardOutput else {
      throw CommandError(refusal: "output.folder")
    }
    let texts = Transcript(interpreter.lab, session, redacted: isRedacted).inEveryFormat
    let folder = interpreter.url(name)
    let files = texts.map { "\(session.id).\($0.format.fileExtension)" }
    let replacing = try interpreter.mayWrite(
      files.map { ("\(name)/\($0)", folder.appendingPathComponent($0)) }, replacing: replacing)
    let isNew = !FileManager.default.fileExists(atPath: folder.path)
    do throws(FileError) {
      try Folder.make(folder)
    } catch {
      throw CommandError(
        refusal: "file.no-folder", ["file": name, "reason": error.reason])
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
        said(
          .world, "file.transcripts", ["file": name, "session": session.id, "formats": names]),
        said(.world, isRedacted ? "file.redacted" : "file.secret.several"),
      ])
  }

  static func audio(
    _ interpreter: inout Interpreter, _ name: String, _ session: Session, _ replacing: Bool
  ) throws(CommandError) -> Page {
    let call = interpreter.lab.heardCall(of: session)
    guard let file = call.wav else {
      throw CommandError(
        refusal: "file.no-audio", ["session": session.id, "reason": Screens.sentence(of: call)],
        meant: "cascade \(session.id)")
    }
    if let shown = try interpreter.handOut(file, to: name, mode: 0o600, replacing: replacing) {
      return shown
    }
    let seconds = Screens.seconds(of: call)
    return Page(
      lines: [
        said(.world, "file.audio", ["file": name, "session": session.id, "seconds": seconds])
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
    if let shown = try interpreter.handOut(
      Array(key.pem.utf8), to: name, mode: 0o600, replacing: replacing)
    {
      return shown
    }
    let certificate = lab.settings[.serverCert].name
    let names = ["file": name, "server": lab.world.serverName, "certificate": certificate ?? ""]
    let own = ["own": interpreter.readers(of: name)]
    var page = Page()
    page.add(Line(said(.world, certificate == nil ? "file.key" : "file.key.certificate", names)))
    page.add(Line("warning: ", .warning) + Line(said(.world, "file.key", own, for: .detail)))
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
    if let shown = try interpreter.handOut(
      Array(authority.authority.certificate.pem.utf8), to: file, mode: 0o644, replacing: replacing)
    {
      return shown
    }
    let names = ["file": file, "name": authority.authority.name]
    let word = ["file": ShellCommand.word(file)]
    return Page(lines: [
      said(.world, "file.authority", names), said(.world, "file.authority", word, for: .detail),
    ])
  }

  static func data(
    _ interpreter: inout Interpreter, _ name: String, _ side: Side, _ session: Session,
    _ replacing: Bool
  ) throws(CommandError) -> Page {
    let data = session.applicationData(from: side, on: session.wire(reaching: side)).flatMap { $0 }
    guard !data.isEmpty else {
      throw CommandError(
        refusal: "file.no-data", ["side": side.rawValue, "session": session.id])
    }
    if let shown = try interpreter.handOut(data, to: name, mode: 0o600, replacing: replacing) {
      return shown
    }
    let names = ["file": name, "count": "\(data.count)", "side": side.rawValue]
    return Page(lines: [said(.world, "file.data", names)])
  }
}
