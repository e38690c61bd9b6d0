/// What an element of ASN.1 says (X.690 §8).
public enum ASN1Value: Hashable, Sendable, Codable {
  /// Tag and length in front of elements or of wrapped bytes: so many bytes follow.
  case header(Int)
  case boolean(Bool)
  /// Two's complement, big endian.
  case integer([UInt8])
  /// Dotted numbers, and the name that libcrypto has for them.
  case identifier(String, name: String?)
  /// Words, a name, a time as it is written.
  case text(String)
  case bytes([UInt8])
  case null
}

/// The type of an element of ASN.1: the class and number of its tag (X.680 §8).
public struct ASN1Type: Hashable, Sendable, Codable {
  /// Whether the number is one of the structure's own, and none of ASN.1's types.
  public var isContextSpecific: Bool
  public var number: Int

  public init(_ number: Int, isContextSpecific: Bool = false) {
    self.number = number
    self.isContextSpecific = isContextSpecific
  }

  /// `OCTET STRING`; `[3]` for a tag of the structure's own.
  public var word: String {
    isContextSpecific ? "[\(number)]" : Self.words[number] ?? "type \(number)"
  }

  public static let boolean = ASN1Type(1)
  public static let integer = ASN1Type(2)
  public static let bitString = ASN1Type(3)
  public static let octetString = ASN1Type(4)
  public static let null = ASN1Type(5)
  public static let objectIdentifier = ASN1Type(6)
  public static let enumerated = ASN1Type(10)
  public static let sequence = ASN1Type(16)
  public static let set = ASN1Type(17)

  /// A tag of the structure's own.
  public static func context(_ number: Int) -> ASN1Type {
    ASN1Type(number, isContextSpecific: true)
  }

  /// Strings whose bytes are letters, and times.
  public var isText: Bool {
    !isContextSpecific && [12, 18, 19, 20, 22, 23, 24, 26].contains(number)
  }

  /// X.680 §8.4.
  private static let words: [Int: String] = [
    1: "BOOLEAN", 2: "INTEGER", 3: "BIT STRING", 4: "OCTET STRING", 5: "NULL",
    6: "OBJECT IDENTIFIER", 10: "ENUMERATED", 12: "UTF8String", 16: "SEQUENCE", 17: "SET",
    18: "NumericString", 19: "PrintableString", 20: "TeletexString", 22: "IA5String",
    23: "UTCTime", 24: "GeneralizedTime", 26: "VisibleString", 28: "UniversalString",
    30: "BMPString",
  ]
}
