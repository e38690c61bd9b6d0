/// What protects the records; the raw value is the part of IANA's name of a suite.
public enum RecordCipher: String, Sendable, Hashable, CaseIterable {
  case aes128GCM = "AES_128_GCM_SHA256"
  case aes256GCM = "AES_256_GCM_SHA384"
  case aes128CCM = "AES_128_CCM"
  case aes128CCM8 = "AES_128_CCM_8"
  case aes256CCM8 = "AES_256_CCM_8"
  case chacha20 = "CHACHA20_POLY1305_SHA256"
  case aes128CBC = "AES_128_CBC_SHA"
  case aes256CBC = "AES_256_CBC_SHA"
  case aes128CBCSHA256 = "AES_128_CBC_SHA256"
  case aes256CBCSHA256 = "AES_256_CBC_SHA256"
  case aes256CBCSHA384 = "AES_256_CBC_SHA384"
  case tripleDES = "3DES_EDE_CBC_SHA"

  /// The family, as the matrix shows it.
  public var family: String {
    switch self {
    case .aes128GCM, .aes256GCM: "AES-GCM"
    case .aes128CCM, .aes128CCM8, .aes256CCM8: "AES-CCM"
    case .chacha20: "ChaCha20-Poly1305"
    case .aes128CBC, .aes256CBC, .aes128CBCSHA256, .aes256CBCSHA256, .aes256CBCSHA384: "AES-CBC"
    case .tripleDES: "3DES"
    }
  }

  /// The end of OpenSSL's name of a suite before TLS 1.3.
  func opensslName(_ exchange: Exchange) -> String {
    // The names with a shared key say which mode it is.
    let mode = exchange.usesSharedKey ? "-CBC" : ""
    return switch self {
    case .aes128GCM: "AES128-GCM-SHA256"
    case .aes256GCM: "AES256-GCM-SHA384"
    case .aes128CCM: "AES128-CCM"
    case .aes128CCM8: "AES128-CCM8"
    case .aes256CCM8: "AES256-CCM8"
    case .chacha20: "CHACHA20-POLY1305"
    case .aes128CBC: "AES128\(mode)-SHA"
    case .aes256CBC: "AES256\(mode)-SHA"
    case .aes128CBCSHA256: "AES128\(mode)-SHA256"
    case .aes256CBCSHA256: "AES256\(mode)-SHA256"
    case .aes256CBCSHA384: "AES256\(mode)-SHA384"
    case .tripleDES: "DES-CBC3-SHA"
    }
  }

  /// Cipher and MAC in GnuTLS's priority strings.
  var gnutlsNames: (cipher: String, mac: String) {
    switch self {
    case .aes128GCM: ("AES-128-GCM", "AEAD")
    case .aes256GCM: ("AES-256-GCM", "AEAD")
    case .aes128CCM: ("AES-128-CCM", "AEAD")
    case .aes128CCM8: ("AES-128-CCM-8", "AEAD")
    case .aes256CCM8: ("AES-256-CCM-8", "AEAD")
    case .chacha20: ("CHACHA20-POLY1305", "AEAD")
    case .aes128CBC: ("AES-128-CBC", "SHA1")
    case .aes256CBC: ("AES-256-CBC", "SHA1")
    case .aes128CBCSHA256: ("AES-128-CBC", "SHA256")
    case .aes256CBCSHA256: ("AES-256-CBC", "SHA256")
    case .aes256CBCSHA384: ("AES-256-CBC", "SHA384")
    case .tripleDES: ("3DES-CBC", "SHA1")
    }
  }

  /// How NSS prints the cipher.
  var nssWords: String {
    switch self {
    case .aes128GCM: "128-bit AES-GCM"
    case .aes256GCM: "256-bit AES-GCM"
    case .chacha20: "256-bit CHACHA20POLY1305"
    case .aes128CBC, .aes128CBCSHA256: "128-bit AES"
    case .aes256CBC, .aes256CBCSHA256, .aes256CBCSHA384: "256-bit AES"
    case .tripleDES: "112-bit 3DES"
    case .aes128CCM, .aes128CCM8, .aes256CCM8: "AES-CCM"
    }
  }
}
