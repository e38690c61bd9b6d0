import Commands
import Dispatch
import Foundation
import InteropPeers
import Lab

@testable import Sockets

/// `tlslab relay` in this process, on a port that the system chose.
final class Relays: Sendable {
  private let service: RelayService
  private let isStopped = Locked(false)
  private let seen = Locked<[Lab]>([])

  var port: Int { service.port }

  init(_ lab: Lab, to port: Int, _ choices: [String] = []) throws {
    service = try RelayService(
      lab, port: 0, to: "127.0.0.1:\(port)",
      on: ServiceTerms(
        ServiceTerms<RelayTerms>(typed: choices, in: lab).terms, idle: Patience.seconds))
    let (service, isStopped, seen) = (service, isStopped, seen)
    Thread.detachNewThread {
      service.run(isStopped: { isStopped.withLock { $0 } }) { result in
        if case .success(let lab) = result { seen.withLock { $0.append(lab) } }
      }
    }
  }

  /// The newest session, once so many clients have come and gone.
  func session(_ count: Int) -> Session? {
    for _ in 0..<Int(Patience.seconds / 0.02) where seen.withLock({ $0.count }) < count {
      _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.02)
    }
    return seen.withLock { $0.count >= count ? $0[count - 1].currentSession : nil }
  }

  deinit { isStopped.withLock { $0 = true } }
}
