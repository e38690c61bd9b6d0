public import Bytes
public import TLSWire

/// One question: a ClientHello that offers one version, and only what is asked about.
public struct ProbeOffer: Hashable, Sendable {
  /// The only version that is offered.
  public var version: ProtocolVersion
  /// Best first.
  public var suites: [CipherSuite]
  /// Best first; none: the extension is left out.
  public var groups: [NamedGroup]
  /// In TLS 1.3: the group for which a key stands there at once, x25519 or secp256r1. Without one the server
  /// says in a HelloRetryRequest which group it wants (RFC 8446 §4.1.4).
  public var shareGroup: NamedGroup?
  /// Whether it says that a higher version was tried before (RFC 7507).
  public var isFallback = false
  /// Whether it is a short hello, below 256 bytes but for long names: it names only the groups and the
  /// signature schemes that servers have.
  public internal(set) var isShort = false

  public init(_ version: ProtocolVersion, _ suites: [CipherSuite], _ groups: [NamedGroup]) {
    self.version = version
    self.suites = suites
    self.groups = groups
  }

  /// The first record of the connection.
  ///
  /// - Parameters:
  ///   - serverName: what stands in server_name; nil: nothing, as for an address.
  ///   - random: 96 bytes: the random, what looks like a session, and what looks like a key.
  /// - Throws: `WireError` where a list is empty or too long, or the random too short.
  public func record(
    serverName: String?, random: [UInt8]
  ) throws(WireError) -> [UInt8] {
    let hello = ClientHello(
      legacyVersion: min(version, .tls12), random: Array(random.prefix(32)),
      legacySessionID: version == .tls13 ? Array(random.dropFirst(32).prefix(32)) : [],
      cipherSuites: suites + signals,
      // A server that compresses says so (RFC 3749); in TLS 1.3 nothing may be offered.
      legacyCompressionMethods: version == .tls13 ? [.null] : [.deflate, .null],
      extensions: version == .ssl3 ? nil : extensions(serverName, random))
    let message = try HandshakeMessage.making(hello)
    // "in the initial ClientHello … 0x0301 for compatibility" (RFC 8446 §5.1).
    return Record(
      type: .handshake, legacyVersion: min(version, .tls10), fragment: message.bytes
    ).bytes
  }

  private var signals: [CipherSuite] {
    // SSL 3.0 has no extensions in which to say it (RFC 5746 §3.3).
    (version == .ssl3 ? [.emptyRenegotiationInfoSCSV] : []) + (isFallback ? [.fallbackSCSV] : [])
  }

  private func extensions(_ serverName: String?, _ random: [UInt8]) -> [Extension] {
    var list: [Extension] = []
    if let serverName { list.append(ServerNameList(hostName: serverName)) }
    if !groups.isEmpty { list.append(SupportedGroups(groups)) }
    if version >= .tls12 {
      list.append(SignatureAlgorithms(isShort ? Self.usualSchemes : Self.schemes))
    }
    guard version == .tls13 else {
      if !groups.isEmpty { list.append(ECPointFormats([.uncompressed])) }
      list.append(SessionTicket())
      list.append(ExtendedMasterSecret())
      list.append(EncryptThenMAC())
      list.append(RenegotiationInfo())
      return list
    }
    list.append(SupportedVersions([.tls13]))
    list.append(PSKKeyExchangeModes([.pskDHEKE]))
    list.append(ClientKeyShares(share(random).map { [$0] } ?? []))
    return list
  }

  private func share(_ random: [UInt8]) -> KeyShareEntry? {
    switch shareGroup {
    // Any 32 bytes are a public key of x25519 (RFC 7748 §5).
    case .x25519?: KeyShareEntry(group: .x25519, keyExchange: Array(random.suffix(32)))
    case .secp256r1?: KeyShareEntry(group: .secp256r1, keyExchange: Self.basePoint)
    default: nil
    }
  }

  /// Of secp256r1 not all bytes are a point; its base point is one (FIPS 186-4 §D.1.2.3).
  private static let basePoint =
    [4]
    + bytes("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
    + bytes("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")

  private static func bytes(_ digits: String) -> [UInt8] { [UInt8](hex: digits) ?? [] }

  /// All of them but the one that never goes on the wire.
  private static let schemes = SignatureScheme.names.keys.sorted(by: >)
    .map(SignatureScheme.init(rawValue:)).filter { $0 != .rsaPKCS1MD5SHA1 }

  /// Those with which certificates are signed that one meets.
  private static let usualSchemes: [SignatureScheme] = [
    .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ecdsaSecp521r1SHA512, .ed25519, .ed448,
    .rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512, .rsaPSSPSSSHA256, .rsaPKCS1SHA256,
    .rsaPKCS1SHA384, .rsaPKCS1SHA512, .ecdsaSHA1, .rsaPKCS1SHA1,
  ]
}

// MARK: Short hellos

extension ProbeOffer {
  /// Suites of one short hello. A record of 256 to 511 bytes is what RFC 7685 §1 tells of; other machines drop
  /// what is longer than 255, than 512, or lists of more than 127 bytes.
  static let portion = 32

  /// The same as a short hello, as far as one holds it.
  var shortened: ProbeOffer {
    var offer = self
    offer.isShort = true
    offer.groups = groups.filter(OfferedGroups.usual.contains)
    offer.suites = Array(suites.prefix(Self.portion))
    return offer
  }

  /// The same in short hellos, in this order.
  var portions: [ProbeOffer] {
    stride(from: 0, to: suites.count, by: Self.portion).map { start in
      var offer = shortened
      offer.suites = Array(suites[start...].prefix(Self.portion))
      return offer
    }
  }
}
