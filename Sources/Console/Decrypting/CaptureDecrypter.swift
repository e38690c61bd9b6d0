import Captures
public import Commands
import Decryptor
import Files
import Lab
import Platform
import Screens
import TLSKeys

/// `tlslab decrypt`: opens a capture with keys, and says of each session what opens and why not.
public struct CaptureDecrypter {
  private let choices: DecryptionChoices
  private let renderer: Renderer

  public init(appearance: Appearance, _ choices: DecryptionChoices) {
    self.choices = choices
    renderer = Renderer(appearance: appearance, hints: false)
  }

  /// - Returns: how the program is to end: well, if all of the capture could be read.
  public func run() -> ExitStatus {
    do throws(CommandError) {
      return try decrypt()
    } catch {
      Terminal.complain(renderer.shown(error.page))
      return error.status
    }
  }

  private func decrypt() throws(CommandError) -> ExitStatus {
    var keys = try KeyFiles(choices)
    let folder = try plaintextFolder()
    let copy = try choices.copy.map { path throws(CommandError) in
      try CopyFile(path, of: choices.capture, replaces: choices.replaces)
    }
    var options = CaptureDecryption.Options()
    options.filter = try filter()
    options.growsKeyLog = choices.watches && !choices.keyLogs.isEmpty
    if let folder { options.output = { folder.take($0, $1, $2) } }
    var reading = CaptureReading(
      try stream(), CaptureDecryption(keys.keyring, options), folder, isLive: choices.watches)
    Interrupt.install()
    let status = reading.run(&keys) { session in
      guard choices.watches else { return }
      if choices.json {
        Terminal.write(Shown(DecryptionData.of(session).text + "\n"))
      } else {
        Terminal.write(renderer.shown(Page(DecryptionPage.rows(of: session))))
      }
    }
    // What is no capture has no sessions to be counted.
    if status != .badData || reading.decryption.packets > 0 { show(reading, folder) }
    for remark in keys.remarks + reading.remarks { Terminal.complain(Shown(remark + "\n")) }
    if let problem = folder?.problem { throw CommandError(problem) }
    try copy?.write(reading.secrets)
    return status
  }

  private func stream() throws(CommandError) -> FileStream {
    do throws(FileError) {
      return try FileStream(choices.capture)
    } catch {
      throw KeyFiles.unreadable(choices.capture, error)
    }
  }

  private func plaintextFolder() throws(CommandError) -> PlaintextFolder? {
    guard let path = choices.folder else { return nil }
    return try PlaintextFolder(path, replaces: choices.replaces)
  }

  private func filter() throws(CommandError) -> FlowFilter? {
    guard let text = choices.filter else { return nil }
    do throws(FlowFilter.Misread) {
      return try FlowFilter(text)
    } catch {
      throw KeyFiles.fault("filter", ["word": error.word], .usage)
    }
  }

  private func show(_ reading: CaptureReading, _ folder: PlaintextFolder?) {
    let sessions = reading.sessions.sorted { $0.stream < $1.stream }
    if choices.json {
      guard !choices.watches else { return }
      let whole = JSONValue.object([
        "sessions": .array(
          sessions.map { session in
            DecryptionData.of(session) { side in folder?.file(session.stream, side) }
          }),
        "packets": .number(reading.decryption.packets),
        "connections": .number(reading.decryption.connections),
        "comments": .array(reading.decryption.comments.map(JSONValue.string)),
      ])
      return Terminal.write(Shown(whole.text + "\n"))
    }
    let page = DecryptionPage(
      sessions, packets: reading.decryption.packets, connections: reading.decryption.connections)
    Terminal.write(renderer.shown(choices.watches ? page.end : page.page))
  }
}
