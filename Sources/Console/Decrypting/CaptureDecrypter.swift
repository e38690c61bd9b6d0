import Bytes
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
    var sounds = try choices.soundFolder.map { path throws(CommandError) in
      try SoundFolder(path, replaces: choices.replaces)
    }
    let copy = try choices.copy.map { path throws(CommandError) in
      try CopyFile(path, of: choices.capture, replaces: choices.replaces)
    }
    let keeper = choices.showsText ? PlaintextKeeper() : nil
    let options = try options(folder, keeper)
    var reading = CaptureReading(
      try stream(), CaptureDecryption(keys.keyring, options), folder, isLive: choices.watches)
    Interrupt.install()
    let status = reading.run(&keys) { session in
      guard choices.watches else { return }
      if choices.json {
        Terminal.write(Shown(DecryptionData.of(session).text + "\n"))
      } else {
        let said = keeper?.end(session).blocks ?? []
        Terminal.write(renderer.shown(Page(DecryptionPage.rows(of: session) + said)))
      }
    }
    let calls = reading.decryption.calls
    let problem = writing(&sounds, calls)
    // What is no capture has no sessions to be counted.
    if status != .badData || reading.decryption.packets > 0 {
      show(reading, folder, keeper, calls, sounds?.files ?? [:])
    }
    for remark in keys.remarks + reading.remarks { Terminal.complain(Shown(remark + "\n")) }
    if let sounds, sounds.files.isEmpty, problem == nil {
      Terminal.complain(Shown(DecryptionWords.words("remark.no-sound") + "\n"))
    }
    if let problem { throw problem }
    if let problem = folder?.problem { throw problem }
    try copy?.write(reading.secrets)
    return status
  }

  private func options(
    _ folder: PlaintextFolder?, _ keeper: PlaintextKeeper?
  ) throws(CommandError) -> CaptureDecryption.Options {
    var options = CaptureDecryption.Options()
    options.filter = try filter()
    options.followsCalls = true
    options.growsKeyLog = choices.watches && !choices.keyLogs.isEmpty
    if folder != nil || keeper != nil {
      options.output = {
        folder?.take($0, $1, $2)
        keeper?.take($0, $1, $2)
      }
    }
    return options
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

  /// What is read is shown, whether or not it could be written.
  private func writing(_ sounds: inout SoundFolder?, _ calls: [FollowedCall]) -> CommandError? {
    do throws(CommandError) {
      try sounds?.write(calls)
      return nil
    } catch {
      return error
    }
  }

  private func show(
    _ reading: CaptureReading, _ folder: PlaintextFolder?, _ keeper: PlaintextKeeper?,
    _ calls: [FollowedCall], _ files: [Int: String]
  ) {
    let sessions = reading.sessions.sorted { $0.stream < $1.stream }
    let callData = calls.map { CallData.of($0, file: files[$0.number]) }
    if choices.json {
      guard !choices.watches else {
        for call in callData { Terminal.write(Shown(call.text + "\n")) }
        return
      }
      let members: JSONObject = [
        "calls": .array(callData),
        "dtls": .array(reading.decryption.dtls.counts.map(DecryptionData.of)),
        "quic": .array(reading.decryption.quic.counts.map(DecryptionData.of)),
        "passed_over": .array(reading.decryption.passedOver.map(DecryptionData.of)),
        "older_than_before": .number(reading.decryption.backwards),
        "packets": .number(reading.decryption.packets),
        "connections": .number(reading.decryption.connections),
        "comments": .array(reading.decryption.comments.map(JSONValue.string)),
      ]
      let text = JSONValue.json(members, list: "sessions", of: sessions) { session in
        DecryptionData.of(session) { side in folder?.file(session.stream, side) }
      }
      Terminal.write(Shown(text))
      return Terminal.write("\n")
    }
    let page = DecryptionPage(
      sessions, packets: reading.decryption.packets, connections: reading.decryption.connections,
      isFiltered: choices.filter != nil, calls: calls, dtls: reading.decryption.dtls.counts,
      files: files,
      said: { keeper?.end($0).blocks ?? [] })
    Terminal.write(renderer.shown(choices.watches ? page.end : page.page))
  }
}
