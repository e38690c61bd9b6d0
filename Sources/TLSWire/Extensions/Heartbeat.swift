public import Bytes

/// Heartbeats on the connection (RFC 6520 §2).
public struct Heartbeat: ExtensionContent {
  public static let type = ExtensionType.heartbeat
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12, .encryptedExtensions]

  public var mode = HeartbeatMode(rawValue: 1)

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&mode, "mode")
  }
}
