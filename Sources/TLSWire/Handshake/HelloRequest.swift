public import Bytes

/// The server asks for a new handshake; a message without content (RFC 5246 §7.4.1.1).
public struct HelloRequest: HandshakeBody {
  public static let handshakeType = HandshakeType.helloRequest

  public init() {}
  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
