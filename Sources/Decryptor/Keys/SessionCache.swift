import Synchronization

/// The secrets of sessions that a later one may resume: by identifier and by ticket.
final class SessionCache: Sendable {
  let certificates = CertificateCache()
  private let masters = Mutex<[[UInt8]: [UInt8]]>([:])
  /// So many are remembered; then all are forgotten, and what resumes them stays sealed.
  private static let limit = 1 << 18

  func master(_ name: [UInt8]) -> [UInt8]? {
    name.isEmpty ? nil : masters.withLock { $0[name] }
  }

  func keep(_ master: [UInt8], under name: [UInt8]) {
    guard !name.isEmpty else { return }
    masters.withLock { masters in
      if masters.count >= Self.limit { masters = [:] }
      masters[name] = master
    }
  }
}
