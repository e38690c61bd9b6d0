public import Bytes

/// The client has no more early data; what follows is under the handshake keys (RFC 8446 §4.5).
public struct EndOfEarlyData: HandshakeBody {
  public static let handshakeType = HandshakeType.endOfEarlyData

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
