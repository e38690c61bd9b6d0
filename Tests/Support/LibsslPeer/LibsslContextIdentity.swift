import COpenSSL
import CryptoPrimitives
import X509

// Certificates: one's own, and whose are believed.
extension LibsslContext {
  func use(_ identity: Identity) throws(LibsslError) {
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

  func setVerification() throws(LibsslError) {
    var mode = SSL_VERIFY_NONE
    if settings.requestsCertificate || settings.trust != nil { mode |= SSL_VERIFY_PEER }
    if settings.requiresCertificate {
      mode |= SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
    }
    if settings.postHandshakeAuthentication {
      if isServer { mode |= SSL_VERIFY_PEER | SSL_VERIFY_POST_HANDSHAKE }
      SSL_CTX_set_post_handshake_auth(pointer, 1)
    }
    guard let trust = settings.trust else {
      // Any certificate will do.
      SSL_CTX_set_verify(pointer, mode) { _, _ in 1 }
      return
    }
    SSL_CTX_set_verify(pointer, mode, nil)
    let store = SSL_CTX_get_cert_store(pointer)
    for root in trust.roots {
      let certificate = try read(root.pem) { PEM_read_bio_X509($0, nil, nil, nil) }
      defer { X509_free(certificate) }
      guard X509_STORE_add_cert(store, certificate) == 1 else { throw .last("root") }
      // Named in the CertificateRequest.
      if isServer { SSL_CTX_add_client_CA(pointer, certificate) }
    }
  }

  private func read(
    _ pem: String, _ body: (OpaquePointer) -> OpaquePointer?
  ) throws(LibsslError) -> OpaquePointer {
    guard let read = withReadingBIO(Array(pem.utf8), body) else { throw .last("PEM") }
    return read
  }
}
