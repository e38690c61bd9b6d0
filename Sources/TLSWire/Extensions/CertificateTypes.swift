public import Bytes

/// The forms of certificates that a client can show, or read (RFC 7250 §3).
public struct CertificateTypes: ExtensionContent {
  public static let type = ExtensionType.clientCertificateType
  public static let places: ExtensionPlaces = [.clientHello]

  /// Best first.
  public var types: [CertificateType] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(&types, .uint8(1...0xff), "certificate_type_list", entry: "certificate_type")
  }
}

/// The one that the server chose.
public struct SelectedCertificateType: ExtensionContent {
  public static let type = ExtensionType.clientCertificateType
  public static let places: ExtensionPlaces = [.serverHello12, .encryptedExtensions]

  public var type = CertificateType(rawValue: 0)

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "certificate_type")
  }
}
