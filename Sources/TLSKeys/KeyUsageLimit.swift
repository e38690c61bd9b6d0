public import CryptoPrimitives
public import TLSWire

extension AEADAlgorithm {
  /// How many records of full size may be protected under one key; nil where their numbers end before
  /// (RFC 9846 §5.5, RFC 9325 §4.4; for CCM RFC 9147 §4.5.3).
  public var recordsPerKey: UInt64? {
    switch self {
    case .aes128GCM, .aes256GCM: 23_726_566  // 2^24.5
    case .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: 1 << 23
    case .chacha20Poly1305: nil
    }
  }
}

extension BulkCipher {
  /// Nil where encryption and authentication are two things.
  var aead: AEADAlgorithm? {
    switch self {
    case .aes128GCM: .aes128GCM
    case .aes256GCM: .aes256GCM
    case .chacha20Poly1305: .chacha20Poly1305
    case .aes128CCM: .aes128CCM
    case .aes256CCM: .aes256CCM
    case .aes128CCM8: .aes128CCM8
    case .aes256CCM8: .aes256CCM8
    case .aes128CBC, .aes256CBC, .tripleDESCBC, .null: nil
    }
  }
}

extension CipherSuite {
  /// How many records of full size may be protected under one key; nil where nothing says so. Of blocks of
  /// 64 bits no more than 2^20 may be encrypted (NIST SP 800-67), and a full record has 2^11.
  public var recordsPerKey: UInt64? {
    if let parameters13 { return AEADAlgorithm(parameters13.cipher).recordsPerKey }
    guard let cipher = parameters?.cipher else { return nil }
    return cipher == .tripleDESCBC ? 1 << 9 : cipher.aead?.recordsPerKey
  }
}
