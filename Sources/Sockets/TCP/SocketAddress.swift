import Network
import Platform

/// An address of the operating system, of IPv4 or IPv6, with its port.
struct SocketAddress: Sendable {
  private var bytes: [UInt8]

  private init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
    bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
  }

  /// The addresses of a host, in the order in which they are to be tried (RFC 6724); none where the
  /// name does not resolve. Waits as long as the system's resolver does.
  static func resolve(_ endpoint: Endpoint) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_protocol = CInt(IPPROTO_TCP)
    hints.ai_flags = AI_NUMERICSERV
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(endpoint.host, "\(endpoint.port)", &hints, &first) == 0 else { return [] }
    defer { freeaddrinfo(first) }
    return sequence(first: first) { $0?.pointee.ai_next }.compactMap { entry in
      entry.flatMap { entry in
        entry.pointee.ai_addr.map { SocketAddress($0, entry.pointee.ai_addrlen) }
      }
    }
  }

  /// Whether whoever calls an endpoint may reach a port of this program: those are opened on 127.0.0.1 alone,
  /// and calls of 0.0.0.0 come to it, too. The name is resolved only where the port is the same.
  static func reaches(_ endpoint: Endpoint, port: Int) -> Bool {
    endpoint.port == port
      && resolve(endpoint).contains {
        ["127.0.0.1", "0.0.0.0", "::ffff:127.0.0.1"].contains($0.address.ip)
      }
  }

  /// The address at this end of a socket, or at the other.
  static func own(of number: CInt) -> SocketAddress? { read { getsockname(number, $0, $1) } }
  static func peer(of number: CInt) -> SocketAddress? { read { getpeername(number, $0, $1) } }

  private static func read(
    _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt
  ) -> SocketAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        call($0, &length) == 0 ? SocketAddress($0, length) : nil
      }
    }
  }

  /// Gives the system the address.
  func pass<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    bytes.withUnsafeBytes { buffer in
      // An array's memory is aligned for every type of C.
      buffer.withMemoryRebound(to: sockaddr.self) {
        body($0.baseAddress.unsafelyUnwrapped, socklen_t(buffer.count))
      }
    }
  }

  var family: CInt { pass { address, _ in CInt(address.pointee.sa_family) } }

  /// The address in its usual notation.
  var address: Address {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: 16)
    let code = pass { address, length in
      getnameinfo(
        address, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
        NI_NUMERICHOST | NI_NUMERICSERV)
    }
    guard code == 0 else { return Address(ip: "0.0.0.0", port: 0) }
    return Address(ip: text(host), port: UInt16(text(port)) ?? 0)
  }

  private func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
