import Commands
import Files
import Platform
import Screens
import Synchronization
import TLSKeys

/// The folder of `--out`: a file a direction, 0600, which grows while the capture is read.
final class PlaintextFolder: Sendable {
  private struct Stream: Hashable {
    var number: Int
    var side: Side
  }

  private struct Contents {
    var waiting: [Stream: [UInt8]] = [:]
    var begun: Set<Stream> = []
    var waitingBytes = 0
    var problem: FileError?
  }

  let path: String
  private let replaces: Bool
  private let contents = Mutex(Contents())
  /// So much waits before it is written.
  private static let limit = 1 << 24
  private static let pieceLimit = 1 << 20

  /// Makes the folder; one that has something in it is taken only by somebody who says so.
  init(_ path: String, replaces: Bool) throws(CommandError) {
    self.path = path
    do throws(FileError) {
      try Folder.makePrivate(URL(fileURLWithPath: path))
    } catch {
      throw CommandError(error)
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let isTaken = !replaces && names.contains { $0.hasPrefix("stream-") }
    let isAgreed = try Terminal.mayReplace(path, isTaken ? .taken : nil)
    self.replaces = replaces || isAgreed
  }

  /// What the system refused first. Files that were begun stay.
  var problem: CommandError? {
    contents.withLock { contents in
      guard let problem = contents.problem else { return nil }
      var error = CommandError(problem)
      guard !contents.begun.isEmpty else { return error }
      error.leavesTraces = true
      error.details.append(
        DecryptionWords.words(
          "fault.out-begun", ["folder": path, "count": "\(contents.begun.count)"]))
      return error
    }
  }

  /// The file of a direction, if there is one.
  func file(_ number: Int, _ side: Side) -> String? {
    contents.withLock { $0.begun.contains(Stream(number: number, side: side)) }
      ? name(Stream(number: number, side: side)) : nil
  }

  private func name(_ stream: Stream) -> String {
    "\(path)/stream-\(stream.number).\(stream.side.rawValue)"
  }

  /// Takes plaintext; any thread may.
  func take(_ number: Int, _ side: Side, _ bytes: ArraySlice<UInt8>) {
    let stream = Stream(number: number, side: side)
    contents.withLock { contents in
      contents.waiting[stream, default: []] += bytes
      contents.waitingBytes += bytes.count
      if contents.waitingBytes > Self.limit {
        writeAll(&contents)
      } else if (contents.waiting[stream]?.count ?? 0) > Self.pieceLimit {
        write(stream, &contents)
      }
    }
  }

  /// Writes what waits.
  func flush() { contents.withLock { writeAll(&$0) } }

  private func writeAll(_ contents: inout Contents) {
    for stream in contents.waiting.keys.sorted(by: { $0.number < $1.number }) {
      write(stream, &contents)
    }
    contents.waiting = [:]
    contents.waitingBytes = 0
  }

  private func write(_ stream: Stream, _ contents: inout Contents) {
    guard let bytes = contents.waiting[stream], !bytes.isEmpty else { return }
    contents.waiting[stream] = []
    contents.waitingBytes -= bytes.count
    guard contents.problem == nil else { return }
    let isFirst = contents.begun.insert(stream).inserted
    do throws(FileError) {
      try GrowingFile.write(
        bytes, to: name(stream), isFirst ? (replaces ? .replaced : .new) : .continued)
    } catch {
      contents.problem = error
    }
  }
}
