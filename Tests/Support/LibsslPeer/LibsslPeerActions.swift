import Bytes
import COpenSSL
public import TLSWire

// What can be done on a connection that stands. Each returns whether libssl was willing; what it
// sends is in `output()`.
extension LibsslPeer {
  /// Asks for a new handshake on the same connection, up to TLS 1.2.
  ///
  /// - Parameter resuming: whether a client offers the session that it has.
  @discardableResult
  public func renegotiate(resuming: Bool = false) -> Bool {
    ERR_clear_error()
    let outcome =
      resuming ? SSL_renegotiate_abbreviated(connection) : SSL_renegotiate(connection)
    if outcome != 1 { note(outcome) }
    handshake()
    return outcome == 1
  }

  /// What a client offers, or a server takes, from the next handshake on, up to TLS 1.2.
  @discardableResult
  public func limit(to suite: CipherSuite) -> Bool {
    ERR_clear_error()
    return SSL_set_cipher_list(connection, OPENSSL_cipher_name(suite.label)) == 1
  }

  /// Sends a KeyUpdate and takes new sending keys (RFC 8446 §4.6.3).
  ///
  /// - Parameter asking: whether the other side is to do the same (update_requested).
  @discardableResult
  public func updateKeys(asking: Bool) -> Bool {
    ERR_clear_error()
    let kind = asking ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED
    let outcome = SSL_key_update(connection, kind)
    if outcome != 1 { note(outcome) }
    return handshake() && outcome == 1
  }

  /// A server asks for a certificate after the handshake (RFC 8446 §4.6.2).
  @discardableResult
  public func requestCertificate() -> Bool {
    ERR_clear_error()
    let outcome = SSL_verify_client_post_handshake(connection)
    if outcome != 1 { note(outcome) }
    return handshake() && outcome == 1
  }

  /// A server sends another ticket, with its next write (RFC 8446 §4.6.1).
  @discardableResult
  public func sendTicket() -> Bool {
    ERR_clear_error()
    let outcome = SSL_new_session_ticket(connection)
    if outcome != 1 { note(outcome) }
    return handshake() && outcome == 1
  }

  /// Keying material for another protocol (RFC 5705, RFC 8446 §7.5).
  ///
  /// - Parameter context: nil and empty are the same in TLS 1.3 alone.
  public func export(label: String, context: [UInt8]?, count: Int) -> [UInt8]? {
    ERR_clear_error()
    var out = [UInt8](repeating: 0, count: count)
    let outcome = SSL_export_keying_material(
      connection, &out, count, label, label.utf8.count, context ?? [], context?.count ?? 0,
      context == nil ? 0 : 1)
    return outcome == 1 ? out : nil
  }

  /// The same from the early exporter secret (RFC 8446 §7.5).
  public func exportEarly(label: String, context: [UInt8], count: Int) -> [UInt8]? {
    ERR_clear_error()
    var out = [UInt8](repeating: 0, count: count)
    let outcome = SSL_export_keying_material_early(
      connection, &out, count, label, label.utf8.count, context, context.count)
    return outcome == 1 ? out : nil
  }
}
