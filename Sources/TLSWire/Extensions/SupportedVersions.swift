public import Bytes

/// The versions that the client offers, best first (RFC 8446 §4.2.1).
public struct SupportedVersions: ExtensionContent {
  public static let type = ExtensionType.supportedVersions
  public static let places: ExtensionPlaces = [.clientHello]

  public var versions: [ProtocolVersion]

  public init() { versions = [] }

  public init(_ versions: [ProtocolVersion]) { self.versions = versions }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(&versions, .uint8(2...254), "versions", entry: "version")
  }
}

/// The version that the server chose (RFC 8446 §4.2.1).
public struct SelectedVersion: ExtensionContent {
  public static let type = ExtensionType.supportedVersions
  public static let places: ExtensionPlaces = [.serverHello, .helloRetryRequest]

  public var selectedVersion: ProtocolVersion

  public init() { selectedVersion = .tls13 }

  public init(_ version: ProtocolVersion) { selectedVersion = version }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&selectedVersion, "selected_version")
  }
}

extension ExtensionBlock {
  /// The versions that a client offers.
  public var supportedVersions: [ProtocolVersion]? { self[SupportedVersions.self]?.versions }

  /// The version that a server chose in `supported_versions`.
  public var selectedVersion: ProtocolVersion? { self[SelectedVersion.self]?.selectedVersion }
}
