/// What a TLS 1.3 cipher suite stands for: cipher and hash, and nothing else; key exchange and
/// signature are agreed on by themselves (RFC 8446 §4.1.1).
public struct CipherSuiteParameters13: Hashable, Sendable, Codable {
  public var cipher: RecordCipher13
  /// The hash of the key schedule, of the transcript and of Finished.
  public var hash: PRFHash

  public init(cipher: RecordCipher13, hash: PRFHash) {
    self.cipher = cipher
    self.hash = hash
  }

  /// Takes a name of IANA's registry apart: `TLS_`, the cipher, the hash.
  ///
  /// - Returns: nil where one of them is none of TLS 1.3.
  init?(suiteName: String) {
    let (cipherName, hashName) = suiteName.dropFirst("TLS_".count).cipherAndHash
    guard let cipher = RecordCipher13(rawValue: String(cipherName)),
      let hash = PRFHash(rawValue: String(hashName))
    else { return nil }
    self.init(cipher: cipher, hash: hash)
  }
}

/// The ciphers of TLS 1.3's records, all of them AEADs (RFC 8446 §B.4).
public enum RecordCipher13: String, Hashable, Sendable, Codable, CaseIterable {
  case aes128GCM = "AES_128_GCM"
  case aes256GCM = "AES_256_GCM"
  case chacha20Poly1305 = "CHACHA20_POLY1305"
  case aes128CCM = "AES_128_CCM"
  case aes128CCM8 = "AES_128_CCM_8"

  /// Bytes of a key.
  public var keyLength: Int {
    switch self {
    case .aes128GCM, .aes128CCM, .aes128CCM8: 16
    case .aes256GCM, .chacha20Poly1305: 32
    }
  }

  /// Bytes of a nonce, and so of the IV (RFC 8446 §5.3).
  public var nonceLength: Int { 12 }

  /// Bytes that prove at the end of each record that nobody changed it.
  public var tagLength: Int { self == .aes128CCM8 ? 8 : 16 }
}
