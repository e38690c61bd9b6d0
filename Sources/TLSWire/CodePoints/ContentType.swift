public import Bytes

/// What a record carries (RFC 5246 §6.2.1).
public struct ContentType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let changeCipherSpec = ContentType(rawValue: 20)
  public static let alert = ContentType(rawValue: 21)
  public static let handshake = ContentType(rawValue: 22)
  public static let applicationData = ContentType(rawValue: 23)
  public static let heartbeat = ContentType(rawValue: 24)

  public var name: String? { Self.names[self] }

  private static let names: [ContentType: String] = [
    .changeCipherSpec: "change_cipher_spec", .alert: "alert", .handshake: "handshake",
    .applicationData: "application_data", .heartbeat: "heartbeat",
  ]
}
