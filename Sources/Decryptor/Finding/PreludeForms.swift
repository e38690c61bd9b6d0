extension Prelude {
  /// The protocol that two directions begin with, by the first bytes of each; nil for one that has no name here.
  init?(_ one: [UInt8], _ other: [UInt8]) {
    let known = [(one, other), (other, one)].compactMap(Self.of)
    guard let first = known.first else { return nil }
    self = first
  }

  /// - Parameters:
  ///   - client: what the client may have said first.
  ///   - server: what the server may have said first.
  private static func of(_ client: [UInt8], _ server: [UInt8]) -> Prelude? {
    inText(String(decoding: client, as: UTF8.self), String(decoding: server, as: UTF8.self))
      ?? inBytes(client, server)
  }

  private static func inText(_ client: String, _ server: String) -> Prelude? {
    let asked = client.uppercased()
    if asked.hasPrefix("CONNECT ") { return .connect }
    if asked.hasPrefix("PROXY TCP") || asked.hasPrefix("PROXY UNKNOWN") { return .proxy }
    if client.contains(" HTTP/1.") || server.hasPrefix("HTTP/1.1 101") { return .upgrade }
    // FTP and SMTP greet alike (RFC 4217, RFC 3207).
    if asked.hasPrefix("AUTH ") || asked.hasPrefix("USER ") && server.hasPrefix("220") {
      return .ftp
    }
    if ["EHLO", "HELO", "LHLO"].contains(where: asked.hasPrefix) { return .smtp }
    if server.hasPrefix("* OK") || server.hasPrefix("* PREAUTH") { return .imap }
    if server.hasPrefix("+OK") { return .pop3 }
    if client.hasPrefix("<?xml") || client.hasPrefix("<stream:stream") { return .xmpp }
    if server.hasPrefix("\"IMPLEMENTATION\"") { return .sieve }
    if server.hasPrefix("200 ") || server.hasPrefix("201 ") { return .nntp }
    return client.isEmpty && server.hasPrefix("220") ? .smtp : nil
  }

  private static func inBytes(_ client: [UInt8], _ server: [UInt8]) -> Prelude? {
    // The signature of version 2.
    if client.starts(with: [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]) {
      return .proxy
    }
    // SSLRequest.
    if client.starts(with: [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]) { return .postgres }
    // The server's greeting: its length, the number 0, version 10 of the protocol.
    if server.count > 5, server[2] == 0, server[3] == 0, server[4] == 10 { return .mysql }
    // TPKT with a connection request of X.224.
    if client.count > 5, client.starts(with: [3, 0, 0]), client[5] == 0xe0 { return .rdp }
    // RFC 1928 §3: the methods; the server chooses one.
    if client.count > 2, client[0] == 5, client.count >= 2 + Int(client[1]), server.first == 5 {
      return .socks5
    }
    // The server's answer begins with 0 (SOCKS4, SOCKS 4A).
    if client.count > 8, client[0] == 4, client[1] == 1, server.first == 0 { return .socks4 }
    // A message with an extended request (RFC 4511 §4.12).
    if client.count > 6, client[0] == 0x30, client.prefix(12).contains(0x77) { return .ldap }
    return nil
  }
}
