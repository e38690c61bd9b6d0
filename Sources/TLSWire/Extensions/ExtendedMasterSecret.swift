public import Bytes

/// The master secret covers the whole handshake; an extension without content (RFC 7627 §5.1).
public struct ExtendedMasterSecret: ExtensionContent {
  public static let type = ExtensionType.extendedMasterSecret
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12]

  public init() {}
  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
