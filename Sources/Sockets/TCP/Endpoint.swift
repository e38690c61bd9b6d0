import Bytes
import X509

/// A host and a port, as they are typed: `sip.example.com:5061`, `127.0.0.1:443`, `[::1]:443`. A host in
/// letters of other alphabets is kept in the form that names have on the wire (RFC 5891 §4).
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
    guard let name = HostNameMatch.ascii(String(host)), Self.mayBeHost(name) else { throw error }
    self.init(host: name, port: port)
  }

  private static func mayBeHost(_ name: String) -> Bool {
    (1...255).contains(name.utf8.count) && name.utf8.allSatisfy { 0x21..<0x7f ~= $0 }
  }

  /// What was meant by a text that is none, where that is clear.
  enum Slip: Hashable {
    /// It may be this.
    case other(String)
    /// The port is not one.
    case port(String)
    /// Nothing tells the port from the host.
    case noPort(host: String)
  }

  /// - Returns: nil where it is clear of no host.
  static func slip(in text: String) -> Slip? {
    var rest = text[...]
    var usual: Int?
    if let scheme = text.firstRange(of: "://") {
      usual = ports[text[..<scheme.lowerBound].lowercased()]
      rest = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
    } else if let colon = text.firstIndex(of: ":"),
      let port = opaque[text[..<colon].lowercased()]
    {
      // `sips:user@host:port;transport=tls` (RFC 3261 §19.1.1)
      usual = port
      rest = text[text.index(after: colon)...].prefix { !"/?#;".contains($0) }
      if let user = rest.lastIndex(of: "@") { rest = rest[rest.index(after: user)...] }
    } else if let path = rest.firstIndex(of: "/") {
      rest = rest[..<path]
    }
    if let one = try? Endpoint(String(rest)) { return one.isIn(text) ? nil : .other("\(one)") }
    // An address of IPv6, with a port behind it or without.
    if rest.filter({ $0 == ":" }).count > 1, !rest.contains("[") { return addressSlip(rest, usual) }
    guard let colon = rest.lastIndex(of: ":"), rest.last != "]" else {
      let host = rest.hasPrefix("[") ? rest.dropFirst().dropLast() : rest
      guard mayBeHost(String(host)) else { return nil }
      return usual.map { .other("\(rest):\($0)") } ?? .noPort(host: String(rest))
    }
    let port = rest[rest.index(after: colon)...]
    return mayBeHost(String(rest[..<colon])) ? .port(String(port)) : nil
  }

  private static func addressSlip(_ text: Substring, _ usual: Int?) -> Slip? {
    // Whatever is no address would be a name.
    if case .dns = AlternativeName(String(text)) { return addressBefore(text) }
    if let usual { return .other("[\(text)]:\(usual)") }
    // `::1:7010` may be an address, and is hardly one.
    if case .other(let other)? = addressBefore(text) { return .other(other) }
    return .noPort(host: "[\(text)]")
  }

  /// An address of IPv6 with what may be a port behind it.
  private static func addressBefore(_ text: Substring) -> Slip? {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      port > 0
    else { return nil }
    let host = text[..<colon]
    // An address has at least two colons (RFC 4291 §2.2); `::1` alone has no port.
    guard host.count(where: { $0 == ":" }) > 1 else { return nil }
    if case .dns = AlternativeName(String(host)) { return nil }
    return port <= 65535 ? .other("[\(host)]:\(port)") : .port("\(port)")
  }

  private static let ports = [
    "https": 443, "wss": 443, "sips": 5061, "smtps": 465, "imaps": 993, "pop3s": 995,
    "ldaps": 636, "ftps": 990,
  ]
  /// Of addresses that have no `//` behind the scheme; over TLS (RFC 3261 §19.1.2, RFC 7064, RFC 7065).
  private static let opaque = ["sips": 5061, "sip": 5061, "stuns": 5349, "turns": 5349]

  private func isIn(_ text: String) -> Bool { "\(self)" == text }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
