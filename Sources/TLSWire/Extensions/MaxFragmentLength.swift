public import Bytes

/// Shorter records, by one of four lengths (RFC 6066 §4).
public struct MaxFragmentLength: ExtensionContent {
  public static let type = ExtensionType.maxFragmentLength
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12, .encryptedExtensions]

  public var length = MaximumFragmentCode(rawValue: 1)

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&length, "max_fragment_length")
  }
}
