public import Bytes

/// The protocols for which the client takes settings within the handshake (ALPS,
/// draft-vvv-tls-alps-01 §4).
public struct ApplicationSettingsSupport: ExtensionContent {
  public static let type = ExtensionType.applicationSettings
  public static let places: ExtensionPlaces = [.clientHello]

  public var supportedProtocols: [ProtocolName] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(
      &supportedProtocols, .uint16(2...0xffff), "supported_protocols", entry: "protocol_name")
  }
}

/// The settings themselves, in the form of the protocol that was chosen.
public struct ApplicationSettings: ExtensionContent {
  public static let type = ExtensionType.applicationSettings
  public static let places: ExtensionPlaces = [.encryptedExtensions]

  public var settings: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.remaining(&settings, "settings")
  }
}
