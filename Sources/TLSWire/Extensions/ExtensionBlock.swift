import Bytes

/// A message with extensions. Where the whole block is missing, `extensions` is nil: a hello of
/// TLS 1.2 may end before it (RFC 5246 §7.4.1.2).
public protocol ExtensionBlock {
  var extensions: [Extension]? { get set }
}

extension ExtensionBlock {
  /// Goes through the block if it is there.
  mutating func codeExtensions(with coder: inout some FieldCoder) throws(WireError) {
    guard coder.hasField(writing: extensions != nil) else { return }
    var list = extensions ?? []
    try coder.list(&list, .uint16(), "extensions", entry: "extension")
    extensions = list
    // "There MUST NOT be more than one extension of the same type." (RFC 5246 §7.4.1.4)
    var seen: Set<ExtensionType> = []
    for entry in list where !seen.insert(entry.type).inserted {
      throw coder.illegalValue("extension \(entry.type.label) twice")
    }
  }

  /// Whether an extension of that type is there.
  public func has(_ type: ExtensionType) -> Bool {
    self[type] != nil
  }

  /// What the extension of that type carries, if it is there.
  public subscript(_ type: ExtensionType) -> ExtensionBody? {
    extensions?.first { $0.type == type }?.body
  }

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
}
