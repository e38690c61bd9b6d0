public import Bytes

/// Whether the other side is to change its keys too (RFC 8446 §4.6.3).
public struct KeyUpdateRequest: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let updateNotRequested = KeyUpdateRequest(rawValue: 0)
  public static let updateRequested = KeyUpdateRequest(rawValue: 1)

  public static let names: [UInt8: String] = [0: "update_not_requested", 1: "update_requested"]
}
