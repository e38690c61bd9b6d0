/// What must be known from earlier messages to understand the bytes of a later one.
public struct HandshakeContext: Hashable, Sendable, Codable {
  /// What the server chose; nil until then. The key exchange messages have no fields without it.
  public var keyExchange: KeyExchange?
  /// The version that the server chose; nil until then. Several messages of TLS 1.3 have other
  /// fields than those of the same name before.
  public var version: ProtocolVersion?
  /// Whether the sender of the record has changed to new keys.
  public var encrypted: Bool

  public init(
    keyExchange: KeyExchange? = nil, version: ProtocolVersion? = nil, encrypted: Bool = false
  ) {
    self.keyExchange = keyExchange
    self.version = version
    self.encrypted = encrypted
  }

  /// The structure of a message's body; nil for a message that can't be taken apart.
  public func bodyType(of type: HandshakeType) -> (any HandshakeBody.Type)? {
    switch type {
    case .helloRequest: HelloRequest.self
    case .clientHello: ClientHello.self
    case .serverHello: ServerHello.self
    case .newSessionTicket: is13 ? NewSessionTicket13.self : NewSessionTicket.self
    case .endOfEarlyData: EndOfEarlyData.self
    case .encryptedExtensions: EncryptedExtensions.self
    case .keyUpdate: KeyUpdate.self
    case .certificate: is13 ? CertificateMessage13.self : CertificateMessage.self
    case .certificateStatus: CertificateStatus.self
    case .serverKeyExchange: serverKeyExchangeType
    case .certificateRequest: certificateRequestType
    case .serverHelloDone: ServerHelloDone.self
    case .certificateVerify: isLegacy ? LegacyCertificateVerify.self : CertificateVerify.self
    case .clientKeyExchange: clientKeyExchangeType
    case .finished: Finished.self
    default: nil
    }
  }

  private var is13: Bool { version == .tls13 }

  private var isLegacy: Bool { version?.isLegacy == true }

  private var certificateRequestType: any HandshakeBody.Type {
    if is13 { return CertificateRequest13.self }
    return isLegacy ? LegacyCertificateRequest.self : CertificateRequest.self
  }

  private var serverKeyExchangeType: (any HandshakeBody.Type)? {
    switch keyExchange {
    case .dheRSA where isLegacy: LegacyServerKeyExchange<ServerDHParams>.self
    case .ecdheRSA where isLegacy, .ecdheECDSA where isLegacy:
      LegacyServerKeyExchange<ServerECDHParams>.self
    case .dheRSA: ServerKeyExchangeDHE.self
    case .ecdheRSA, .ecdheECDSA: ServerKeyExchangeECDHE.self
    case .psk: ServerKeyExchangePSK.self
    case .dhePSK: ServerKeyExchangeWithHint<ServerDHParams>.self
    case .ecdhePSK: ServerKeyExchangeWithHint<ServerECDHParams>.self
    case .dhAnonymous: ServerKeyExchangeAnonymous<ServerDHParams>.self
    case .ecdhAnonymous: ServerKeyExchangeAnonymous<ServerECDHParams>.self
    case .rsa, nil: nil
    }
  }

  private var clientKeyExchangeType: (any HandshakeBody.Type)? {
    switch keyExchange {
    case .rsa: ClientKeyExchangeRSA.self
    case .dheRSA, .dhAnonymous: ClientKeyExchangeDHE.self
    case .ecdheRSA, .ecdheECDSA, .ecdhAnonymous: ClientKeyExchangeECDHE.self
    case .psk: ClientKeyExchangePSK.self
    case .dhePSK: ClientKeyExchangeWithIdentity<ClientKeyExchangeDHE>.self
    case .ecdhePSK: ClientKeyExchangeWithIdentity<ClientKeyExchangeECDHE>.self
    case nil: nil
    }
  }
}
