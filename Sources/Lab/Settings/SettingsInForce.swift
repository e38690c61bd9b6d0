import TLSEngine
public import TLSKeys
public import TLSWire

// What the settings mean for the two ends, where one says something of another.
extension Settings {
  /// The versions of one side.
  public func versions(of side: Side) -> [ProtocolVersion] {
    let range = self[.versions(of: side)]
    let chosen = SettingCatalogue.versions.filter(range.contains)
    guard side == .server, self[.serverKX].isOnlyBefore13 else { return chosen }
    return chosen.filter { $0 < .tls13 }
  }

  /// The groups for which the client sends keys at once; nil: the first.
  public var keyShares: [NamedGroup]? {
    let named = self[.clientShares]
    return named == [nil] ? nil : self[.clientGroups].filter(named.contains)
  }

  /// The versions that both sides can speak: a side offers none, and takes none, for which it has no suite.
  var commonVersions: [ProtocolVersion] {
    let spoken = Side.allCases.map { side in
      let suites = suites(of: side)
      return versions(of: side).filter { version in suites.contains { $0.isSpoken(in: version) } }
    }
    return spoken[0].filter(spoken[1].contains)
  }

  /// The version that will be spoken, if both sides have one in common.
  public var commonVersion: ProtocolVersion? { commonVersions.max() }

  /// The suite on which both sides will agree, as far as the settings decide it.
  var firstCommonSuite: CipherSuite? {
    guard let version = commonVersion else { return nil }
    let decider = self[.serverPreference]
    let others = Set(suitesInForce(of: decider.other))
    return suitesInForce(of: decider).first { others.contains($0) && $0.isSpoken(in: version) }
  }

  /// Whether the server proves itself by a key that both have, and so shows no certificate (RFC 4279 §2, RFC 8446
  /// §4.4.2).
  var provesBySharedKey: Bool {
    if self[.serverKX].needsSharedKey { return true }
    guard let key = self[.clientPSK], key == self[.serverPSK], let suite = firstCommonSuite else {
      return false
    }
    // A key that was given by hand goes with SHA-256 (RFC 8446 §4.2.11).
    if let parameters = suite.parameters13 { return parameters.hash == .sha256 }
    return suite.parameters?.keyExchange.usesPreSharedKey == true
  }

  /// Puts into a configuration what goes there as it is.
  func apply(to client: inout ClientConfiguration) {
    for setting in Setting.client { setting.apply(self, to: &client) }
  }

  func apply(to server: inout ServerConfiguration) {
    for setting in Setting.server { setting.apply(self, to: &server) }
  }
}
