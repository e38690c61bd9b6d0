public import Bytes
public import CryptoPrimitives
public import Knowledge
public import TLSWire

/// Why a connection failed, in three kinds: what can't be decoded, what a peer must not do, and
/// what this side refuses; beside them what the peer says itself and what can't be computed.
public enum HandshakeFailure: Error, Hashable, Sendable, Codable {
  /// Bytes that are no TLS message.
  case malformed(WireError)
  /// The peer did something that the protocol forbids.
  case misbehaving(Violation)
  /// The peer did nothing wrong, and still there is no agreement.
  case refused(Refusal)
  /// The peer gave up and said why.
  case peerAlert(Alert)
  /// libcrypto, or this side's own configuration, failed.
  case internalError(String)

  /// What a peer must not do.
  public enum Violation: Hashable, Sendable, Codable {
    case unexpectedMessage(expected: [MessageKind], found: MessageKind)
    /// A server that has asked for a second ClientHello asks for a third (RFC 9846 §4.2.4).
    case secondHelloRetryRequest
    /// A message of the handshake began before a change of keys and ends after it.
    case messageAcrossKeyChange
    /// What TLS 1.3 keeps of the version field is not 0x0303 (RFC 9846 §4.2.2, §4.2.3).
    case legacyVersion(ProtocolVersion)
    case badRecordMAC
    case recordOverflow
    case unknownContentType(UInt8)
    /// A record of a known type that must not come like this: without protection where keys are in
    /// use, or a ChangeCipherSpec of TLS 1.3 that is not the one byte 1.
    case recordOutOfPlace(ContentType)
    /// A record of the handshake, or an alert, that holds nothing but perhaps padding.
    case emptyFragment
    /// Record after record that carries nothing: empty data, warnings, ChangeCipherSpecs that are
    /// dropped. No RFC sets a limit; without one such a peer keeps this side busy for ever.
    case idleRecords(limit: Int)
    /// A suite, group or scheme that was not offered, or a value out of range.
    case illegalParameter(String)
    /// A Diffie-Hellman value modulo a prime that is not within 2 … p-2.
    case publicValueOutOfRange
    /// An extension in a ServerHello that the ClientHello did not ask for.
    case unsolicitedExtension(ExtensionType)
    /// An extension without which a message can't be (RFC 8446 §9.2).
    case missingExtension(ExtensionType)
    /// A server that proves nothing of itself asks for the client's certificate (RFC 5246 §7.4.4).
    case anonymousCertificateRequest
    /// A server's Certificate message without a certificate (RFC 8446 §4.4.2.4).
    case emptyCertificate
    /// A signature that does not verify.
    case signatureInvalid
    /// The proof that the client has the pre-shared key is wrong (RFC 8446 §4.2.11).
    case binderMismatch
    /// More early data than was allowed (RFC 8446 §4.6.1).
    case tooMuchEarlyData(limit: UInt32)
    /// The Finished does not match this side's view of the handshake.
    case finishedMismatch
    case renegotiationMismatch
    /// A session is resumed with extended_master_secret where it was made without, or the reverse.
    case extendedMasterSecretMismatch
  }

  /// What one side does not agree to.
  public enum Refusal: Hashable, Sendable, Codable {
    case version(ProtocolVersion)
    /// A hello in the form of SSL 2.0 that offers this version (RFC 6176).
    case ssl2Hello(ProtocolVersion)
    /// The client says that it fell back, and this server could have done better (RFC 7507 §3).
    case inappropriateFallback(ProtocolVersion)
    case noCommonSuite
    case noCommonSignatureScheme
    case noCommonGroup
    /// Both accept cipher suites, and none of them goes with the key of the server's certificate (RFC 5246
    /// §7.4.2).
    case keyFitsNoSuite(KeyKind)
    /// Both accept signature schemes, and the key of the server's certificate signs with none of them
    /// (RFC 9846 §4.3.3, RFC 5246 §7.4.3).
    case keyFitsNoScheme(KeyKind)
    /// The curve of the key of the server's certificate is not among the client's groups (RFC 8422 §5.1).
    case curveNotOffered(KeyKind)
    /// The client has no pre-shared key that this server knows, and must have one.
    case preSharedKeyRequired
    /// The client names a pre-shared key that this server does not have (RFC 4279 §2).
    case unknownPreSharedKey
    /// The client has no certificate, and must have one.
    case certificateRequired
    /// The same in TLS 1.2, which has no alert of its own for it.
    case noClientCertificate
    case noApplicationProtocol
    /// The Diffie-Hellman prime is too short, in bits.
    case weakGroup(bits: Int)
    /// A certificate that fails this check.
    case certificate(Check)
    /// No certificate, or one whose key does not fit the suite.
    case unusableCertificate(String)
  }
}

/// Makes an error of the wire format one of the handshake.
func decoding<Value>(
  _ body: () throws(WireError) -> Value
) throws(HandshakeFailure) -> Value {
  do throws(WireError) {
    return try body()
  } catch {
    throw .malformed(error)
  }
}
