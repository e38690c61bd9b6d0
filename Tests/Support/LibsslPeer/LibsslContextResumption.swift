import COpenSSL
import TLSWire

// What is remembered from one connection to the next.
extension LibsslContext {
  func setResumption() throws(LibsslError) {
    let resumption = settings.resumption
    try control(SSL_CTRL_SET_SESS_CACHE_MODE, Int(cacheMode), mayBeZero: true)
    // A client is handed its sessions whole: in TLS 1.3 they come after the handshake. The callback
    // keeps the reference when it returns 1.
    SSL_CTX_sess_set_new_cb(pointer) { connection, session in
      guard let notes = CallbackNotes.of(connection), let session, !notes.isServer else {
        return 0
      }
      notes.sessions.append(LibsslSession(owning: session))
      return 1
    }
    guard isServer else { return }
    // libssl refuses to resume where it asks for certificates unless the context has a name.
    SSL_CTX_set_session_id_context(pointer, [1], 1)
    let remembers = settings.sessionTicket || resumption.keepsSessionIDs
    SSL_CTX_set_num_tickets(pointer, remembers ? resumption.ticketCount ?? 2 : 0)
    if var keys = resumption.ticketKeys {
      let set = SSL_CTX_ctrl(pointer, SSL_CTRL_SET_TLSEXT_TICKET_KEYS, keys.count, &keys)
      guard set == 1 else { throw .last("ticket keys of \(keys.count) bytes") }
    }
    if resumption.earlyDataLimit > 0 {
      SSL_CTX_set_max_early_data(pointer, resumption.earlyDataLimit)
      SSL_CTX_set_recv_max_early_data(pointer, resumption.earlyDataLimit)
    }
  }

  private var cacheMode: Int32 {
    if isServer { return settings.resumption.keepsSessionIDs ? SSL_SESS_CACHE_SERVER : 0 }
    return SSL_SESS_CACHE_CLIENT | tlslabNoInternalCache
  }

  /// SSL_SESS_CACHE_NO_INTERNAL: lookup and store.
  private var tlslabNoInternalCache: Int32 { 0x100 | 0x200 }

  /// A server's keys for tickets: name (16 bytes), HMAC-SHA256 key (32), AES-256 key (32).
  ///
  /// libssl's tickets are name ‖ IV (16) ‖ session in DER, AES-256-CBC ‖ HMAC-SHA256 (32).
  public var ticketKeys: [UInt8] {
    var keys = [UInt8](repeating: 0, count: 80)
    let outcome = SSL_CTX_ctrl(pointer, SSL_CTRL_GET_TLSEXT_TICKET_KEYS, keys.count, &keys)
    return outcome == 1 ? keys : []
  }
}
