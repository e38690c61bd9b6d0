public import Bytes

/// A secret that both sides were given before they ever met, and the name under which the client
/// speaks of it (RFC 4279 §2, RFC 8446 §4.2.11).
public struct ExternalPSK: Hashable, Sendable, Codable {
  @Hexadecimal public var identity: [UInt8]
  @Hexadecimal public var key: [UInt8]

  public init(identity: [UInt8], key: [UInt8]) {
    self.identity = identity
    self.key = key
  }
}
