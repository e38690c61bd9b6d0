public import Bytes

/// How a server describes its curve; only by name since RFC 8422 (§5.4).
public struct ECCurveType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let explicitPrime = ECCurveType(rawValue: 1)
  public static let explicitCharacteristic2 = ECCurveType(rawValue: 2)
  public static let namedCurve = ECCurveType(rawValue: 3)

  public var name: String? {
    switch self {
    case .explicitPrime: "explicit_prime"
    case .explicitCharacteristic2: "explicit_char2"
    case .namedCurve: "named_curve"
    default: nil
    }
  }
}
