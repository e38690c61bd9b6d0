/// A host and a port, as they are typed: `sip.example.com:5061`, `127.0.0.1:443`, `[::1]:443`.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  public var host: String
  public var port: Int

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// - Throws: `SocketError.noAddress` for anything else.
  public init(_ text: String) throws(SocketError) {
    let error = SocketError.noAddress(text)
    guard let colon = text.lastIndex(of: ":"),
      let port = Int(text[text.index(after: colon)...]), (1...65535).contains(port)
    else { throw error }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      // An address of IPv6 without brackets: where does it end?
      throw error
    }
    guard !host.isEmpty, host.utf8.count <= 255, host.utf8.allSatisfy({ 0x21..<0x7f ~= $0 }) else {
      throw error
    }
    self.init(host: String(host), port: port)
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
