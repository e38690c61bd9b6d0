import Bytes

// Extensions as they are sent.
extension Extension {
  public static func serverName(_ host: String) -> Extension {
    Extension(type: .serverName, body: .serverName(ServerNameList(hostName: host)))
  }

  /// The server's answer: it has used the name.
  public static let serverNameAcknowledged = Extension(
    type: .serverName, body: .serverName(ServerNameList()))

  public static func supportedGroups(_ groups: [NamedGroup]) -> Extension {
    Extension(type: .supportedGroups, body: .supportedGroups(SupportedGroups(groups)))
  }

  public static func ecPointFormats(_ formats: [ECPointFormat]) -> Extension {
    Extension(type: .ecPointFormats, body: .ecPointFormats(ECPointFormats(formats)))
  }

  public static func signatureAlgorithms(_ schemes: [SignatureScheme]) -> Extension {
    Extension(
      type: .signatureAlgorithms, body: .signatureAlgorithms(SignatureAlgorithms(schemes)))
  }

  public static func alpn(_ protocols: [String]) -> Extension {
    Extension(
      type: .applicationLayerProtocolNegotiation,
      body: .applicationLayerProtocolNegotiation(ApplicationLayerProtocolNegotiation(protocols)))
  }

  public static let extendedMasterSecret = Extension(
    type: .extendedMasterSecret, body: .extendedMasterSecret(ExtendedMasterSecret()))

  public static let encryptThenMAC = Extension(
    type: .encryptThenMAC, body: .encryptThenMAC(EncryptThenMAC()))

  public static func renegotiationInfo(_ renegotiatedConnection: [UInt8]) -> Extension {
    Extension(
      type: .renegotiationInfo,
      body: .renegotiationInfo(RenegotiationInfo(renegotiatedConnection)))
  }

  public static func sessionTicket(_ ticket: [UInt8]) -> Extension {
    Extension(type: .sessionTicket, body: .sessionTicket(SessionTicket(ticket)))
  }

  /// An extension of any type with bytes as they are.
  public static func unknown(_ type: ExtensionType, _ data: [UInt8]) -> Extension {
    Extension(type: type, body: .unknown(data))
  }

  public static func supportedVersions(_ versions: [ProtocolVersion]) -> Extension {
    Extension(
      type: .supportedVersions, body: .supportedVersions(SupportedVersions(versions)))
  }

  public static func selectedVersion(_ version: ProtocolVersion) -> Extension {
    Extension(type: .supportedVersions, body: .selectedVersion(SelectedVersion(version)))
  }

  /// A client's public keys.
  public static func keyShares(_ shares: [KeyShareEntry]) -> Extension {
    Extension(type: .keyShare, body: .clientKeyShares(ClientKeyShares(shares)))
  }

  /// A server's public key.
  public static func keyShare(_ share: KeyShareEntry) -> Extension {
    Extension(type: .keyShare, body: .serverKeyShare(share))
  }

  /// The group that a HelloRetryRequest asks for.
  public static func selectedGroup(_ group: NamedGroup) -> Extension {
    Extension(type: .keyShare, body: .selectedGroup(SelectedGroup(group)))
  }

  public static func cookie(_ cookie: [UInt8]) -> Extension {
    Extension(type: .cookie, body: .cookie(Cookie(cookie)))
  }

  public static func pskKeyExchangeModes(_ modes: [PSKKeyExchangeMode]) -> Extension {
    Extension(type: .pskKeyExchangeModes, body: .pskKeyExchangeModes(PSKKeyExchangeModes(modes)))
  }

  public static func preSharedKeys(_ offered: OfferedPSKs) -> Extension {
    Extension(type: .preSharedKey, body: .offeredPSKs(offered))
  }

  public static func selectedIdentity(_ place: UInt16) -> Extension {
    Extension(type: .preSharedKey, body: .selectedIdentity(SelectedIdentity(place)))
  }

  public static let earlyData = Extension(
    type: .earlyData, body: .earlyDataIndication(EarlyDataIndication()))

  public static func maxEarlyDataSize(_ size: UInt32) -> Extension {
    Extension(type: .earlyData, body: .earlyDataLimit(EarlyDataLimit(size)))
  }

  /// Zeros that make a ClientHello longer (RFC 7685).
  public static func padding(count: Int) -> Extension {
    Extension(type: .padding, body: .padding(Padding(count: count)))
  }

  public static let postHandshakeAuth = Extension(
    type: .postHandshakeAuth, body: .postHandshakeAuth(PostHandshakeAuth()))

  public static func certificateAuthorities(_ names: [DistinguishedName]) -> Extension {
    Extension(
      type: .certificateAuthorities,
      body: .certificateAuthorities(CertificateAuthorities(names)))
  }
}
