import Captures
public import Commands
import Decryptor
import Files
import Lab
import Platform
import Screens

/// `tlslab decrypt`: opens a capture with keys, and says of each session what opens and why not.
public struct CaptureDecrypter {
  private let appearance: Appearance
  private let choices: DecryptionChoices

  public init(appearance: Appearance, _ choices: DecryptionChoices) {
    self.appearance = appearance
    self.choices = choices
  }

  /// - Returns: how the program is to end: well, if all of the capture could be read.
  public func run() -> ExitStatus {
    let renderer = Renderer(appearance: appearance, hints: false)
    do throws(CommandError) {
      return try decrypt(renderer)
    } catch {
      Terminal.complain(renderer.shown(error.page))
      return error.status
    }
  }

  private func decrypt(_ renderer: Renderer) throws(CommandError) -> ExitStatus {
    let keys = try KeyFiles(choices)
    var options = CaptureDecryption.Options()
    options.filter = try filter()
    let decryption = CaptureDecryption(keys.keyring, options)
    let stream: FileStream
    do throws(FileError) {
      stream = try FileStream(choices.capture)
    } catch {
      throw KeyFiles.unreadable(choices.capture, error)
    }
    Interrupt.install()
    var remarks = keys.remarks
    var status = ExitStatus.ok
    do throws(CaptureFault) {
      status = try read(stream, into: decryption)
      try decryption.finish()
    } catch {
      status = .badData
      remarks.append(DecryptionWords.sentence(error, file: stream.path))
      try? decryption.finish()
    }
    let sessions = decryption.takeEnded().sorted { $0.stream < $1.stream }
    show(sessions, decryption, renderer)
    for remark in remarks { Terminal.complain(Shown(remark + "\n")) }
    return status
  }

  private func filter() throws(CommandError) -> FlowFilter? {
    guard let text = choices.filter else { return nil }
    do throws(FlowFilter.Misread) {
      return try FlowFilter(text)
    } catch {
      throw KeyFiles.fault("filter", ["word": error.word])
    }
  }

  private func read(
    _ stream: FileStream, into decryption: CaptureDecryption
  ) throws(CaptureFault) -> ExitStatus {
    while !Interrupt.isRequested {
      let bytes: [UInt8]
      do throws(FileError) {
        bytes = try stream.next(1 << 22)
      } catch {
        Terminal.complain(Shown("\(error.path): \(error.reason)\n"))
        return .failed
      }
      if bytes.isEmpty { return .ok }
      try decryption.read(bytes)
    }
    return .interrupted
  }

  private func show(
    _ sessions: [DecryptedSession], _ decryption: CaptureDecryption, _ renderer: Renderer
  ) {
    if choices.json {
      let whole = JSONValue.object([
        "sessions": .array(sessions.map(DecryptionData.of)),
        "packets": .number(decryption.packets), "connections": .number(decryption.connections),
      ])
      return Terminal.write(Shown(whole.text + "\n"))
    }
    Terminal.write(
      renderer.shown(
        DecryptionPage(
          sessions, packets: decryption.packets, connections: decryption.connections
        ).page))
  }
}
