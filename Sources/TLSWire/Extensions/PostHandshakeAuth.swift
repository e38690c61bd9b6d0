public import Bytes

/// The client is willing to show a certificate later (RFC 8446 §4.2.6): no content.
public struct PostHandshakeAuth: WireStruct {
  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
