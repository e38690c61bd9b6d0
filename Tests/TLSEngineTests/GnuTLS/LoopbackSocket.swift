import Foundation

/// A TCP connection within this machine, for peers that speak no other way. Blocking, with a limit.
final class LoopbackSocket {
  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Connects to a program that may just be starting.
  convenience init?(port: UInt16) {
    for _ in 0..<2400 {
      let descriptor = Self.make()
      if Self.withAddress(port, { connect(descriptor, $0, $1) }) == 0 {
        self.init(descriptor: descriptor)
        return
      }
      close(descriptor)
      usleep(50_000)
    }
    return nil
  }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, noSignal) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// What comes next; nothing at the end, or when nothing comes for too long.
  func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return Array(buffer.prefix(max(0, count)))
  }

  /// A port that nobody listens on; somebody else may take it, but hardly at once.
  static func freePort() -> UInt16 { Listener().port }

  /// Waits for one connection.
  final class Listener {
    private let descriptor = LoopbackSocket.make()
    let port: UInt16

    init() {
      let listening = descriptor
      _ = LoopbackSocket.withAddress(0) { bind(listening, $0, $1) }
      listen(listening, 1)
      var address = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = getsockname(listening, $0, &length)
        }
      }
      port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    /// The first to come within two minutes.
    func accept() -> LoopbackSocket? {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 120_000) == 1 else { return nil }
      #if os(Linux)
        let connected = Glibc.accept(descriptor, nil, nil)
      #else
        let connected = Darwin.accept(descriptor, nil, nil)
      #endif
      return connected < 0 ? nil : LoopbackSocket(descriptor: connected)
    }
  }

  #if os(Linux)
    private let noSignal = Int32(MSG_NOSIGNAL)
    private static func make() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
  #else
    private let noSignal: Int32 = 0
    private static func make() -> Int32 { socket(AF_INET, SOCK_STREAM, 0) }
  #endif

  private static func withAddress(
    _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}
