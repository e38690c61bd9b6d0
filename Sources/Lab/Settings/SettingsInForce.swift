import Bytes
public import TLSKeys
public import TLSWire

// What the settings mean for the two ends.
extension Settings {
  /// The versions of one side.
  public func versions(of side: Side) -> [ProtocolVersion] {
    let ends = self["\(side.rawValue).versions"].split(separator: "-")
    let known = SettingCatalogue.versions
    guard let low = known.first(where: { $0.number == ends.first.map(String.init) }),
      let high = known.first(where: { $0.number == ends.last.map(String.init) })
    else { return [.tls12] }
    let chosen = known.filter { low <= $0 && $0 <= high }
    guard side == .server, Self.keyExchangesBefore13.contains(self["server.kx"]) else {
      return chosen
    }
    return chosen.filter { $0 < .tls13 }
  }

  /// The groups of one side, in order.
  public func groups(of side: Side) -> [NamedGroup] {
    list("\(side.rawValue).groups").compactMap { name in
      SettingCatalogue.groups.first { $0.label == name }
    }
  }

  /// The groups for which the client sends keys at once; nil: the first.
  public var keyShares: [NamedGroup]? {
    guard self["client.shares"] != "auto" else { return nil }
    let offered = groups(of: .client)
    let named = list("client.shares")
    return offered.filter { named.contains($0.label) }
  }

  /// The key of one side that was agreed on outside of TLS: its name, and the secret as it is typed.
  public func preSharedKey(of side: Side) -> (name: [UInt8], secret: [UInt8])? {
    let value = self["\(side.rawValue).psk"]
    let parts = value.split(separator: ":", maxSplits: 1)
    guard value != "off", parts.count == 2 else { return nil }
    return (Array(parts[0].utf8), Array(parts[1].utf8))
  }

  /// The version that will be spoken, if both sides have one in common.
  public var commonVersion: ProtocolVersion? {
    versions(of: .client).filter(versions(of: .server).contains).max()
  }

  /// The signature schemes of one side, in order.
  public func signatureSchemes(of side: Side) -> [SignatureScheme] {
    list("\(side.rawValue).signatures").compactMap { name in
      SettingCatalogue.schemes.first { $0.label == name }
    }
  }

  /// The protocols for ALPN of one side.
  public func applicationProtocols(of side: Side) -> [String] {
    let value = self["\(side.rawValue).alpn"]
    return value == "off" ? [] : list("\(side.rawValue).alpn")
  }

  /// Settings of one and the same side that can't both hold. That two sides may disagree is what
  /// a handshake is for.
  public var contradictions: [Contradiction] {
    var found: [Contradiction] = []
    if suitesInForce(of: .server).isEmpty {
      let lacksKey =
        self["server.psk"] == "off" && Self.sharedKeyExchanges.contains(self["server.kx"])
      let limits = ["server.kx", "server.cert", "server.suites", "server.versions"]
      found.append(
        Contradiction(
          keys: limits.filter { overrides[$0] != nil },
          reason: lacksKey
            ? "the server has no such key (psk=NAME:SECRET gives it one)"
            : "no cipher suite is left for the server"))
    }
    if suitesInForce(of: .client).isEmpty {
      found.append(
        Contradiction(
          keys: ["client.suites", "client.versions"],
          reason: "none of the client's suites is one of its versions'"))
    }
    if ["ed25519", "ed448"].contains(self["server.cert"]),
      versions(of: .server).allSatisfy(\.isLegacy)
    {
      found.append(
        Contradiction(
          keys: ["server.cert", "server.versions"],
          reason: "EdDSA came with TLS 1.2 (RFC 8422 section 5.10)"))
    }
    for side in Side.allCases {
      found += groupContradictions(of: side)
    }
    return found
  }

  private func groupContradictions(of side: Side) -> [Contradiction] {
    let exchanges = suitesInForce(of: side).compactMap { $0.parameters?.keyExchange }
    let key =
      side == .server && self["server.kx"] != "any" ? "server.kx" : "\(side.rawValue).suites"
    let groups = groups(of: side)
    let curves = groups.contains { !$0.isFiniteField }
    let fields = groups.contains { $0.isFiniteField }
    var found: [Contradiction] = []
    if !exchanges.isEmpty, exchanges.allSatisfy(\.isFiniteField), !fields, side == .server {
      found.append(
        Contradiction(
          keys: [key, "server.groups"], reason: "DHE needs a finite-field group such as ffdhe2048"))
    }
    if !exchanges.isEmpty, exchanges.allSatisfy(\.isEllipticCurve), !curves {
      found.append(
        Contradiction(
          keys: [key, "\(side.rawValue).groups"],
          reason: "ECDHE needs an elliptic curve such as x25519"))
    }
    return found
  }
}
