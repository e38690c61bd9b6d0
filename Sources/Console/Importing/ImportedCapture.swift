import Captures
import Commands
import Decryptor
import Files
import Lab
import Network
import Screens
import Synchronization
import TLSKeys

/// The sessions of a capture, as they stand on the wire.
struct ImportedCapture {
  /// What the prompt keeps of a capture at most, in bytes of TLS: every step of it stays.
  static let limit = 1 << 24

  private(set) var found: [Lab.Found] = []
  /// What is to be said of the file.
  private(set) var remarks: [String] = []
  /// Of which of them a direction is cut off where bytes are missing.
  private(set) var cut: [(place: Int, side: Side)] = []
  /// The secrets that it holds itself.
  private(set) var secrets: [KeyLogReader.Entry] = []
  /// TCP connections in it, with TLS or without.
  private(set) var connections = 0
  /// The calls in it, and which of them can be heard with the keys that came along.
  private(set) var calls: [FollowedCall] = []
  /// The numbers of the sessions in the capture, in the order of ``found``.
  private(set) var streams: [Int] = []

  /// What passed on each connection, by its number.
  private final class Wire: Sendable {
    struct Contents {
      var segments: [Int: [Segment]] = [:]
      /// Directions in which bytes are missing: what comes behind can't be told apart.
      var cut: [Int: [Side]] = [:]
      var count = 0
    }
    let contents = Mutex(Contents())

    func add(_ passed: RecordedBytes, _ number: Int, _ side: Side, _ time: Int64) {
      contents.withLock { contents in
        guard contents.cut[number]?.contains(side) != true else { return }
        switch passed {
        case .gap: contents.cut[number, default: []].append(side)
        case .bytes(let bytes):
          contents.count += bytes.count
          guard contents.count <= ImportedCapture.limit else { return }
          let segment = Segment(direction: side.sending, time: time, bytes: Array(bytes))
          contents.segments[number, default: []].append(segment)
        }
      }
    }
  }

  /// Reads a capture.
  ///
  /// - Parameters:
  ///   - filter: which connections; nil: all.
  ///   - keyring: what opens the signalling of calls. The lab itself tries every key anew.
  /// - Throws: where there is nothing to take over, or more than the prompt keeps.
  init(
    _ path: String, name: String, _ filter: FlowFilter?, _ keyring: Keyring
  ) throws(CommandError) {
    let wire = Wire()
    var options = CaptureDecryption.Options()
    options.filter = filter
    options.followsCalls = true
    options.recording = { number, side, time, passed in wire.add(passed, number, side, time) }
    let decryption = CaptureDecryption(keyring, options)
    do throws(FileError) {
      try read(try FileStream(path), decryption, name)
    } catch {
      throw KeyFiles.unreadable(name, error)
    }
    connections = decryption.connections
    calls = decryption.calls
    secrets = decryption.secrets
    let contents = wire.contents.withLock { $0 }
    guard contents.count <= Self.limit else {
      throw KeyFiles.fault("import.large", ["file": name, "limit": "\(Self.limit >> 20)"])
    }
    let sessions = decryption.takeEnded().sorted { $0.stream < $1.stream }
    streams = sessions.map(\.stream)
    for session in sessions {
      let segments = contents.segments[session.stream, default: []].sorted { $0.time < $1.time }
      cut += contents.cut[session.stream, default: []].map { (found.count, $0) }
      found.append(
        Lab.Found(recording: Recording(flow: session.flow, segments: segments)))
    }
    guard !found.isEmpty else {
      var error = KeyFiles.fault("import.nothing", ["file": name, "count": "\(connections)"])
      error.details = remarks + error.details
      throw error
    }
  }

  private mutating func read(
    _ stream: FileStream, _ decryption: CaptureDecryption, _ name: String
  ) throws(FileError) {
    var isOver = false
    while !isOver {
      let bytes = try stream.next(1 << 22)
      isOver = bytes.isEmpty
      do throws(CaptureFault) {
        if isOver { try decryption.finish() } else { try decryption.read(bytes) }
      } catch {
        remarks.append(DecryptionWords.sentence(error, file: name))
        guard !isOver else { return }
        isOver = true
        try? decryption.finish()
      }
    }
  }
}
