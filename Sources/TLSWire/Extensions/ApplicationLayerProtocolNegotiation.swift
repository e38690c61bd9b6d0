public import Bytes

/// The protocols that may travel inside, best first; in a server's answer the one (RFC 7301 §3.1).
public struct ApplicationLayerProtocolNegotiation: ExtensionContent {
  public static let type = ExtensionType.applicationLayerProtocolNegotiation
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12, .encryptedExtensions]

  public var protocolNameList: [ProtocolName]

  public init() { protocolNameList = [] }

  public init(_ names: [String]) { protocolNameList = names.map(ProtocolName.init) }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(
      &protocolNameList, .uint16(2...0xffff), "protocol_name_list", entry: "protocol_name")
  }
}

/// The name of one protocol: `sip`, `h2`.
public struct ProtocolName: WireStruct {
  public var name: [UInt8]

  public init() { name = [] }

  public init(_ name: String) { self.name = Array(name.utf8) }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&name, .uint8(1...0xff), "name", as: .text)
  }
}

extension ExtensionBlock {
  public var alpn: [String]? {
    self[ApplicationLayerProtocolNegotiation.self]?.protocolNameList.map {
      String(decoding: $0.name, as: UTF8.self)
    }
  }
}
