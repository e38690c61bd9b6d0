/// A number that a registry gives a meaning: a cipher suite, a group, an extension type.
///
/// Code points are structs with static members and never closed enums: a value that nobody here
/// has heard of is data and not an error (RFC 8701 makes peers send such values on purpose).
public protocol CodePoint: RawRepresentable, Hashable, Sendable, Codable
where RawValue: FixedWidthInteger & UnsignedInteger & Sendable & Codable {
  init(rawValue: RawValue)
  /// The names in IANA's registry, of those that the program knows.
  static var names: [RawValue: String] { get }
  /// The name in IANA's registry, if this code point is one that the program knows.
  var name: String? { get }
}

extension CodePoint {
  public var name: String? { Self.names[rawValue] }

  /// The number of bytes that the code point takes on the wire.
  public static var wireWidth: Int { RawValue.bitWidth / 8 }

  /// The value as the RFCs print it: `0xC02F`, two digits a byte.
  public var hexadecimal: String {
    let digits = String(rawValue, radix: 16, uppercase: true)
    let padding = max(0, Self.wireWidth * 2 - digits.count)
    return "0x" + String(repeating: "0", count: padding) + digits
  }

  /// The registered name, or the number where there is none.
  public var label: String { name ?? hexadecimal }
}
