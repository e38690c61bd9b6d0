import Bytes
import COpenSSL
import CryptoPrimitives
import TLSWire

// What is negotiated: version, suite, group, signature.
extension LibsslContext {
  func setVersionsAndSuites() throws(LibsslError) {
    let versions = settings.versions
    try control(SSL_CTRL_SET_MIN_PROTO_VERSION, Int(versions.lowerBound.rawValue))
    try control(SSL_CTRL_SET_MAX_PROTO_VERSION, Int(versions.upperBound.rawValue))
    SSL_CTX_set_security_level(pointer, needsLevelZero ? 0 : settings.securityLevel)
    let names13 = try names { $0.isOf13 }
    guard SSL_CTX_set_ciphersuites(pointer, names13) == 1 else { throw .last(names13) }
    let names12 = try names { !$0.isOf13 }
    if names12.isEmpty && versions.lowerBound == .tls13 { return }
    guard SSL_CTX_set_cipher_list(pointer, names12) == 1 else { throw .last(names12) }
  }

  /// libssl takes neither MD5 with SHA-1 nor a server without a name, nor plaintext, above that.
  private var needsLevelZero: Bool {
    settings.versions.lowerBound < .tls12
      || settings.suites.contains { suite in
        ["_anon_", "_NULL_", "_CCM_8"].contains { suite.label.contains($0) }
      }
  }

  /// libssl's names; it drops an unknown name in silence, so that is refused here.
  private func names(of isWanted: (CipherSuite) -> Bool) throws(LibsslError) -> String {
    var names: [String] = []
    for suite in settings.suites where isWanted(suite) {
      let name = String(cString: OPENSSL_cipher_name(suite.label))
      guard name != "(NONE)" else {
        throw LibsslError(operation: suite.label, reason: "not in this libssl")
      }
      names.append(name)
    }
    return names.joined(separator: ":")
  }

  func setGroups() throws(LibsslError) {
    if !settings.groups.isEmpty {
      let names = settings.groups.map(\.label).joined(separator: ":")
      try control(SSL_CTRL_SET_GROUPS_LIST, text: names)
    }
    if !settings.signatureSchemes.isEmpty {
      let names = settings.signatureSchemes.map(\.label).joined(separator: ":")
      try control(SSL_CTRL_SET_SIGALGS_LIST, text: names)
    }
    if isServer { try setFiniteField() }
    if settings.fallbackSCSV {
      try control(SSL_CTRL_MODE, Int(SSL_MODE_SEND_FALLBACK_SCSV), mayBeZero: true)
    }
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
}

extension CipherSuite {
  /// Whether it is a suite of TLS 1.3 (RFC 8446 §B.4).
  fileprivate var isOf13: Bool { rawValue >> 8 == 0x13 }
}
