import Bytes
import COpenSSL
public import TLSWire

/// One handshake message as libssl saw it, whole, with its header.
public struct LibsslMessage: Sendable, Hashable {
  public var isSent: Bool
  public var bytes: [UInt8]

  public var type: HandshakeType? { bytes.first.map { HandshakeType(rawValue: $0) } }
}

// What came out of the handshake.
extension LibsslPeer {
  /// The lines of the key log (RFC 9850) so far.
  public var keyLog: [String] { notes.keyLog }

  /// The handshake messages so far, if `keepsMessages` is set.
  public var messages: [LibsslMessage] { notes.messages }

  /// How many ClientHellos went over the wire: 2 after a HelloRetryRequest. Needs `keepsMessages`.
  public var helloCount: Int { messages.count { $0.type == .clientHello } }

  /// The negotiated version.
  public var version: ProtocolVersion {
    ProtocolVersion(rawValue: UInt16(truncatingIfNeeded: SSL_version(connection)))
  }

  /// The negotiated suite.
  public var suite: CipherSuite? {
    SSL_get_current_cipher(connection).map {
      CipherSuite(rawValue: SSL_CIPHER_get_protocol_id($0))
    }
  }

  /// The group of the key exchange; nil without one that has a number.
  public var group: NamedGroup? {
    let identifier = SSL_ctrl(connection, SSL_CTRL_GET_NEGOTIATED_GROUP, 0, nil)
    guard identifier != NID_undef,
      let name = SSL_group_to_name(connection, Int32(truncatingIfNeeded: identifier))
    else { return nil }
    let label = String(cString: name)
    return Self.groups.first { $0.label == label }
  }

  private static let groups: [NamedGroup] = [
    .secp256r1, .secp384r1, .secp521r1, .x25519, .x448, .ffdhe2048, .ffdhe3072, .ffdhe4096,
    .ffdhe6144, .ffdhe8192,
  ]

  /// Whether both sides agreed on the extended master secret.
  public var extendedMasterSecret: Bool {
    SSL_ctrl(connection, SSL_CTRL_GET_EXTMS_SUPPORT, 0, nil) == 1
  }

  /// Whether both sides know RFC 5746.
  public var secureRenegotiation: Bool {
    SSL_ctrl(connection, SSL_CTRL_GET_RI_SUPPORT, 0, nil) == 1
  }

  /// How many handshakes followed the first on this connection.
  public var renegotiations: Int {
    SSL_ctrl(connection, SSL_CTRL_GET_TOTAL_RENEGOTIATIONS, 0, nil)
  }

  /// Whether an earlier session, or a pre-shared key of TLS 1.3, made a full handshake unnecessary.
  public var wasResumed: Bool { SSL_session_reused(connection) == 1 }

  /// A client's sessions to resume, the newest last. In TLS 1.3 `read()` finds them.
  public var sessions: [LibsslSession] { notes.sessions }

  /// The session that is in force; also a server's.
  public var session: LibsslSession? {
    SSL_get1_session(connection).map { LibsslSession(owning: $0) }
  }

  /// The hint that a client got with its key exchange (RFC 4279 §2).
  public var identityHint: String? { notes.identityHint }

  /// ALPN's outcome.
  public var applicationProtocol: String? {
    var start: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    SSL_get0_alpn_selected(connection, &start, &count)
    guard start != nil else { return nil }
    return String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
  }

  /// The server_name: what a client sent and a server took.
  public var serverName: String? {
    SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name).map { String(cString: $0) }
  }

  /// The peer's own certificate in DER.
  public var peerCertificate: [UInt8]? {
    guard let certificate = SSL_get1_peer_certificate(connection) else { return nil }
    defer { X509_free(certificate) }
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509(certificate, &encoded)
    guard count > 0, let encoded else { return nil }
    defer { CRYPTO_free(encoded, "", 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
  }

  /// The OCSP response that a client got.
  public var stapledResponse: [UInt8]? {
    var start: UnsafePointer<UInt8>?
    let count = withUnsafeMutablePointer(to: &start) {
      SSL_ctrl(connection, SSL_CTRL_GET_TLSEXT_STATUS_REQ_OCSP_RESP, 0, $0)
    }
    guard count > 0 else { return nil }
    return Array(UnsafeBufferPointer(start: start, count: count))
  }
}
