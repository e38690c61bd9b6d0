import Foundation
import InteropPeers
import NIOConcurrencyHelpers

@testable import Sockets

/// A server that sends what it was told to, whatever comes: no TLS at all, or what only looks so.
final class ScriptedServer: Sendable {
  private let listener: TCPListener
  private let isStopped = NIOLockedValueBox(false)
  var port: Int { listener.port }

  /// - Parameter script: what is done with each connection, on a thread of its own.
  init(_ script: @escaping @Sendable (TCPStream) -> Void) throws {
    let listener = try TCPListener(port: 0)
    self.listener = listener
    let isStopped = isStopped
    Thread.detachNewThread {
      while !isStopped.withLockedValue({ $0 }) {
        guard let stream = listener.accept(within: 0.1) else { continue }
        Thread.detachNewThread { script(stream) }
      }
      listener.close()
    }
  }

  deinit { isStopped.withLockedValue { $0 = true } }
}

extension TCPStream {
  /// Waits for the next bytes; nil when the other end has closed, or says nothing for so long.
  func hear(within seconds: Double = Patience.seconds) -> [UInt8]? {
    read()
    guard case .bytes(let bytes, _)? = mailbox.take(within: seconds) else { return nil }
    return bytes
  }

  /// Reads until the other end closes, up to a number of seconds.
  ///
  /// - Returns: what came; nil when it did not close.
  func hearOut(within seconds: Double = Patience.seconds) -> [UInt8]? {
    var heard: [UInt8] = []
    let slices = Int(seconds / 0.1)
    for _ in 0..<slices {
      read()
      switch mailbox.take(within: 0.1) {
      case .bytes(let bytes, _): heard += bytes
      case .ended: return heard
      case nil: continue
      }
    }
    return nil
  }
}
