public import Bytes

/// CBC records are encrypted first; an extension without content (RFC 7366 §2).
public struct EncryptThenMAC: ExtensionContent {
  public static let type = ExtensionType.encryptThenMAC
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12]

  public init() {}
  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
