public import Bytes

/// The name of the server that the client wants to talk to (RFC 6066 §3).
///
/// A server answers with an empty extension; that is the value without names.
public struct ServerNameList: ExtensionContent {
  public static let type = ExtensionType.serverName
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12, .encryptedExtensions]

  public var serverNameList: [ServerName]

  public init() { serverNameList = [] }

  public init(hostName: String) {
    serverNameList = [ServerName(nameType: .hostName, name: Array(hostName.utf8))]
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    guard coder.hasField(writing: !serverNameList.isEmpty) else { return }
    try coder.list(
      &serverNameList, .uint16(1...0xffff), "server_name_list", entry: "server_name")
    // "The ServerNameList MUST NOT contain more than one name of the same name_type."
    let count = serverNameList.count
    guard count < 2 || Set(serverNameList.map(\.nameType)).count == count else {
      throw coder.illegalValue("two names of one name_type")
    }
  }
}

/// One name of the server.
public struct ServerName: WireStruct {
  public var nameType: NameType
  /// For a host name: ASCII, without a dot at its end (RFC 6066 §3).
  public var name: [UInt8]

  public init() { self.init(nameType: .hostName, name: []) }

  public init(nameType: NameType, name: [UInt8]) {
    self.nameType = nameType
    self.name = name
  }

  // A name of another type is a 16-bit length and bytes too (RFC 6066 §3).
  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&nameType, "name_type")
    if nameType == .hostName {
      try coder.opaque(&name, .uint16(1...0xffff), "host_name", as: .text)
    } else {
      try coder.opaque(&name, .uint16(), "name")
    }
  }
}

extension ExtensionBlock {
  /// The host name in `server_name`.
  public var serverName: String? {
    let names = self[ServerNameList.self]?.serverNameList
    return names?.first { $0.nameType == .hostName }.map {
      String(decoding: $0.name, as: UTF8.self)
    }
  }
}
