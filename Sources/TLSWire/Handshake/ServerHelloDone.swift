public import Bytes

/// The end of the server's first flight; a message without content (RFC 5246 §7.4.5).
public struct ServerHelloDone: HandshakeBody {
  public static let handshakeType = HandshakeType.serverHelloDone

  public init() {}
  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
