import Bytes
import COpenSSL
import COpenSSLShims
import CryptoPrimitives
import TLSWire
import X509

/// An `SSL_CTX`: what the connections of one client or server have in common.
///
/// `@unchecked Sendable`: nothing changes it after it was made, and libssl locks what it counts.
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
    try setProtocol()
    for identity in settings.identities { try use(identity) }
    try setTrust()
    SSL_CTX_set_keylog_callback(pointer) { connection, line in
      guard let data = SSL_get_ex_data(connection, 0), let line else { return }
      let log = Unmanaged<KeyLog>.fromOpaque(data).takeUnretainedValue()
      log.lines.append(String(cString: line))
    }
  }

  deinit { SSL_CTX_free(pointer) }

  private func setProtocol() throws(LibsslError) {
    let version = Int(TLS1_2_VERSION)
    try control(SSL_CTRL_SET_MIN_PROTO_VERSION, version)
    try control(SSL_CTRL_SET_MAX_PROTO_VERSION, version)
    try control(SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF), mayBeZero: true)
    SSL_CTX_set_security_level(pointer, settings.securityLevel)
    var options: UInt64 = 0
    if !settings.extendedMasterSecret { options |= tlslab_ssl_no_extended_master_secret }
    if !settings.encryptThenMAC { options |= tlslab_ssl_no_encrypt_then_mac }
    if !settings.sessionTicket { options |= tlslab_ssl_no_ticket }
    SSL_CTX_set_options(pointer, options)
    let names = settings.suites.map { String(cString: OPENSSL_cipher_name($0.label)) }
    guard SSL_CTX_set_cipher_list(pointer, names.joined(separator: ":")) == 1 else {
      throw .last("cipher list \(names)")
    }
    if !settings.groups.isEmpty {
      let names = settings.groups.map(\.label).joined(separator: ":")
      try control(SSL_CTRL_SET_GROUPS_LIST, text: names)
    }
    if isServer { try setFiniteField() }
  }

  private func setFiniteField() throws(LibsslError) {
    guard let group = settings.finiteField else {
      try control(SSL_CTRL_SET_DH_AUTO, 1)
      return
    }
    guard let context = EVP_PKEY_CTX_new_from_name(nil, "DH", nil) else { throw .last("DH") }
    defer { EVP_PKEY_CTX_free(context) }
    var parameters: OpaquePointer?
    guard EVP_PKEY_paramgen_init(context) == 1,
      EVP_PKEY_CTX_set_group_name(context, group.rawValue) == 1,
      EVP_PKEY_paramgen(context, &parameters) == 1,
      SSL_CTX_set0_tmp_dh_pkey(pointer, parameters) == 1
    else { throw .last("DH group \(group.rawValue)") }
  }

  private func use(_ identity: Identity) throws(LibsslError) {
    let key = try read(identity.key.pem) { PEM_read_bio_PrivateKey($0, nil, nil, nil) }
    defer { EVP_PKEY_free(key) }
    for (index, certificate) in identity.chain.enumerated() {
      let certificate = try read(certificate.pem) { PEM_read_bio_X509($0, nil, nil, nil) }
      defer { X509_free(certificate) }
      if index == 0 {
        guard SSL_CTX_use_certificate(pointer, certificate) == 1 else { throw .last("certificate") }
      } else {
        // 1: libssl takes a reference of its own.
        guard
          SSL_CTX_ctrl(pointer, SSL_CTRL_CHAIN_CERT, 1, UnsafeMutableRawPointer(certificate)) == 1
        else { throw .last("chain") }
      }
    }
    guard SSL_CTX_use_PrivateKey(pointer, key) == 1, SSL_CTX_check_private_key(pointer) == 1 else {
      throw .last("private key")
    }
  }

  private func setTrust() throws(LibsslError) {
    if settings.requestsCertificate {
      SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER) { _, _ in 1 }
    }
    guard let trust = settings.trust else { return }
    SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
    let store = SSL_CTX_get_cert_store(pointer)
    for root in trust.roots {
      let certificate = try read(root.pem) { PEM_read_bio_X509($0, nil, nil, nil) }
      defer { X509_free(certificate) }
      guard X509_STORE_add_cert(store, certificate) == 1 else { throw .last("root") }
    }
  }

  private func read(
    _ pem: String, _ body: (OpaquePointer) -> OpaquePointer?
  ) throws(LibsslError) -> OpaquePointer {
    guard let read = withReadingBIO(Array(pem.utf8), body) else { throw .last("PEM") }
    return read
  }

  private func control(
    _ command: Int32, _ number: Int = 0, text: String? = nil, mayBeZero: Bool = false
  ) throws(LibsslError) {
    var bytes: [UInt8] = text.map { Array($0.utf8) + [0] } ?? []
    let outcome = bytes.withUnsafeMutableBytes { buffer in
      SSL_CTX_ctrl(pointer, command, number, text == nil ? nil : buffer.baseAddress)
    }
    guard outcome == 1 || mayBeZero else { throw .last("SSL_CTX_ctrl \(command) \(text ?? "")") }
  }
}

/// Where the key log callback puts its lines.
final class KeyLog {
  var lines: [String] = []
}

extension LibsslError {
  /// What went wrong last on this thread; empties the queue of errors.
  static func last(_ operation: String) -> LibsslError {
    LibsslError(operation: operation, reason: takeLibcryptoReason())
  }
}
