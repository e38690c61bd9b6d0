public import Bytes

/// The proof that both sides saw the same handshake and have the same master secret
/// (RFC 5246 §7.4.9).
public struct Finished: HandshakeBody {
  public static let handshakeType = HandshakeType.finished

  /// 12 bytes unless the suite says otherwise. It has no length of its own; whoever verifies it
  /// compares all of it.
  public var verifyData: [UInt8]

  public init() { verifyData = [] }

  public init(verifyData: [UInt8]) { self.verifyData = verifyData }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.remaining(&verifyData, "verify_data")
  }
}
