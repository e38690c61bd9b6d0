import Dispatch
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TLSKeys

/// A port of this machine that clients of this machine can call: it is bound to the loopback address,
/// because the keys of a lab are made for learning, and no stranger is to be served.
public final class TCPListener: Sendable {
  /// Callers that wait at most; the system lets a few more wait.
  static let queueLimit = 64
  /// Callers that are served at a time.
  static let atOnce = 16

  private let channel: any Channel
  private let waiting: NIOLockedValueBox<[TCPStream]>
  private let count: DispatchSemaphore

  /// The port; the system chose it where 0 was asked for.
  public let port: Int

  /// Opens a port of 127.0.0.1.
  ///
  /// - Throws: when there is no such port, another program has it, or it is not for everyone.
  public init(port: Int) throws(SocketError) {
    guard (0...65535).contains(port) else { throw .noPort(port) }
    let waiting = NIOLockedValueBox<[TCPStream]>([])
    let count = DispatchSemaphore(value: 0)
    let bootstrap = ServerBootstrap(group: TCPStream.loops)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.backlog, value: 256)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { child in
        TCPStream.adopt(child, into: Mailbox(), as: .client) { stream in
          let isTaken = waiting.withLockedValue { streams in
            guard streams.count < Self.queueLimit else { return false }
            streams.append(stream)
            return true
          }
          if isTaken { count.signal() } else { stream.abort() }
        }.map { _ in }
      }
    do {
      channel = try bootstrap.bind(host: "127.0.0.1", port: port).wait()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw .portInUse(port)
    } catch let error as IOError where error.errnoCode == EACCES {
      throw .portForbidden(port)
    } catch {
      throw SocketError(error, Endpoint(host: "127.0.0.1", port: port))
    }
    self.port = channel.localAddress?.port ?? port
    (self.waiting, self.count) = (waiting, count)
  }

  /// The next caller; nil when none comes within so many seconds.
  public func accept(within seconds: Double) -> TCPStream? {
    guard count.wait(timeout: .now() + max(0, seconds)) == .success else { return nil }
    return waiting.withLockedValue { $0.isEmpty ? nil : $0.removeFirst() }
  }

  /// Takes callers until it is told to stop, several at once; further ones wait. Returns when the port is
  /// closed and the last of them is through.
  ///
  /// - Parameters:
  ///   - isStopped: asked several times a second.
  ///   - visit: serves one of them, on a thread of its own.
  func serve(
    isStopped: @escaping @Sendable () -> Bool, _ visit: @escaping @Sendable (TCPStream) -> Void
  ) {
    let places = DispatchSemaphore(value: Self.atOnce)
    while !isStopped() {
      guard let stream = accept(within: 0.2) else { continue }
      places.wait()
      // A thread of its own: a visit waits most of its time, and a queue has few threads for that.
      Thread.detachNewThread {
        visit(stream)
        places.signal()
      }
    }
    close()
    for _ in 0..<Self.atOnce { places.wait() }
    // A semaphore must not have less than it began with when it goes.
    for _ in 0..<Self.atOnce { places.signal() }
  }

  /// Closes the port, and what nobody took.
  public func close() {
    try? channel.close().wait()
    for stream in waiting.withLockedValue({ $0 }) { stream.abort() }
  }
}
