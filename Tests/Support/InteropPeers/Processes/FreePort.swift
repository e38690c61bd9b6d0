import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Ports that nobody uses.
public enum FreePort {
  /// Asks the kernel for a port on the loopback interface. Somebody else may take it before the
  /// program does for which it was asked: who uses it tries again.
  public static func ask() throws -> UInt16 {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let handle = socket(AF_INET, kind, 0)
    guard handle >= 0 else { throw PeerFailure("no socket: errno \(errno)") }
    defer { _ = close(handle) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, length) == 0 && getsockname(handle, $0, &length) == 0
      }
    }
    guard isBound else { throw PeerFailure("no free port: errno \(errno)") }
    return UInt16(bigEndian: address.sin_port)
  }
}
