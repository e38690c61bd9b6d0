public import Bytes

/// The client's signature over all messages so far: it has the key of its certificate
/// (RFC 5246 §7.4.8).
public struct CertificateVerify: HandshakeBody {
  public static let handshakeType = HandshakeType.certificateVerify

  public var signed: DigitallySigned

  public init() { signed = DigitallySigned() }

  public init(signed: DigitallySigned) { self.signed = signed }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try signed.code(with: &coder)
  }
}
