public import Bytes

/// The kind of a name in `server_name` (RFC 6066 §3).
public struct NameType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let hostName = NameType(rawValue: 0)

  public static let names: [UInt8: String] = [0: "host_name"]
}
