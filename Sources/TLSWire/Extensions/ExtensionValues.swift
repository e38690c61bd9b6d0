import Bytes

/// What the extensions of a message say, each nil where it is missing.
extension ExtensionBlock {
  /// The host name in `server_name`.
  public var serverName: String? {
    guard case .serverName(let list)? = self[.serverName],
      let entry = list.serverNameList.first(where: { $0.nameType == .hostName })
    else { return nil }
    return String(decoding: entry.name, as: UTF8.self)
  }

  public var supportedGroups: [NamedGroup]? {
    guard case .supportedGroups(let value)? = self[.supportedGroups] else { return nil }
    return value.namedGroupList
  }

  public var ecPointFormats: [ECPointFormat]? {
    guard case .ecPointFormats(let value)? = self[.ecPointFormats] else { return nil }
    return value.ecPointFormatList
  }

  public var signatureSchemes: [SignatureScheme]? {
    guard case .signatureAlgorithms(let value)? = self[.signatureAlgorithms] else { return nil }
    return value.supportedSignatureAlgorithms
  }

  public var alpn: [String]? {
    guard
      case .applicationLayerProtocolNegotiation(let value)? =
        self[.applicationLayerProtocolNegotiation]
    else { return nil }
    return value.protocolNameList.map { String(decoding: $0.name, as: UTF8.self) }
  }

  /// The content of `renegotiation_info`; empty in a first handshake.
  public var renegotiatedConnection: [UInt8]? {
    guard case .renegotiationInfo(let value)? = self[.renegotiationInfo] else { return nil }
    return value.renegotiatedConnection
  }

  /// The content of `session_ticket`.
  public var sessionTicket: [UInt8]? {
    guard case .sessionTicket(let value)? = self[.sessionTicket] else { return nil }
    return value.ticket
  }

  /// The versions that a client offers.
  public var supportedVersions: [ProtocolVersion]? {
    guard case .supportedVersions(let value)? = self[.supportedVersions] else { return nil }
    return value.versions
  }

  /// The version that a server chose in `supported_versions`.
  public var selectedVersion: ProtocolVersion? {
    guard case .selectedVersion(let value)? = self[.supportedVersions] else { return nil }
    return value.selectedVersion
  }

  /// The public keys of a client.
  public var keyShares: [KeyShareEntry]? {
    guard case .clientKeyShares(let value)? = self[.keyShare] else { return nil }
    return value.clientShares
  }

  /// The public key of a server.
  public var serverShare: KeyShareEntry? {
    guard case .serverKeyShare(let value)? = self[.keyShare] else { return nil }
    return value
  }

  /// The group for which a HelloRetryRequest wants a key.
  public var selectedGroup: NamedGroup? {
    guard case .selectedGroup(let value)? = self[.keyShare] else { return nil }
    return value.selectedGroup
  }

  public var cookie: [UInt8]? {
    guard case .cookie(let value)? = self[.cookie] else { return nil }
    return value.cookie
  }

  public var pskKeyExchangeModes: [PSKKeyExchangeMode]? {
    guard case .pskKeyExchangeModes(let value)? = self[.pskKeyExchangeModes] else { return nil }
    return value.keModes
  }

  public var offeredPSKs: OfferedPSKs? {
    guard case .offeredPSKs(let value)? = self[.preSharedKey] else { return nil }
    return value
  }

  public var selectedIdentity: UInt16? {
    guard case .selectedIdentity(let value)? = self[.preSharedKey] else { return nil }
    return value.selectedIdentity
  }

  /// How much early data a ticket allows, in bytes.
  public var maxEarlyDataSize: UInt32? {
    guard case .earlyDataLimit(let value)? = self[.earlyData] else { return nil }
    return value.maxEarlyDataSize
  }

  public var certificateAuthorities: [DistinguishedName]? {
    guard case .certificateAuthorities(let value)? = self[.certificateAuthorities] else {
      return nil
    }
    return value.authorities
  }
}
