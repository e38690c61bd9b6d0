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
  case unknown([UInt8])

  /// A body to be filled in by a reader of an extension of that type.
  init(emptyFor type: ExtensionType) {
    switch type {
    case .serverName: self = .serverName(ServerNameList())
    case .supportedGroups: self = .supportedGroups(SupportedGroups())
    case .ecPointFormats: self = .ecPointFormats(ECPointFormats())
    case .signatureAlgorithms: self = .signatureAlgorithms(SignatureAlgorithms())
    case .applicationLayerProtocolNegotiation:
      self = .applicationLayerProtocolNegotiation(ApplicationLayerProtocolNegotiation())
    case .extendedMasterSecret: self = .extendedMasterSecret(ExtendedMasterSecret())
    case .encryptThenMAC: self = .encryptThenMAC(EncryptThenMAC())
    case .renegotiationInfo: self = .renegotiationInfo(RenegotiationInfo())
    case .sessionTicket: self = .sessionTicket(SessionTicket())
    default: self = .unknown([])
    }
  }

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    switch self {
    case .serverName(let value):
      self = .serverName(try Self.through(value, &coder))
    case .supportedGroups(let value):
      self = .supportedGroups(try Self.through(value, &coder))
    case .ecPointFormats(let value):
      self = .ecPointFormats(try Self.through(value, &coder))
    case .signatureAlgorithms(let value):
      self = .signatureAlgorithms(try Self.through(value, &coder))
    case .applicationLayerProtocolNegotiation(let value):
      self = .applicationLayerProtocolNegotiation(try Self.through(value, &coder))
    case .extendedMasterSecret(let value):
      self = .extendedMasterSecret(try Self.through(value, &coder))
    case .encryptThenMAC(let value):
      self = .encryptThenMAC(try Self.through(value, &coder))
    case .renegotiationInfo(let value):
      self = .renegotiationInfo(try Self.through(value, &coder))
    case .sessionTicket(let value):
      self = .sessionTicket(try Self.through(value, &coder))
    case .unknown(var value):
      try coder.remaining(&value, "data")
      self = .unknown(value)
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
