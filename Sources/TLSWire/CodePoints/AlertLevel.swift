public import Bytes

/// Whether an alert ends the connection (RFC 5246 §7.2).
public struct AlertLevel: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let warning = AlertLevel(rawValue: 1)
  public static let fatal = AlertLevel(rawValue: 2)

  public static let names: [UInt8: String] = [1: "warning", 2: "fatal"]
}
