public import Bytes

/// Application data follows the ClientHello at once, or was taken (RFC 8446 §4.2.10): no content.
public struct EarlyDataIndication: ExtensionContent {
  public static let type = ExtensionType.earlyData
  public static let places: ExtensionPlaces = [.clientHello, .encryptedExtensions]

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}

/// In a NewSessionTicket: how much early data the server will take with it (RFC 8446 §4.6.1).
public struct EarlyDataLimit: ExtensionContent {
  public static let type = ExtensionType.earlyData
  public static let places: ExtensionPlaces = [.newSessionTicket]

  /// Bytes of application data.
  public var maxEarlyDataSize: UInt32

  public init() { maxEarlyDataSize = 0 }

  public init(_ size: UInt32) { maxEarlyDataSize = size }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint32(&maxEarlyDataSize, "max_early_data_size")
  }
}

extension ExtensionBlock {
  /// How much early data a ticket allows, in bytes.
  public var maxEarlyDataSize: UInt32? { self[EarlyDataLimit.self]?.maxEarlyDataSize }
}
