import Commands
import Decryptor
import Files
import Media
import Platform
import Screens

/// The folder of `--audio`: a WAV file a call, 0600, with the caller on the left and the called one on the right,
/// or with the only one who is heard.
struct SoundFolder {
  private let path: String
  private let replaces: Bool
  /// Files that were written, by the numbers of their calls.
  private(set) var files: [Int: String] = [:]

  /// Makes the folder; one that has calls in it is taken only by somebody who says so.
  init(_ path: String, replaces: Bool) throws(CommandError) {
    self.path = path
    do throws(FileError) {
      try Folder.makePrivate(URL(fileURLWithPath: path))
    } catch {
      throw CommandError(error)
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let isTaken = !replaces && names.contains { $0.hasPrefix("call-") }
    let isAgreed = try Terminal.mayReplace(path, isTaken ? .taken : nil)
    self.replaces = replaces || isAgreed
  }

  /// Writes what can be heard.
  mutating func write(_ calls: [FollowedCall]) throws(CommandError) {
    for call in calls {
      guard let channels = call.channels, let bytes = WAVFile.bytes(channels) else { continue }
      let parties = call.heardParties
      let suffix = parties.count == 1 ? "-\(parties[0].rawValue)" : ""
      let name = "\(path)/call-\(call.number)\(suffix).wav"
      do throws(FileError) {
        try GrowingFile.write(bytes, to: name, replaces ? .replaced : .new)
      } catch {
        throw CommandError(error)
      }
      files[call.number] = name
    }
  }
}
