import COpenSSL
import CryptoPrimitives
import TLSWire

/// The real libssl as one end of a connection, over memory: bytes in, bytes out.
///
/// What came out of the handshake is in LibsslPeerFacts.swift, what can be done after it in
/// LibsslPeerActions.swift, early data in LibsslPeerEarlyData.swift.
public final class LibsslPeer {
  let context: LibsslContext
  let connection: OpaquePointer
  private let incoming: OpaquePointer
  private let outgoing: OpaquePointer
  let notes: CallbackNotes

  /// Why libssl gave up, in its own words.
  public private(set) var failure: String?
  /// Whether the other side's close_notify came.
  public private(set) var isClosedByPeer = false
  /// What a server took before the handshake was complete.
  public internal(set) var earlyData: [UInt8] = []
  var isReadingEarlyData: Bool

  /// - Parameter session: what a client wants to resume.
  public init(_ context: LibsslContext, resuming session: LibsslSession? = nil) throws(LibsslError)
  {
    guard let connection = SSL_new(context.pointer), let incoming = BIO_new(BIO_s_mem()),
      let outgoing = BIO_new(BIO_s_mem())
    else { throw .last("SSL_new") }
    self.context = context
    self.connection = connection
    self.incoming = incoming
    self.outgoing = outgoing
    notes = CallbackNotes(context.settings, isServer: context.isServer)
    isReadingEarlyData = context.isServer && context.settings.resumption.earlyDataLimit > 0
    SSL_set_bio(connection, incoming, outgoing)
    SSL_set_ex_data(connection, 0, Unmanaged.passUnretained(notes).toOpaque())
    if context.isServer {
      SSL_set_accept_state(connection)
    } else {
      SSL_set_connect_state(connection)
      try setServerName()
      try askForStatus()
      if let session {
        guard SSL_set_session(connection, session.pointer) == 1 else { throw .last("session") }
      }
    }
    if let now = context.settings.now {
      X509_VERIFY_PARAM_set_time(SSL_get0_param(connection), time_t(now))
    }
  }

  deinit {
    // libssl drops the session of a connection that was not closed from the server's cache.
    SSL_set_shutdown(connection, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
    SSL_free(connection)
  }

  private func setServerName() throws(LibsslError) {
    guard let name = context.settings.serverName else { return }
    var bytes = Array(name.utf8) + [0]
    guard
      SSL_ctrl(
        connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), &bytes) == 1,
      SSL_set1_host(connection, name) == 1
    else { throw .last("server name") }
  }

  private func askForStatus() throws(LibsslError) {
    guard context.settings.statusRequest else { return }
    let type = Int(TLSEXT_STATUSTYPE_ocsp)
    guard SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE, type, nil) == 1 else {
      throw .last("status_request")
    }
  }

  /// Takes bytes from the other side, cut anywhere.
  public func receive(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    BIO_write(incoming, bytes, Int32(clamping: bytes.count))
  }

  /// What libssl has to say since it was asked last.
  public func output() -> [UInt8] {
    let count = BIO_ctrl(outgoing, BIO_CTRL_PENDING, 0, nil)
    guard count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = BIO_read(outgoing, &bytes, Int32(clamping: count))
    return Array(bytes.prefix(max(0, Int(read))))
  }

  /// Goes on with the handshake as far as it can; a server takes early data on the way.
  ///
  /// - Returns: whether the handshake is complete.
  @discardableResult
  public func handshake() -> Bool {
    ERR_clear_error()
    if isReadingEarlyData, !readEarlyData() { return false }
    let outcome = SSL_do_handshake(connection)
    if outcome != 1 { note(outcome) }
    return outcome == 1
  }

  /// All application data that has come. What else came is dealt with on the way: tickets, a
  /// KeyUpdate, a request for a certificate or for a new handshake.
  public func read() -> [UInt8] {
    ERR_clear_error()
    var data: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = SSL_read(connection, &buffer, Int32(buffer.count))
      guard count > 0 else {
        note(count)
        return data
      }
      data += buffer.prefix(Int(count))
    }
  }

  /// Sends application data.
  public func write(_ data: [UInt8]) {
    ERR_clear_error()
    let count = SSL_write(connection, data, Int32(clamping: data.count))
    if count <= 0 { note(count) }
  }

  /// Sends close_notify.
  public func shutdown() {
    ERR_clear_error()
    SSL_shutdown(connection)
    ERR_clear_error()
  }

  func note(_ outcome: Int32) {
    switch SSL_get_error(connection, outcome) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: break
    case SSL_ERROR_ZERO_RETURN: isClosedByPeer = true
    default: failure = failure ?? takeLibcryptoReason()
    }
  }
}
