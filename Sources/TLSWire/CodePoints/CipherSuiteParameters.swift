/// What a TLS 1.2 cipher suite stands for (RFC 5246 §A.5 and appendix C).
public struct CipherSuiteParameters: Hashable, Sendable, Codable {
  public var keyExchange: KeyExchange
  public var cipher: BulkCipher
  /// The MAC of the records; nil with AEAD ciphers, which bring their own.
  public var mac: MACAlgorithm?
  /// The hash of the PRF and of Finished; SHA-256 unless the suite says otherwise (RFC 5246 §5).
  public var prfHash: PRFHash

  public init(
    keyExchange: KeyExchange, cipher: BulkCipher, mac: MACAlgorithm?, prfHash: PRFHash
  ) {
    self.keyExchange = keyExchange
    self.cipher = cipher
    self.mac = mac
    self.prfHash = prfHash
  }

  /// The suite's name in IANA's registry.
  var name: String {
    let start = "TLS_\(keyExchangeName)_WITH_\(cipher.rawValue)"
    // The names of RFC 6655 and RFC 7251 leave the hash out.
    return cipher.isCCM ? start : "\(start)_\(mac?.suiteName ?? prfHash.rawValue)"
  }

  /// RFC 6655 turns two names around: TLS_PSK_DHE_WITH_AES_128_CCM_8.
  private var keyExchangeName: String {
    let turns = keyExchange == .dhePSK && [.aes128CCM8, .aes256CCM8].contains(cipher)
    return turns ? "PSK_DHE" : keyExchange.rawValue
  }
}

/// The HMAC of the records of a suite that is no AEAD. The raw value is the hash's name.
public enum MACAlgorithm: String, Hashable, Sendable, Codable, CaseIterable {
  case sha1 = "SHA1"
  case sha256 = "SHA256"
  case sha384 = "SHA384"

  /// The length of the key and of the MAC, in bytes (RFC 5246 appendix C).
  public var keyLength: Int {
    switch self {
    case .sha1: 20
    case .sha256: 32
    case .sha384: 48
    }
  }

  /// How the names of suites spell the hash.
  var suiteName: String { self == .sha1 ? "SHA" : rawValue }
}

/// The hash inside the pseudorandom function. The raw value is the hash's name.
public enum PRFHash: String, Hashable, Sendable, Codable, CaseIterable {
  case sha256 = "SHA256"
  case sha384 = "SHA384"

  /// Bytes of a digest.
  public var length: Int {
    switch self {
    case .sha256: 32
    case .sha384: 48
    }
  }
}
