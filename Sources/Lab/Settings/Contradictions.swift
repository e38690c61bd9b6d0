import TLSKeys
import TLSWire

// Settings that can't both hold.
extension Settings {
  /// Settings of one and the same side that can't both hold. That two sides may disagree is what
  /// a handshake is for.
  public var contradictions: [Contradiction] {
    var found: [Contradiction] = []
    if suitesInForce(of: .server).isEmpty {
      let lacksKey = self[.serverPSK] == nil && self[.serverKX].needsSharedKey
      let limits: [Setting] = [.serverKX, .serverCert, .serverSuites, .serverVersions]
      found.append(
        Contradiction(
          limits.filter(isSet),
          lacksKey ? .noSharedKey : .noServerSuite))
    }
    if suitesInForce(of: .client).isEmpty {
      found.append(
        Contradiction(
          [.clientSuites, .clientVersions], .noClientSuite))
    }
    // EdDSA came with TLS 1.2 (RFC 8422 §5.10).
    if [.serverEd25519, .serverEd448].contains(self[.serverCert].role),
      versions(of: .server).allSatisfy(\.isLegacy)
    {
      found.append(
        Contradiction(
          [.serverCert, .serverVersions],
          .edDSA))
    }
    for side in Side.allCases {
      found += groupContradictions(of: side)
    }
    return found
  }

  private func groupContradictions(of side: Side) -> [Contradiction] {
    let exchanges = suitesInForce(of: side).compactMap { $0.parameters?.keyExchange }
    guard !exchanges.isEmpty else { return [] }
    let isLimited = side == .server && self[.serverKX] != .any
    let key: Setting = isLimited ? .serverKX : .suites(of: side)
    let groups = self[.groups(of: side)]
    var found: [Contradiction] = []
    if exchanges.allSatisfy(\.isFiniteField), !groups.contains(where: \.isFiniteField),
      side == .server
    {
      found.append(
        Contradiction([key, .serverGroups], .noFiniteField))
    }
    // What nobody named, TLS 1.3 may make up for: its suites go with any group.
    let isMeant = isLimited || isSet(.suites(of: side)) || !versions(of: side).contains(.tls13)
    if isMeant, exchanges.allSatisfy(\.isEllipticCurve), !groups.contains(where: \.isCurve12) {
      found.append(
        Contradiction(
          [key, .groups(of: side)], .noCurve))
    }
    return found
  }
}

extension Contradiction {
  fileprivate init(_ settings: [Setting], _ reason: Reason) {
    self.init(keys: settings.map(\.key), reason: reason)
  }
}
