import Foundation
import InteropPeers

#if canImport(Glibc)
  import Glibc
#endif

/// The first words of a server, by which one knows that it is ready.
enum Greeting {
  /// Waits until the server says these words to who connects.
  static func wait(
    for words: String, hello: String, port: UInt16, from process: PeerProcess
  ) throws {
    let deadline = Date(timeIntervalSinceNow: Patience.seconds)
    var heard = ""
    while Date() < deadline, process.isRunning {
      heard = hear(words, hello: hello, port: port, until: deadline)
      if heard.contains(words) { return }
      usleep(10_000)
    }
    let why = process.isRunning ? "within \(Patience.seconds) s" : "before it ended"
    throw PeerFailure("no '\(words)' \(why) but '\(heard)'\n\(process.command)\n\(process.output)")
  }

  /// What the server says on one connection, up to the words.
  private static func hear(
    _ words: String, hello: String, port: UInt16, until deadline: Date
  ) -> String {
    guard let handle = call(port) else { return "" }
    defer { _ = close(handle) }
    _ = send(handle, hello, hello.utf8.count, Int32(MSG_NOSIGNAL))
    var heard = ""
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while Date() < deadline, !heard.contains(words) {
      var waiting = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 100) > 0 else { continue }
      let count = recv(handle, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      heard += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    return heard
  }

  /// A connection to the port; nil while nobody listens there.
  private static func call(_ port: UInt16) -> Int32? {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let handle = socket(AF_INET, kind, 0)
    guard handle >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      _ = close(handle)
      return nil
    }
    return handle
  }
}
