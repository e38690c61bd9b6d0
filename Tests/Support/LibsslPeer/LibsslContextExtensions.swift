import COpenSSL

// Extensions and the sizes of records.
extension LibsslContext {
  func setExtensions() throws(LibsslError) {
    try setApplicationProtocols()
    if isServer, settings.stapledResponse != nil { setStapling() }
    if settings.maximumFragmentCode > 0 {
      let code = settings.maximumFragmentCode
      guard SSL_CTX_set_tlsext_max_fragment_length(pointer, code) == 1 else {
        throw .last("max_fragment_length \(code)")
      }
    }
    if let largest = settings.largestRecord {
      try control(SSL_CTRL_SET_MAX_SEND_FRAGMENT, largest)
    }
    if let block = settings.paddingBlock {
      guard SSL_CTX_set_block_padding(pointer, block) == 1 else { throw .last("padding \(block)") }
    }
  }

  private func setApplicationProtocols() throws(LibsslError) {
    guard !settings.applicationProtocols.isEmpty else { return }
    guard isServer else {
      let list = Self.list(of: settings.applicationProtocols)
      // 0 stands for success here.
      guard SSL_CTX_set_alpn_protos(pointer, list, UInt32(list.count)) == 0 else {
        throw .last("ALPN")
      }
      return
    }
    let choose: SSL_CTX_alpn_select_cb_func = { connection, out, count, offer, length, _ in
      guard let notes = CallbackNotes.of(connection) else { return SSL_TLSEXT_ERR_ALERT_FATAL }
      let list = notes.applicationProtocols
      var chosen: UnsafeMutablePointer<UInt8>?
      let outcome = SSL_select_next_proto(
        &chosen, count, list.baseAddress, UInt32(list.count), offer, length)
      guard outcome == OPENSSL_NPN_NEGOTIATED else { return SSL_TLSEXT_ERR_ALERT_FATAL }
      out?.pointee = UnsafePointer(chosen)
      return SSL_TLSEXT_ERR_OK
    }
    SSL_CTX_set_alpn_select_cb(pointer, choose, nil)
  }

  /// Each name after its length (RFC 7301 §3.1).
  static func list(of names: [String]) -> [UInt8] {
    names.flatMap { [UInt8(truncatingIfNeeded: $0.utf8.count)] + Array($0.utf8) }
  }

  private func setStapling() {
    let staple: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = {
      connection, _ in
      guard let bytes = CallbackNotes.of(connection)?.stapledResponse,
        let copy = CRYPTO_malloc(bytes.count, "", 0)
      else { return SSL_TLSEXT_ERR_NOACK }
      copy.initializeMemory(as: UInt8.self, from: bytes, count: bytes.count)
      // The connection frees the copy.
      SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_STATUS_REQ_OCSP_RESP, bytes.count, copy)
      return SSL_TLSEXT_ERR_OK
    }
    // libssl passes callbacks of every shape through one type, and casts them back.
    typealias AnyCallback = @convention(c) () -> Void
    SSL_CTX_callback_ctrl(
      pointer, SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB, unsafeBitCast(staple, to: AnyCallback.self))
  }
}
