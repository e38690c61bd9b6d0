public import Bytes
public import TLSWire

/// Why a handshake over datagrams failed.
public enum DTLSFailure: Error, Hashable, Sendable, Codable {
  /// A message that came whole and can't be read.
  case malformed(WireError)
  case unexpectedMessage(expected: [HandshakeType], found: HandshakeType)
  case version(ProtocolVersion)
  case noCommonSuite
  case noCommonGroup
  case noCommonSignatureScheme
  /// The peer does not want SRTP, or none of the profiles that are wanted here (RFC 5764 §4.1.1).
  case noCommonProfile
  /// A value that was not offered, or that the protocol forbids.
  case illegalParameter(String)
  /// An extension in the ServerHello that the ClientHello did not ask for.
  case unsolicitedExtension(ExtensionType)
  /// Not an empty renegotiation_info in a first handshake (RFC 5746 §3.4).
  case renegotiationMismatch
  /// The peer shows no certificate, and both must (RFC 5763 §5).
  case noCertificate
  /// What the peer shows is no certificate, or its key signs in no way that the suite has.
  case unusableCertificate(String)
  /// The certificate is another one than the signalling said (RFC 5763 §5).
  case fingerprintMismatch(found: CertificateFingerprint, expected: [CertificateFingerprint])
  /// The signature in this message does not verify.
  case signatureInvalid(HandshakeType)
  /// The Finished does not match this side's view of the handshake.
  case finishedMismatch
  /// The peer gave up and said why.
  case peerAlert(Alert)
  /// Nothing came, however often the flight was sent.
  case timedOut(retransmissions: Int)
  /// libcrypto, or this side's own configuration, failed.
  case internalError(String)

  /// What the peer is told; nil where there is nothing to say (RFC 5246 §7.2.2).
  public var alert: AlertDescription? {
    switch self {
    case .malformed(let error):
      if case .illegalValue = error.reason { .illegalParameter } else { .decodeError }
    case .unexpectedMessage: .unexpectedMessage
    case .version: .protocolVersion
    case .noCommonSuite, .noCommonGroup, .noCommonSignatureScheme, .noCommonProfile,
      .renegotiationMismatch, .noCertificate:
      .handshakeFailure
    case .illegalParameter: .illegalParameter
    case .unsolicitedExtension: .unsupportedExtension
    case .unusableCertificate, .fingerprintMismatch: .badCertificate
    case .signatureInvalid, .finishedMismatch: .decryptError
    case .peerAlert, .timedOut: nil
    case .internalError: .internalError
    }
  }
}

/// Why something that came was dropped without a word: over datagrams anyone may send anything, and an
/// answer would help who does (RFC 6347 §4.1.2.7).
public enum DTLSDiscard: Error, Hashable, Sendable, Codable {
  /// By its first byte it is something else.
  case notDTLS(PacketKind)
  case malformedRecord(WireError)
  case malformedFragment(WireError)
  case version(ProtocolVersion)
  case contentType(ContentType)
  /// Of an epoch that is not in use.
  case epoch(UInt16)
  case replayed(epoch: UInt16, sequenceNumber: UInt64)
  case badRecordMAC
  /// Kept until its keys are there.
  case early
  /// A part of a message that fits no other part, or that nobody waits for.
  case fragment(HandshakeType)
  /// A message that came before; it shows that this side's flight may have been lost.
  case repeated(HandshakeType)
  /// A message in the open that must be protected, or the reverse.
  case protection(HandshakeType)
  /// A warning, which changes nothing.
  case warning(AlertDescription)
  /// Nobody here talks over DTLS itself.
  case applicationData
  /// The handshake is over; another one in its place is not begun.
  case afterHandshake(HandshakeType)
  /// This end gave up before, or said good-bye.
  case ended
}
