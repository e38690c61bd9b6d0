import COpenSSL
import TLSWire

// Keys that both sides have from elsewhere.
//
// libssl asks the callbacks of TLS 1.2 for a key in TLS 1.3 as well, but knows only SHA-256 then
// and no early data; so TLS 1.3 has callbacks of its own here, which libssl asks first.
extension LibsslContext {
  func setPreSharedKeys() throws(LibsslError) {
    guard !settings.preSharedKeys.isEmpty else { return }
    if isServer {
      setServerCallbacks()
      if let hint = settings.identityHint {
        guard SSL_CTX_use_psk_identity_hint(pointer, hint) == 1 else { throw .last("hint") }
      }
    } else {
      setClientCallbacks()
    }
  }

  private func setServerCallbacks() {
    SSL_CTX_set_psk_server_callback(pointer) { connection, identity, out, room in
      guard let identity, let out, let notes = CallbackNotes.of(connection) else { return 0 }
      let wanted = String(cString: identity).utf8
      let known = notes.preSharedKeys.first { $0.identity.elementsEqual(wanted) }
      guard let key = known?.key, key.count <= Int(room) else { return 0 }
      out.update(from: key, count: key.count)
      return UInt32(key.count)
    }
    SSL_CTX_set_psk_find_session_callback(pointer) { connection, identity, count, session in
      let wanted = UnsafeBufferPointer(start: identity, count: count)
      let known = CallbackNotes.of(connection)?.preSharedKeys.first {
        $0.identity.elementsEqual(wanted)
      }
      session?.pointee = known?.makeSession(connection)
      return 1
    }
  }

  private func setClientCallbacks() {
    SSL_CTX_set_psk_client_callback(pointer) { connection, hint, identity, room, out, keyRoom in
      guard let notes = CallbackNotes.of(connection), let mine = notes.preSharedKeys.first,
        let identity, let out, mine.identity.count < Int(room), mine.key.count <= Int(keyRoom)
      else { return 0 }
      notes.identityHint = hint.map { String(cString: $0) }
      for (index, byte) in (mine.identity + [0]).enumerated() {
        identity[index] = CChar(bitPattern: byte)
      }
      out.update(from: mine.key, count: mine.key.count)
      return UInt32(mine.key.count)
    }
    SSL_CTX_set_psk_use_session_callback(pointer) { connection, hash, identity, count, session in
      guard let notes = CallbackNotes.of(connection), let mine = notes.preSharedKeys.first else {
        return 1
      }
      let made = mine.makeSession(connection)
      // After a HelloRetryRequest only keys of the chosen suite's hash will do.
      if let hash, let made, SSL_CIPHER_get_handshake_digest(SSL_SESSION_get0_cipher(made)) != hash
      {
        SSL_SESSION_free(made)
        return 1
      }
      identity?.pointee = UnsafePointer(notes.firstIdentity.baseAddress)
      count?.pointee = mine.identity.count
      session?.pointee = made
      return 1
    }
  }
}

extension LibsslPreSharedKey {
  /// The key as a session of TLS 1.3; the caller's to free.
  fileprivate func makeSession(_ connection: OpaquePointer?) -> OpaquePointer? {
    let number = [UInt8(suite.rawValue >> 8), UInt8(truncatingIfNeeded: suite.rawValue)]
    guard let cipher = SSL_CIPHER_find(connection, number), let session = SSL_SESSION_new() else {
      return nil
    }
    guard SSL_SESSION_set1_master_key(session, key, key.count) == 1,
      SSL_SESSION_set_cipher(session, cipher) == 1,
      SSL_SESSION_set_protocol_version(session, TLS1_3_VERSION) == 1,
      SSL_SESSION_set_max_early_data(session, earlyDataLimit) == 1
    else {
      SSL_SESSION_free(session)
      return nil
    }
    return session
  }
}
