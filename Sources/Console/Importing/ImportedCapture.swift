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
  /// Of which of them a direction ends where bytes are missing.
  private(set) var cut: [(place: Int, gap: Gap)] = []
  /// What else is to be said of them.
  private(set) var notes: [(place: Int, text: String)] = []
  /// The secrets that it holds itself.
  private(set) var secrets: [KeyLogReader.Entry] = []
  /// TCP connections in it, with TLS or without.
  private(set) var connections = 0
  /// The calls in it, and which of them can be heard with the keys that came along.
  private(set) var calls: [FollowedCall] = []
  /// The numbers of the sessions in the capture, in the order of ``found``.
  private(set) var streams: [Int] = []

  /// Where bytes of a direction are missing: what comes behind can't be told apart here.
  struct Gap {
    var side: Side
    /// Bytes of the direction before it, from its first record on, and the packet that had the last of them.
    var offset: Int
    var packet: Int
    var count: Int
    /// Bytes behind it.
    var rest = 0
  }

  /// What passed on each connection, by its number.
  private final class Wire: Sendable {
    struct Contents {
      var segments: [Int: [Segment]] = [:]
      var gaps: [Int: [Gap]] = [:]
      /// Bytes of each direction.
      var counts: [Int: [Side: Int]] = [:]
      var count = 0
      /// What was the first beyond the limit.
      var first: (stream: Int, side: Side, offset: Int, packet: Int)?
    }
    let contents = Mutex(Contents())

    func add(_ passed: RecordedBytes, _ number: Int, _ side: Side, _ moment: PacketMoment) {
      contents.withLock { contents in
        let offset = contents.counts[number]?[side] ?? 0
        if let place = contents.gaps[number]?.firstIndex(where: { $0.side == side }) {
          if case .bytes(let bytes) = passed { contents.gaps[number]?[place].rest += bytes.count }
          return
        }
        switch passed {
        case .gap(let count):
          contents.gaps[number, default: []].append(
            Gap(side: side, offset: offset, packet: moment.packet, count: count))
        case .bytes(let bytes):
          contents.count += bytes.count
          contents.counts[number, default: [:]][side] = offset + bytes.count
          guard contents.count <= ImportedCapture.limit else {
            contents.first = contents.first ?? (number, side, offset, moment.packet)
            return
          }
          let segment = Segment(direction: side.sending, time: moment.time, bytes: Array(bytes))
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
    options.recording = { number, side, moment, passed in
      wire.add(passed, number, side, moment)
    }
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
    if let refusal = Self.refusal(contents, name) { throw refusal }
    let sessions = decryption.takeEnded().sorted { $0.stream < $1.stream }
    streams = sessions.map(\.stream)
    for session in sessions {
      let gaps = contents.gaps[session.stream, default: []]
      let segments = Self.own(
        contents.segments[session.stream, default: []].sorted { $0.time < $1.time }, of: session,
        gaps)
      notes += SessionRemarks(session).ofImport.map { (found.count, $0) }
      cut += gaps.map { (found.count, $0) }
      var recording = Recording(flow: session.flow, segments: segments)
      if !gaps.isEmpty { recording.isPartial = true }
      found.append(Lab.Found(recording: recording))
    }
    remarks += [
      DecryptionWords.dtls(decryption.dtls.counts), DecryptionWords.quic(decryption.quic.counts),
    ].compactMap(\.self)
    guard !found.isEmpty else { throw nothing(decryption, name) }
  }

  /// That nothing in it can be taken over, and what there is.
  private func nothing(_ decryption: CaptureDecryption, _ name: String) -> CommandError {
    let more = [
      DecryptionWords.passedOver(decryption.passedOver), DecryptionWords.unseen(decryption),
    ].compactMap(\.self)
    // What is no capture has nothing to be counted.
    if decryption.packets == 0, let fault = remarks.first {
      return CommandError(fault, details: Array(remarks.dropFirst()), status: .badData)
    }
    var error = KeyFiles.fault("import.nothing", ["file": name, "count": "\(connections)"])
    error.details = remarks + more + error.details
    return error
  }

  /// A session's own bytes: another one behind it on the same connection is left out (RFC 9846 §6.1).
  private static func own(
    _ segments: [Segment], of session: DecryptedSession, _ gaps: [Gap]
  ) -> [Segment] {
    guard session.client.isFollowed || session.server.isFollowed, gaps.isEmpty else {
      return segments
    }
    var left = [Side.client: session.client.behindClose, .server: session.server.behindClose]
    var kept: [Segment] = []
    for segment in segments.reversed() {
      let side: Side = segment.direction == Side.client.sending ? .client : .server
      let count = min(left[side] ?? 0, segment.bytes.count)
      left[side]? -= count
      guard count < segment.bytes.count else { continue }
      var own = segment
      own.bytes = Array(segment.bytes.dropLast(count))
      kept.append(own)
    }
    return kept.reversed()
  }

  /// Where there is more than the prompt keeps: how much, and where it begins.
  private static func refusal(_ contents: Wire.Contents, _ name: String) -> CommandError? {
    contents.first.map { first in
      KeyFiles.fault(
        "import.large",
        [
          "file": name, "limit": "\(limit >> 20)",
          "size": "\((contents.count + (1 << 20) - 1) >> 20)", "packet": "\(first.packet)",
          "offset": "\(first.offset)", "actor": first.side.rawValue, "stream": "\(first.stream)",
        ])
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
