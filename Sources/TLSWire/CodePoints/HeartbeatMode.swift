public import Bytes

/// Whether the other side may send heartbeats (RFC 6520 §2).
public struct HeartbeatMode: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let names: [UInt8: String] = [
    1: "peer_allowed_to_send", 2: "peer_not_allowed_to_send",
  ]
}
