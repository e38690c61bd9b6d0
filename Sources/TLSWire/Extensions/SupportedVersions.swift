public import Bytes

/// The versions that the client offers, best first (RFC 8446 §4.2.1).
public struct SupportedVersions: WireStruct {
  public var versions: [ProtocolVersion]

  public init() { versions = [] }

  public init(_ versions: [ProtocolVersion]) { self.versions = versions }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(&versions, .uint8(2...254), "versions", entry: "version")
  }
}

/// The version that the server chose (RFC 8446 §4.2.1).
public struct SelectedVersion: WireStruct {
  public var selectedVersion: ProtocolVersion

  public init() { selectedVersion = .tls13 }

  public init(_ version: ProtocolVersion) { selectedVersion = version }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&selectedVersion, "selected_version")
  }
}
