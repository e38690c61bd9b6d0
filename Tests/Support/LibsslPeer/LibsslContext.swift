import COpenSSL
import COpenSSLShims
import CryptoPrimitives
import TLSWire
import X509

/// An `SSL_CTX`: what the connections of one client or server have in common. A server's session
/// ids and ticket keys live here: to resume, take the same context.
///
/// `@unchecked Sendable`: nothing of ours changes it after it was made, and libssl locks what it
/// counts and caches.
public final class LibsslContext: @unchecked Sendable {
  let pointer: OpaquePointer
  let settings: LibsslSettings
  let isServer: Bool

  /// A context for clients.
  public convenience init(client settings: LibsslSettings) throws(LibsslError) {
    try self.init(settings, isServer: false)
  }

  /// A context for servers.
  public convenience init(server settings: LibsslSettings) throws(LibsslError) {
    try self.init(settings, isServer: true)
  }

  private init(_ settings: LibsslSettings, isServer: Bool) throws(LibsslError) {
    guard let pointer = SSL_CTX_new(isServer ? TLS_server_method() : TLS_client_method()) else {
      throw .last("SSL_CTX_new")
    }
    self.pointer = pointer
    self.settings = settings
    self.isServer = isServer
    try setVersionsAndSuites()
    try setGroups()
    setOptions()
    for identity in settings.identities { try use(identity) }
    try setVerification()
    try setResumption()
    try setPreSharedKeys()
    try setExtensions()
    setCallbacks()
  }

  deinit { SSL_CTX_free(pointer) }

  private func setOptions() {
    var options: UInt64 = 0
    func option(_ bit: UInt64, if condition: Bool) { if condition { options |= bit } }
    option(tlslab_ssl_no_extended_master_secret, if: !settings.extendedMasterSecret)
    option(tlslab_ssl_no_encrypt_then_mac, if: !settings.encryptThenMAC)
    option(tlslab_ssl_no_ticket, if: !settings.sessionTicket)
    option(tlslab_ssl_server_preference, if: settings.serverPreference)
    option(tlslab_ssl_psk_alone, if: settings.preSharedKeyAlone)
    option(tlslab_ssl_no_renegotiation, if: settings.renegotiation == .refused)
    option(tlslab_ssl_client_renegotiation, if: settings.renegotiation == .allowed)
    option(tlslab_ssl_legacy_renegotiation, if: settings.legacyRenegotiation)
    // Otherwise libssl sends no stateless tickets for early data (RFC 8446 §8.1).
    option(tlslab_ssl_no_anti_replay, if: settings.resumption.earlyDataLimit > 0)
    SSL_CTX_set_options(pointer, options)
    if !settings.middleboxCompatibility { SSL_CTX_clear_options(pointer, tlslab_ssl_middlebox) }
  }

  private func setCallbacks() {
    SSL_CTX_set_keylog_callback(pointer) { connection, line in
      guard let line else { return }
      CallbackNotes.of(connection)?.keyLog.append(String(cString: line))
    }
    guard settings.keepsMessages else { return }
    SSL_CTX_set_msg_callback(pointer) { isSent, _, type, bytes, count, connection, _ in
      guard let notes = CallbackNotes.of(connection), type == SSL3_RT_HANDSHAKE else { return }
      let bytes = Array(UnsafeRawBufferPointer(start: bytes, count: count))
      notes.messages.append(LibsslMessage(isSent: isSent != 0, bytes: bytes))
    }
  }

  func control(
    _ command: Int32, _ number: Int = 0, text: String? = nil, mayBeZero: Bool = false
  ) throws(LibsslError) {
    var bytes: [UInt8] = text.map { Array($0.utf8) + [0] } ?? []
    let outcome = bytes.withUnsafeMutableBytes { buffer in
      SSL_CTX_ctrl(pointer, command, number, text == nil ? nil : buffer.baseAddress)
    }
    guard outcome == 1 || mayBeZero else { throw .last("SSL_CTX_ctrl \(command) \(text ?? "")") }
  }
}

extension LibsslError {
  /// What went wrong last on this thread; empties the queue of errors.
  static func last(_ operation: String) -> LibsslError {
    LibsslError(operation: operation, reason: takeLibcryptoReason())
  }
}
