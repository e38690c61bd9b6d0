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

  public static let names: [UInt8: String] = [
    20: "change_cipher_spec", 21: "alert", 22: "handshake", 23: "application_data", 24: "heartbeat",
  ]
}
