import Captures
import Commands
import Files
import Platform
import Screens

/// The file of `--pcapng`: the capture with the secrets put in, read once more when they are known.
struct CopyFile {
  private let path: String
  private let capture: String

  /// - Throws: where something stands there already, or the capture can't be read twice.
  init(_ path: String, of capture: String, replaces: Bool) throws(CommandError) {
    self.path = path
    self.capture = capture
    if capture == "-" { throw KeyFiles.fault("copy-of-pipe", [:], .usage) }
    _ = try Terminal.mayReplace(
      path, HandedOut.refusal(of: URL(fileURLWithPath: path), replacing: replaces))
  }

  func write(_ secrets: KeyLog) throws(CommandError) {
    do throws(FileError) {
      let stream = try FileStream(capture)
      // It holds secrets: it is its owner's alone.
      try Replacement(of: path, mode: 0o600, exactly: true).put { temporary throws(FileError) in
        var copy = CaptureCopy(keyLog: secrets)
        while true {
          let bytes = try stream.next(1 << 22)
          if bytes.isEmpty { return }
          // What is damaged was said when it was read.
          guard let more = try? copy.append(bytes) else { return }
          try GrowingFile.write(more, to: temporary, .continued)
        }
      }
    } catch {
      throw CommandError(error)
    }
    Terminal.complain(Shown(DecryptionWords.words("remark.wrote", ["file": path]) + "\n"))
  }
}
