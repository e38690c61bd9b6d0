import Foundation
import InteropPeers
import Testing

@testable import Sockets

/// A server that sends what it was told to, whatever comes: no TLS at all, or what only looks so.
final class ScriptedServer: Sendable {
  private let listener: TCPListener
  private let isStopped = Locked(false)
  var port: Int { listener.port }

  /// - Parameter script: what is done with each connection, on a thread of its own.
  init(_ script: @escaping @Sendable (TCPStream) -> Void) throws {
    let listener = try TCPListener(port: 0)
    self.listener = listener
    let isStopped = isStopped
    Thread.detachNewThread {
      while !isStopped.withLock({ $0 }) {
        guard let stream = listener.accept(within: 0.1) else { continue }
        Thread.detachNewThread { script(stream) }
      }
      listener.close()
    }
  }

  deinit { isStopped.withLock { $0 = true } }
}

/// A port where calls wait and nobody takes them.
final class DeafServer {
  let port: Int
  private let handle: Int32
  private var streams: [TCPStream] = []

  init() throws {
    #if canImport(Glibc)
      handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      handle = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let handle = handle
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, length) == 0 && listen(handle, 0) == 0
          && getsockname(handle, $0, &length) == 0
      }
    }
    try #require(isReady)
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  func keep(_ stream: TCPStream) { streams.append(stream) }

  deinit {
    for stream in streams { stream.abort() }
    close(handle)
  }
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
