/// What happens in a cell beside handshake and data. In all of them one line goes each way at the
/// end.
public enum Feature: String, Sendable, Hashable, CaseIterable {
  /// Nothing else.
  case plain
  /// Two connections: the second resumes by the number that the server gave (TLS 1.2 and below).
  case sessionID = "resumption by session ID"
  /// Two connections: the second resumes by a ticket (RFC 5077).
  case ticket = "resumption by ticket"
  /// Two connections: the second resumes by a ticket of TLS 1.3.
  case resumption13 = "resumption by PSK"
  /// The server asks for a second ClientHello, for another group.
  case retry = "HelloRetryRequest"
  /// Our server asks for a second ClientHello though the first one would do.
  case retryAlways = "HelloRetryRequest to every client"
  /// The client shows a certificate.
  case clientCertificate = "client certificate"
  /// The client shows a certificate after the handshake (RFC 8446 §4.6.2).
  case lateCertificate = "client certificate after the handshake"
  /// The peer changes its keys and asks us to do the same.
  case keyUpdate = "KeyUpdate of the peer's"
  /// We change our keys and ask the peer to do the same.
  case ourKeyUpdate = "KeyUpdate of ours"
  /// A second handshake in the same connection, at the peer's wish.
  case renegotiation = "renegotiation by the peer"
  /// A second handshake in the same connection, at our wish.
  case ourRenegotiation = "renegotiation by us"
  /// Two connections: the second sends data before the handshake is complete.
  case earlyData = "early data"
  /// Both derive the same keying material for another protocol (RFC 5705, RFC 8446 §7.5).
  case exporter
  /// An application protocol is agreed on (RFC 7301).
  case alpn = "ALPN"
}
