public import Bytes

/// The client's public keys, one for each group that it guesses the server takes (RFC 8446 §4.2.8).
public struct ClientKeyShares: ExtensionContent {
  public static let type = ExtensionType.keyShare
  public static let places: ExtensionPlaces = [.clientHello]

  public var clientShares: [KeyShareEntry]

  public init() { clientShares = [] }

  public init(_ shares: [KeyShareEntry]) { clientShares = shares }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&clientShares, .uint16(), "client_shares", entry: "key_share_entry")
  }
}

/// One public key and its group. In a ServerHello it stands alone (RFC 8446 §4.2.8).
public struct KeyShareEntry: ExtensionContent {
  public static let type = ExtensionType.keyShare
  public static let places: ExtensionPlaces = [.serverHello13]

  public var group: NamedGroup
  /// As long as the group says: 32 bytes with x25519.
  public var keyExchange: [UInt8]

  public init() { self.init(group: .x25519, keyExchange: []) }

  public init(group: NamedGroup, keyExchange: [UInt8]) {
    self.group = group
    self.keyExchange = keyExchange
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&group, "group")
    try coder.opaque(&keyExchange, .uint16(1...0xffff), "key_exchange")
  }

  public var entryName: String? { group.name }
}

/// The group for which a HelloRetryRequest wants a key (RFC 8446 §4.2.8).
public struct SelectedGroup: ExtensionContent {
  public static let type = ExtensionType.keyShare
  public static let places: ExtensionPlaces = [.helloRetryRequest]

  public var selectedGroup: NamedGroup

  public init() { selectedGroup = .x25519 }

  public init(_ group: NamedGroup) { selectedGroup = group }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&selectedGroup, "selected_group")
  }
}

extension ExtensionBlock {
  /// The public keys of a client.
  public var keyShares: [KeyShareEntry]? { self[ClientKeyShares.self]?.clientShares }

  /// The public key of a server.
  public var serverShare: KeyShareEntry? { self[KeyShareEntry.self] }

  /// The group for which a HelloRetryRequest wants a key.
  public var selectedGroup: NamedGroup? { self[SelectedGroup.self]?.selectedGroup }
}
