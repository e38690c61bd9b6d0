import Dispatch
import Foundation
import InteropPeers
import Lab

@testable import Commands
@testable import Sockets

/// `tlslab listen` in this process, on a port that the system chose.
final class Visits: Sendable {
  private let service: VisitorService
  private let isStopped = Locked(false)
  private let seen = Locked<[Lab]>([])
  private let ended = DispatchSemaphore(value: 0)

  var port: Int { service.port }
  /// What was said of those that did not come to TLS.
  let refused = Locked<[String]>([])
  /// Each visit that is over, oldest first.
  var sessions: [Session] { seen.withLock { $0 }.compactMap(\.currentSession) }

  convenience init(
    _ lab: Lab = Lab(seed: 11), settings: [(key: String, value: String)] = [],
    patience: Double = Patience.seconds
  ) throws {
    try self.init(lab, ListenTerms(settings: settings), patience: patience)
  }

  init(_ lab: Lab, _ terms: ListenTerms, patience: Double) throws {
    service = try VisitorService(lab, port: 0, ServiceTerms(terms, idle: patience))
    let (service, isStopped, seen, ended) = (service, isStopped, seen, ended)
    let refused = refused
    Thread.detachNewThread {
      service.run(isStopped: { isStopped.withLock { $0 } }) { result in
        switch result {
        case .success(let lab): seen.withLock { $0.append(lab) }
        case .failure(let error): refused.withLock { $0.append(error.what) }
        }
      }
      ended.signal()
    }
  }

  /// Waits until so many visits are over.
  func wait(for count: Int, seconds: Double = Patience.seconds) -> [Session] {
    for _ in 0..<Int(seconds / 0.02) where sessions.count < count {
      _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.02)
    }
    return sessions
  }

  /// Waits until so many did not come to TLS, and what was said of them.
  func refusals(_ count: Int, seconds: Double = Patience.seconds) -> [String] {
    for _ in 0..<Int(seconds / 0.02) where refused.withLock({ $0.count }) < count {
      _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.02)
    }
    return refused.withLock { $0 }
  }

  /// Stops it.
  ///
  /// - Returns: whether every port and every visit was over within the time that a test waits.
  func stop() -> Bool {
    isStopped.withLock { $0 = true }
    guard ended.wait(timeout: .now() + Patience.seconds) == .success else { return false }
    ended.signal()
    return true
  }

  deinit { isStopped.withLock { $0 = true } }
}
