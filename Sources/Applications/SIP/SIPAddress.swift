/// The value of From, To or Contact: a name, a URI and parameters (RFC 3261 §20.10).
public struct SIPAddress: Sendable, Hashable, Codable {
  /// The name to show, if there is one.
  public var displayName: String?
  public var uri: String
  /// The `tag` parameter, which marks a side of a dialog.
  public var tag: String?

  public init(displayName: String? = nil, uri: String, tag: String? = nil) {
    self.displayName = displayName
    self.uri = uri
    self.tag = tag
  }

  /// Reads a header's value, its first address if there are several; `nil` if it holds no URI.
  /// Parameters other than the tag are left out, and a tag that is no token.
  public init?(parsing value: String) {
    var scanner = HeaderScanner(value)
    scanner.skipWhiteSpace()
    if let quoted = scanner.readQuotedString() {
      guard scanner.read("<") else { return nil }
      displayName = quoted
      uri = scanner.readUntil(">").trimmingWhiteSpace()
      guard scanner.read(">") else { return nil }
    } else {
      let text = scanner.readUntil("<;,").trimmingWhiteSpace()
      if scanner.read("<") {
        displayName = text.isEmpty ? nil : text
        uri = scanner.readUntil(">").trimmingWhiteSpace()
        guard scanner.read(">") else { return nil }
      } else {
        // Without brackets, parameters belong to the header and not to the URI.
        uri = text
      }
    }
    let forbidden = Array(" \t\"<>".utf8)
    guard uri.utf8.contains(0x3a), !uri.utf8.contains(where: forbidden.contains) else {
      return nil
    }
    let tag = scanner.readParameters()["tag"]
    self.tag = tag.flatMap { $0.isSIPToken ? $0 : nil }
  }

  /// The value as a header holds it.
  public var headerValue: String {
    let name = displayName.map { $0.quoted + " " } ?? ""
    return "\(name)<\(uri)>" + (tag.map { ";tag=\($0)" } ?? "")
  }

  /// `user@host` of a `sip:` or `sips:` URI, without its port and parameters.
  public var userAtHost: String? { Self.userAtHost(uri) }

  static func userAtHost(_ uri: String) -> String? {
    var scanner = HeaderScanner(uri)
    guard let scheme = scanner.readToken()?.lowercased(), scheme == "sip" || scheme == "sips",
      scanner.read(":")
    else { return nil }
    let user = scanner.readUntil("@;?")
    guard !user.isEmpty, scanner.read("@") else { return nil }
    // An address of IPv6 has colons, and brackets around it (RFC 3261 §25.1).
    let isIPv6 = scanner.next == 0x5b
    let host = isIPv6 ? scanner.readUntil("];?> ") + "]" : scanner.readUntil(":;?> ")
    return host.isEmpty ? nil : "\(user)@\(host.lowercased())"
  }
}
