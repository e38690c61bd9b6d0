public import Bytes

/// The most plaintext that the sender takes in one protected record (RFC 8449 §4).
public struct RecordSizeLimit: ExtensionContent {
  public static let type = ExtensionType.recordSizeLimit
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12, .encryptedExtensions]

  public var recordSizeLimit: UInt16

  public init() { recordSizeLimit = 0 }

  public init(_ recordSizeLimit: UInt16) { self.recordSizeLimit = recordSizeLimit }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint16(&recordSizeLimit, "record_size_limit")
  }
}

extension ExtensionBlock {
  /// The content of `record_size_limit`.
  public var recordSizeLimit: UInt16? { self[RecordSizeLimit.self]?.recordSizeLimit }
}
