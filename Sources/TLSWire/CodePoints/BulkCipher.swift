/// The cipher of the records, with the lengths of RFC 5246 appendix C, RFC 5288, RFC 6655 and
/// RFC 7905, in bytes.
public enum BulkCipher: String, Hashable, Sendable, Codable, CaseIterable {
  case aes128GCM = "AES_128_GCM"
  case aes256GCM = "AES_256_GCM"
  case chacha20Poly1305 = "CHACHA20_POLY1305"
  case aes128CCM = "AES_128_CCM"
  case aes256CCM = "AES_256_CCM"
  case aes128CCM8 = "AES_128_CCM_8"
  case aes256CCM8 = "AES_256_CCM_8"
  case aes128CBC = "AES_128_CBC"
  case aes256CBC = "AES_256_CBC"
  case tripleDESCBC = "3DES_EDE_CBC"
  /// No encryption: integrity alone.
  case null = "NULL"

  /// How a cipher goes about a record (RFC 5246 §6.2.3).
  public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Encryption and integrity in one.
    case aead
    /// Block by block, with a MAC of its own.
    case cbc
    /// Nothing is encrypted, only the MAC is added.
    case null
  }

  public var mode: Mode {
    switch self {
    case .aes128GCM, .aes256GCM, .chacha20Poly1305: .aead
    case .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: .aead
    case .aes128CBC, .aes256CBC, .tripleDESCBC: .cbc
    case .null: .null
    }
  }

  public var isAEAD: Bool { mode == .aead }

  /// Whether records are encrypted at all.
  public var encrypts: Bool { mode != .null }

  public var keyLength: Int {
    switch self {
    case .aes128GCM, .aes128CCM, .aes128CCM8, .aes128CBC: 16
    case .aes256GCM, .aes256CCM, .aes256CCM8, .aes256CBC, .chacha20Poly1305: 32
    case .tripleDESCBC: 24
    case .null: 0
    }
  }

  /// The part of the nonce that comes from the key block: 4 bytes of salt (RFC 5288 §3,
  /// RFC 6655 §3), with ChaCha20 all 12 (RFC 7905 §2). A CBC record of TLS 1.2 brings its whole IV
  /// with it, and one of TLS 1.0 none: there the key block has the first IV (RFC 2246 §6.3).
  public func fixedIVLength(in version: ProtocolVersion) -> Int {
    switch mode {
    case .aead: self == .chacha20Poly1305 ? 12 : 4
    case .cbc: version == .tls10 ? blockLength : 0
    case .null: 0
    }
  }

  /// The part of nonce or IV that every record carries (RFC 4346 §6.2.3.2, RFC 5288 §3).
  public func recordIVLength(in version: ProtocolVersion) -> Int {
    switch mode {
    case .aead: self == .chacha20Poly1305 ? 0 : 8
    case .cbc: version == .tls10 ? 0 : blockLength
    case .null: 0
    }
  }

  /// What CBC fills up to; 1 where there are no blocks.
  public var blockLength: Int {
    switch self {
    case .aes128CBC, .aes256CBC: 16
    case .tripleDESCBC: 8
    case .aes128GCM, .aes256GCM, .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8,
      .chacha20Poly1305, .null:
      1
    }
  }

  /// The tag of an AEAD cipher; 0 of others.
  public var tagLength: Int {
    switch self {
    case .aes128CCM8, .aes256CCM8: 8
    default: isAEAD ? 16 : 0
    }
  }
}
