public import Bytes

/// What a pre-shared key is used with (RFC 8446 §4.2.9).
public struct PSKKeyExchangeMode: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The key alone: whoever has it reads everything.
  public static let pskKE = PSKKeyExchangeMode(rawValue: 0)
  /// With a Diffie-Hellman exchange: having the key is not enough to read.
  public static let pskDHEKE = PSKKeyExchangeMode(rawValue: 1)

  public static let names: [UInt8: String] = [0: "psk_ke", 1: "psk_dhe_ke"]
}
