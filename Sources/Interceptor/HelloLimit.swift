public import TLSWire

/// What an attacker leaves of a client's offer.
public enum HelloLimit: Hashable, Sendable, Codable {
  /// No version above this one.
  case version(ProtocolVersion)
  /// This suite alone.
  case suite(CipherSuite)

  /// Changes a hello.
  ///
  /// - Returns: whether it offers anything still, and something else than before.
  func apply(to hello: inout ClientHello) -> Bool {
    let before = hello
    switch self {
    case .version(let version): limit(&hello, to: version)
    case .suite(let suite): hello.cipherSuites = hello.cipherSuites.filter { $0 == suite }
    }
    return !hello.cipherSuites.isEmpty && hello != before
  }

  private func limit(_ hello: inout ClientHello, to version: ProtocolVersion) {
    guard version < .tls13 else { return }
    hello.legacyVersion = min(hello.legacyVersion, version)
    hello.cipherSuites.removeAll { $0.parameters13 != nil }
    // What only TLS 1.3 knows; RFC 8446 §4.2.1 makes supported_versions the one that matters.
    let newer: [ExtensionType] = [
      .supportedVersions, .keyShare, .pskKeyExchangeModes, .preSharedKey, .earlyData, .cookie,
      .postHandshakeAuth,
    ]
    hello.extensions?.removeAll { newer.contains($0.type) }
  }
}
