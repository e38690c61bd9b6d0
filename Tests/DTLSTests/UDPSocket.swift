import Foundation

#if canImport(Glibc)
  import Glibc
  private let datagramKind = Int32(SOCK_DGRAM.rawValue)
#else
  import Darwin
  private let datagramKind = SOCK_DGRAM
#endif

/// A socket for datagrams on the loopback, for tests alone: the program itself opens none.
final class UDPSocket {
  private let descriptor: Int32
  /// The port that it has.
  let port: UInt16

  struct Failure: Error { var call: String }

  init() throws {
    descriptor = socket(AF_INET, datagramKind, 0)
    guard descriptor >= 0 else { throw Failure(call: "socket") }
    var address = Self.loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(descriptor, name, length) + getsockname(descriptor, name, &length)
      }
    }
    guard outcome == 0 else { throw Failure(call: "bind") }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }

  private static func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }

  func send(_ bytes: [UInt8], to port: UInt16) {
    var address = Self.loopback(port)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        sendto(
          descriptor, bytes, bytes.count, 0, name, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// Waits for a datagram until that time; nil: none came.
  ///
  /// - Parameter deadline: in microseconds, as `now` counts them.
  func receive(until deadline: Int64) -> (bytes: [UInt8], port: UInt16)? {
    let left = max(0, deadline - Self.now)
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wanted, 1, Int32(clamping: (left + 999) / 1000)) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let count = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        recvfrom(descriptor, &buffer, buffer.count, 0, name, &length)
      }
    }
    guard count >= 0 else { return nil }
    return (Array(buffer.prefix(count)), UInt16(bigEndian: address.sin_port))
  }

  /// Microseconds since some beginning.
  static var now: Int64 { Int64(ProcessInfo.processInfo.systemUptime * 1_000_000) }
}
