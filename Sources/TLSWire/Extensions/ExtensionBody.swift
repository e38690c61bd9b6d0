import Bytes

/// What an extension carries; one that nobody here has heard of keeps its bytes.
public enum ExtensionBody: Hashable, Sendable, Codable {
  case serverName(ServerNameList)
  case supportedGroups(SupportedGroups)
  case ecPointFormats(ECPointFormats)
  case signatureAlgorithms(SignatureAlgorithms)
  case applicationLayerProtocolNegotiation(ApplicationLayerProtocolNegotiation)
  case extendedMasterSecret(ExtendedMasterSecret)
  case encryptThenMAC(EncryptThenMAC)
  case renegotiationInfo(RenegotiationInfo)
  case sessionTicket(SessionTicket)
  case supportedVersions(SupportedVersions)
  case selectedVersion(SelectedVersion)
  case clientKeyShares(ClientKeyShares)
  case serverKeyShare(KeyShareEntry)
  case selectedGroup(SelectedGroup)
  case pskKeyExchangeModes(PSKKeyExchangeModes)
  case offeredPSKs(OfferedPSKs)
  case selectedIdentity(SelectedIdentity)
  case earlyDataIndication(EarlyDataIndication)
  case earlyDataLimit(EarlyDataLimit)
  case cookie(Cookie)
  case certificateAuthorities(CertificateAuthorities)
  case oidFilters(OIDFilters)
  case postHandshakeAuth(PostHandshakeAuth)
  case padding(Padding)
  case recordSizeLimit(RecordSizeLimit)
  case certificateStatusRequest(CertificateStatusRequest)
  case certificateStatusPromise(CertificateStatusPromise)
  case certificateStatus(CertificateStatus)
  case maxFragmentLength(MaxFragmentLength)
  case heartbeat(Heartbeat)
  case useSRTP(UseSRTP)
  case signedCertificateTimestamps(SignedCertificateTimestamps)
  case certificateTypes(CertificateTypes)
  case selectedCertificateType(SelectedCertificateType)
  case unknown([UInt8])
  /// Not read yet: what is to come depends on the type, and on the message.
  case unread(ExtensionPlace)

  /// A body to be filled in by a reader of an extension of that type in that message.
  init(emptyFor type: ExtensionType, in place: ExtensionPlace) {
    switch type {
    case .serverName: self = .serverName(ServerNameList())
    case .supportedGroups: self = .supportedGroups(SupportedGroups())
    case .ecPointFormats: self = .ecPointFormats(ECPointFormats())
    case .signatureAlgorithms, .signatureAlgorithmsCert:
      self = .signatureAlgorithms(SignatureAlgorithms())
    case .supportedVersions:
      self =
        place == .clientHello
        ? .supportedVersions(SupportedVersions()) : .selectedVersion(SelectedVersion())
    case .keyShare: self = Self.keyShare(in: place)
    case .pskKeyExchangeModes: self = .pskKeyExchangeModes(PSKKeyExchangeModes())
    case .preSharedKey:
      self =
        place == .clientHello
        ? .offeredPSKs(OfferedPSKs()) : .selectedIdentity(SelectedIdentity())
    case .earlyData:
      self =
        place == .newSessionTicket
        ? .earlyDataLimit(EarlyDataLimit()) : .earlyDataIndication(EarlyDataIndication())
    case .cookie: self = .cookie(Cookie())
    case .certificateAuthorities: self = .certificateAuthorities(CertificateAuthorities())
    case .oidFilters: self = .oidFilters(OIDFilters())
    case .postHandshakeAuth: self = .postHandshakeAuth(PostHandshakeAuth())
    case .padding: self = .padding(Padding())
    case .recordSizeLimit: self = .recordSizeLimit(RecordSizeLimit())
    case .statusRequest: self = Self.status(in: place)
    case .maxFragmentLength: self = .maxFragmentLength(MaxFragmentLength())
    case .heartbeat: self = .heartbeat(Heartbeat())
    case .useSRTP: self = .useSRTP(UseSRTP())
    case .signedCertificateTimestamp where place == .certificate || place == .serverHello:
      self = .signedCertificateTimestamps(SignedCertificateTimestamps())
    case .clientCertificateType, .serverCertificateType:
      self =
        place == .clientHello
        ? .certificateTypes(CertificateTypes())
        : .selectedCertificateType(SelectedCertificateType())
    case .applicationLayerProtocolNegotiation:
      self = .applicationLayerProtocolNegotiation(ApplicationLayerProtocolNegotiation())
    case .extendedMasterSecret: self = .extendedMasterSecret(ExtendedMasterSecret())
    case .encryptThenMAC: self = .encryptThenMAC(EncryptThenMAC())
    case .renegotiationInfo: self = .renegotiationInfo(RenegotiationInfo())
    case .sessionTicket: self = .sessionTicket(SessionTicket())
    default: self = .unknown([])
    }
  }

