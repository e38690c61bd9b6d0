public import CryptoPrimitives

extension AEADAlgorithm {
  /// How many records of full size may be protected under one key; nil where their numbers end before
  /// (RFC 9846 §5.5; for CCM, of which it has no number, RFC 9147 §4.5.3).
  public var recordsPerKey: UInt64? {
    switch self {
    case .aes128GCM, .aes256GCM: 23_726_566  // 2^24.5
    case .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: 1 << 23
    case .chacha20Poly1305: nil
    }
  }
}
