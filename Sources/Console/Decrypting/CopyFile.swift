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
    // Standard output has what is said of the sessions.
    if path == "-" { throw KeyFiles.fault("copy-to-output", [:], .usage) }
    _ = try Terminal.mayReplace(
      path, HandedOut.refusal(of: URL(fileURLWithPath: path), replacing: replaces))
  }

  func write(_ secrets: KeyLog) throws(CommandError) {
    do throws(FileError) {
      let stream = try FileStream(capture)
      if let standing = try StandingFile(path) {
        try copy(stream, secrets) { (more) throws(FileError) in try standing.write(more) }
      } else {
        // It holds secrets: it is its owner's alone.
        try Replacement(of: path, mode: 0o600, exactly: true).put { temporary throws(FileError) in
          try copy(stream, secrets) { (more) throws(FileError) in
            try GrowingFile.write(more, to: temporary, .continued)
          }
        }
      }
    } catch {
      throw CommandError(error)
    }
    Terminal.complain(Shown(DecryptionWords.words("remark.wrote", ["file": path]) + "\n"))
  }

  private func copy(
    _ stream: FileStream, _ secrets: KeyLog, _ write: ([UInt8]) throws(FileError) -> Void
  ) throws(FileError) {
    var copy = CaptureCopy(keyLog: secrets)
    while true {
      let bytes = try stream.next(1 << 22)
      if bytes.isEmpty { return }
      // What is damaged was said when it was read.
      guard let more = try? copy.append(bytes) else { return }
      try write(more)
    }
  }
}
