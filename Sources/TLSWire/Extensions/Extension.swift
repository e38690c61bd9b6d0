public import Bytes

/// An extension of a hello (RFC 5246 §7.4.1.4, RFC 8446 §4.2).
public struct Extension: WireStruct {
  public var type: ExtensionType
  public var body: ExtensionBody

  public init() {
    type = .serverName
    body = ExtensionBody(emptyFor: .serverName)
  }

  /// An extension of any kind. `type` and `body` belong together, unless somebody forges one: an
  /// `unknown` body goes with every type.
  public init(type: ExtensionType, body: ExtensionBody) {
    self.type = type
    self.body = body
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    let declared = type
    try coder.code(&type, "extension_type")
    // Only a reader finds another type than the one that was there.
    if type != declared { body = ExtensionBody(emptyFor: type) }
    try coder.nested(.uint16(), "extension_data") { (inner) throws(WireError) in
      try body.code(with: &inner)
    }
  }

  public var entryName: String? { type.name }
}

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
}
