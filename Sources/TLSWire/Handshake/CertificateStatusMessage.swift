// In TLS 1.2 a message of its own (RFC 6066 §8).
extension CertificateStatus: HandshakeBody {
  public static let handshakeType = HandshakeType.certificateStatus
}
