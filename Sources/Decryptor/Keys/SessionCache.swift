import Synchronization

/// The secrets of sessions that a later one may resume: by identifier and by ticket.
final class SessionCache: Sendable {
  let certificates = CertificateCache()
  private let masters = Mutex<[[UInt8]: [UInt8]]>([:])
  private let streams = Mutex<[[UInt8]: Int]>([:])
  /// So many are remembered; then all are forgotten, and what resumes them stays sealed.
  private static let limit = 1 << 18

  func master(_ name: [UInt8]) -> [UInt8]? {
    name.isEmpty ? nil : masters.withLock { $0[name] }
  }

  /// The number of the connection that made the session of an identifier or a ticket; nil: not in the capture.
  func stream(_ name: [UInt8]) -> Int? {
    name.isEmpty ? nil : streams.withLock { $0[name] }
  }

  /// Takes note of the connection that made a session.
  func note(_ stream: Int, under name: [UInt8]) {
    guard !name.isEmpty else { return }
    streams.withLock { streams in
      if streams.count >= Self.limit { streams = [:] }
      streams[name] = min(stream, streams[name] ?? stream)
    }
  }

  func keep(_ master: [UInt8], under name: [UInt8]) {
    guard !name.isEmpty else { return }
    masters.withLock { masters in
      if masters.count >= Self.limit { masters = [:] }
      masters[name] = master
    }
  }
}