  private static func status(in place: ExtensionPlace) -> ExtensionBody {
    switch place {
    case .clientHello: .certificateStatusRequest(CertificateStatusRequest())
    case .certificate: .certificateStatus(CertificateStatus())
    default: .certificateStatusPromise(CertificateStatusPromise())
    }
  }

  private static func keyShare(in place: ExtensionPlace) -> ExtensionBody {
    switch place {
    case .clientHello: .clientKeyShares(ClientKeyShares())
    case .helloRetryRequest: .selectedGroup(SelectedGroup())
    default: .serverKeyShare(KeyShareEntry())
    }
  }

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    switch self {
    case .serverName(let value): self = .serverName(try Self.through(value, &coder))
    case .supportedGroups(let value): self = .supportedGroups(try Self.through(value, &coder))
    case .ecPointFormats(let value): self = .ecPointFormats(try Self.through(value, &coder))
    case .signatureAlgorithms(let value):
      self = .signatureAlgorithms(try Self.through(value, &coder))
    case .applicationLayerProtocolNegotiation(let value):
      self = .applicationLayerProtocolNegotiation(try Self.through(value, &coder))
    case .extendedMasterSecret(let value):
      self = .extendedMasterSecret(try Self.through(value, &coder))
    case .encryptThenMAC(let value): self = .encryptThenMAC(try Self.through(value, &coder))
    case .recordSizeLimit(let value): self = .recordSizeLimit(try Self.through(value, &coder))
    case .renegotiationInfo(let value): self = .renegotiationInfo(try Self.through(value, &coder))
    case .sessionTicket(let value): self = .sessionTicket(try Self.through(value, &coder))
    case .supportedVersions(let value): self = .supportedVersions(try Self.through(value, &coder))
    case .selectedVersion(let value): self = .selectedVersion(try Self.through(value, &coder))
    case .clientKeyShares(let value): self = .clientKeyShares(try Self.through(value, &coder))
    case .serverKeyShare(let value): self = .serverKeyShare(try Self.through(value, &coder))
    case .selectedGroup(let value): self = .selectedGroup(try Self.through(value, &coder))
    case .pskKeyExchangeModes(let value):
      self = .pskKeyExchangeModes(try Self.through(value, &coder))
    case .offeredPSKs(let value): self = .offeredPSKs(try Self.through(value, &coder))
    case .selectedIdentity(let value): self = .selectedIdentity(try Self.through(value, &coder))
    case .earlyDataIndication(let value):
      self = .earlyDataIndication(try Self.through(value, &coder))
    case .earlyDataLimit(let value): self = .earlyDataLimit(try Self.through(value, &coder))
    case .cookie(let value): self = .cookie(try Self.through(value, &coder))
    case .certificateAuthorities(let value):
      self = .certificateAuthorities(try Self.through(value, &coder))
    case .oidFilters(let value): self = .oidFilters(try Self.through(value, &coder))
    case .postHandshakeAuth(let value): self = .postHandshakeAuth(try Self.through(value, &coder))
    case .padding(let value): self = .padding(try Self.through(value, &coder))
    case .certificateStatusRequest(let value):
      self = .certificateStatusRequest(try Self.through(value, &coder))
    case .certificateStatusPromise(let value):
      self = .certificateStatusPromise(try Self.through(value, &coder))
    case .certificateStatus(let value): self = .certificateStatus(try Self.through(value, &coder))
    case .maxFragmentLength(let value):
      self = .maxFragmentLength(try Self.through(value, &coder))
    case .heartbeat(let value): self = .heartbeat(try Self.through(value, &coder))
    case .useSRTP(let value): self = .useSRTP(try Self.through(value, &coder))
    case .signedCertificateTimestamps(let value):
      self = .signedCertificateTimestamps(try Self.through(value, &coder))
    case .certificateTypes(let value): self = .certificateTypes(try Self.through(value, &coder))
    case .selectedCertificateType(let value):
      self = .selectedCertificateType(try Self.through(value, &coder))
    case .unknown(var value):
      try coder.remaining(&value, "data")
      self = .unknown(value)
    case .unread: break
    }
  }

  private static func through<Body: WireStruct>(
    _ body: Body, _ coder: inout some FieldCoder
  ) throws(WireError) -> Body {
    var body = body
    try body.code(with: &coder)
    return body
  }
}
