import Bytes
public import TLSKeys
public import TLSWire

// What the settings mean for the two ends.
extension Settings {
  /// The suites of one side; the server's are limited by `server.kx` and by its certificates.
  public func suites(of side: Side) -> [CipherSuite] {
    let chosen = list("\(side.rawValue).suites").compactMap { CipherSuite(name: $0) }
    guard side == .server else { return chosen }
    return chosen.filter { suite in
      // A suite of TLS 1.3 says nothing of key exchange and certificate.
      guard let exchange = suite.parameters?.keyExchange else { return suite.parameters13 != nil }
      return fitsKeyExchange(exchange) && fitsCertificate(exchange)
    }
  }

  private func fitsKeyExchange(_ exchange: KeyExchange) -> Bool {
    switch self["server.kx"] {
    case "rsa": exchange == .rsa
    case "dhe": exchange == .dheRSA
    case "ecdhe": exchange == .ecdheRSA || exchange == .ecdheECDSA
    case "psk": false
    default: true
    }
  }

  private func fitsCertificate(_ exchange: KeyExchange) -> Bool {
    switch self["server.cert"] {
    case "rsa": exchange != .ecdheECDSA
    case "ecdsa": exchange == .ecdheECDSA
    default: true
    }
  }

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

  /// What `server.kx` can ask for that TLS 1.3 does not have, or not as a suite: its Diffie-Hellman
  /// in finite fields comes with the group.
  static let keyExchangesBefore13 = ["rsa", "dhe", "anonymous"]

  /// Those suites of one side that one of its versions can speak.
  public func suitesInForce(of side: Side) -> [CipherSuite] {
    let versions = versions(of: side)
    return suites(of: side).filter { suite in versions.contains { suite.isSpoken(in: $0) } }
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
      let limits = ["server.kx", "server.cert", "server.suites", "server.versions"]
      found.append(
        Contradiction(
          keys: limits.filter { overrides[$0] != nil },
          reason: "no cipher suite is left for the server"))
    }
    if suitesInForce(of: .client).isEmpty {
      found.append(
        Contradiction(
          keys: ["client.suites", "client.versions"],
          reason: "none of the client's suites is one of its versions'"))
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
    if !exchanges.isEmpty, exchanges.allSatisfy({ $0 == .dheRSA }), !fields, side == .server {
      found.append(
        Contradiction(
          keys: [key, "server.groups"], reason: "DHE needs a finite-field group such as ffdhe2048"))
    }
    if !exchanges.isEmpty, exchanges.allSatisfy({ $0 == .ecdheRSA || $0 == .ecdheECDSA }), !curves {
      found.append(
        Contradiction(
          keys: [key, "\(side.rawValue).groups"],
          reason: "ECDHE needs an elliptic curve such as x25519"))
    }
    return found
  }
}

extension CipherSuite {
  /// The suites of TLS 1.3 that are on without being named: not CCM, which is for small devices.
  public static let preset13: [CipherSuite] = [
    .aes128GCMSHA256, .aes256GCMSHA384, .chacha20Poly1305SHA256,
  ]

  /// The suites of this program in the order that a careful administrator would give them:
  /// AEAD before CBC, ephemeral before RSA key exchange, then by cipher; what nobody should use any
  /// more comes last. ECDHE_RSA comes first so that one and the same key decrypts in one session and
  /// signs in the other.
  public static let preferred: [CipherSuite] = spoken12.sorted {
    $0.rank.lexicographicallyPrecedes($1.rank)
  }

  /// Those of them that are on without being named: not triple DES, whose blocks are too short, not
  /// CCM with half a tag, which is for the smallest devices, and not what does not encrypt.
  public static let preset: [CipherSuite] = preferred.filter { suite in
    guard let cipher = suite.parameters?.cipher else { return false }
    return ![.tripleDESCBC, .aes128CCM8, .aes256CCM8, .null].contains(cipher)
  }

  private var rank: [Int] {
    guard let parameters else { return [] }
    let exchange: [KeyExchange] = [.ecdheRSA, .ecdheECDSA, .dheRSA, .rsa]
    return [
      parameters.cipher.rank,
      parameters.keyExchange.isEphemeral ? 0 : 1,
      exchange.firstIndex(of: parameters.keyExchange) ?? 9,
      BulkCipher.allCases.firstIndex(of: parameters.cipher) ?? 99,
      parameters.mac.map { -$0.keyLength } ?? 0,
      Int(rawValue),
    ]
  }
}

extension BulkCipher {
  /// AEAD, then CBC, then what is left for those who ask for it.
  fileprivate var rank: Int {
    switch mode {
    case .aead: 0
    case .cbc: self == .tripleDESCBC ? 2 : 1
    case .null: 3
    }
  }
}
