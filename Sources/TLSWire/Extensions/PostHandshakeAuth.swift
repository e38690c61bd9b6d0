public import Bytes

/// The client is willing to show a certificate later (RFC 8446 §4.2.6): no content.
public struct PostHandshakeAuth: ExtensionContent {
  public static let type = ExtensionType.postHandshakeAuth
  public static let places: ExtensionPlaces = [.clientHello]

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
