public import Bytes

/// A version of the protocol (RFC 5246 §6.2.1, RFC 8446 §4.2.1).
public struct ProtocolVersion: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let ssl3 = ProtocolVersion(rawValue: 0x0300)
  public static let tls10 = ProtocolVersion(rawValue: 0x0301)
  public static let tls11 = ProtocolVersion(rawValue: 0x0302)
  public static let tls12 = ProtocolVersion(rawValue: 0x0303)
  public static let tls13 = ProtocolVersion(rawValue: 0x0304)
  /// Over datagrams: one's complement, so that no number is one of TLS (RFC 6347 §4.1).
  public static let dtls10 = ProtocolVersion(rawValue: 0xFEFF)
  public static let dtls12 = ProtocolVersion(rawValue: 0xFEFD)

  /// The name that people use, `TLS 1.2`, or the number where there is none.
  public var displayName: String { label }

  /// The version's number alone: `1.2`; of what is no TLS its name.
  public var number: String {
    switch self {
    case .tls10: "1.0"
    case .tls11: "1.1"
    case .tls12: "1.2"
    case .tls13: "1.3"
    case .ssl3, .dtls10, .dtls12: displayName
    default: hexadecimal
    }
  }

  /// Whether it is TLS 1.0 or 1.1, which nobody should use any more (RFC 8996).
  public var isLegacy: Bool { self == .tls10 || self == .tls11 }

  /// The first of the two bytes; 3 in every version since SSL 3.0.
  public var major: UInt8 { UInt8(rawValue >> 8) }

  public static let names: [UInt16: String] = [
    0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1", 0x0303: "TLS 1.2", 0x0304: "TLS 1.3",
    0xFEFF: "DTLS 1.0", 0xFEFD: "DTLS 1.2",
  ]
}

extension ProtocolVersion: Comparable {
  public static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
    left.rawValue < right.rawValue
  }
}
