public import Bytes

/// The content of a handshake message: what follows its type and length (RFC 5246 §7.4).
public protocol HandshakeBody: WireStruct {
  /// The type in front of it.
  static var handshakeType: HandshakeType { get }
}
