public import Bytes

/// How a server describes its curve; only by name since RFC 8422 (§5.4).
public struct ECCurveType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let explicitPrime = ECCurveType(rawValue: 1)
  public static let explicitCharacteristic2 = ECCurveType(rawValue: 2)
  public static let namedCurve = ECCurveType(rawValue: 3)

  public static let names: [UInt8: String] = [
    1: "explicit_prime", 2: "explicit_char2", 3: "named_curve",
  ]
}
