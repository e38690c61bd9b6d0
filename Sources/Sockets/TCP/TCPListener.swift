import Dispatch
import Network
import Platform
import Synchronization
import TLSKeys

/// A port of this machine that clients of this machine can call: it is bound to the loopback address,
/// because the keys of a lab are made for learning, and no stranger is to be served.
public final class TCPListener: Sendable {
  /// Callers that wait at most; the system lets a few more wait.
  static let queueLimit = 1024

  private let descriptor: Descriptor
  private let waiting = Mutex<[TCPStream]>([])
  private let count = DispatchSemaphore(value: 0)

  /// The port; the system chose it where 0 was asked for.
  public let port: Int

  /// Opens a port of 127.0.0.1.
  ///
  /// - Throws: when there is no such port, another program has it, or it is not for everyone.
  public init(port: Int) throws(SocketError) {
    guard (0...65535).contains(port) else { throw .noPort(port) }
    let number = try Self.open(Endpoint(host: "127.0.0.1", port: port))
    descriptor = Descriptor(number)
    self.port = SocketAddress.own(of: number).map { Int($0.address.port) } ?? port
    watch()
  }

  /// A socket at which callers are taken.
  private static func open(_ endpoint: Endpoint) throws(SocketError) -> CInt {
    let address = SocketAddress.resolve(endpoint).first
    guard let address, let number = SystemCalls.socket(for: address) else {
      throw SocketError(code: errno, "\(endpoint)", seconds: 0)
    }
    SystemCalls.set(SOL_SOCKET, SO_REUSEADDR, 1, of: number)
    let code = address.pass { bind(number, $0, $1) == 0 && listen(number, 1024) == 0 ? 0 : errno }
    guard code == 0 else {
      _ = Platform.close(number)
      switch code {
      case EADDRINUSE: throw .portInUse(endpoint.port)
      case EACCES: throw .portForbidden(endpoint.port)
      default: throw SocketError(code: code, "\(endpoint)", seconds: 0)
      }
    }
    return number
  }

  private func watch() {
    Watch.shared.whenReadable(descriptor) { [weak self] in self?.takeCallers() }
  }

  /// Takes all who call, and reads what they say: it would be lost if they reset the connection while
  /// they wait.
  private func takeCallers() {
    while let (number, code) = descriptor.use(SystemCalls.accept) {
      guard number >= 0 else {
        // Who calls is still there, and would be told of again and again until a descriptor is free.
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) else { return watch() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { [weak self] in self?.watch() }
        return
      }
      admit(TCPStream(number, into: Mailbox(), as: .client))
    }
  }

  private func admit(_ stream: TCPStream) {
    let isTaken = waiting.withLock { streams in
      guard streams.count < Self.queueLimit else { return false }
      streams.append(stream)
      return true
    }
    if isTaken { count.signal() } else { stream.abort() }
  }

  /// The next caller; nil when none comes within so many seconds.
  public func accept(within seconds: Double) -> TCPStream? {
    guard count.wait(timeout: .now() + max(0, seconds)) == .success else { return nil }
    return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  /// Closes the port, and what nobody took.
  public func close() {
    let isClosed = DispatchSemaphore(value: 0)
    // While the thread waits at the socket, the system keeps it.
    Watch.shared.perform { [descriptor] in
      descriptor.close()
      isClosed.signal()
    }
    isClosed.wait()
    for stream in waiting.withLock({ $0 }) { stream.abort() }
  }
}
