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
    "TLS_\(keyExchange.rawValue)_WITH_\(cipher.rawValue)_\(mac?.suiteName ?? prfHash.rawValue)"
  }
}

/// How client and server come to a pre-master secret, and by which key the server proves itself.
public enum KeyExchange: String, Hashable, Sendable, Codable, CaseIterable {
  case rsa = "RSA"
  case dheRSA = "DHE_RSA"
  case ecdheRSA = "ECDHE_RSA"
  case ecdheECDSA = "ECDHE_ECDSA"

  /// Whether both sides make keys for this session alone.
  public var isEphemeral: Bool { self != .rsa }

  /// Whether the server sends a ServerKeyExchange and signs it (RFC 5246 §7.4.3).
  public var signsServerKeyExchange: Bool { isEphemeral }

  /// Whether the exchange happens on an elliptic curve (RFC 8422).
  public var isEllipticCurve: Bool { self == .ecdheRSA || self == .ecdheECDSA }
}

/// The cipher of the records, with the lengths of RFC 5246 appendix C and RFC 5288, in bytes.
public enum BulkCipher: String, Hashable, Sendable, Codable, CaseIterable {
  case aes128GCM = "AES_128_GCM"
  case aes256GCM = "AES_256_GCM"
  case aes128CBC = "AES_128_CBC"
  case aes256CBC = "AES_256_CBC"

  public var isAEAD: Bool { self == .aes128GCM || self == .aes256GCM }

  public var keyLength: Int {
    switch self {
    case .aes128GCM, .aes128CBC: 16
    case .aes256GCM, .aes256CBC: 32
    }
  }

  /// The part of the nonce that comes from the key block (RFC 5288 §3: 4 bytes of salt); a CBC
  /// record of TLS 1.2 brings its whole IV with it.
  public var fixedIVLength: Int { isAEAD ? 4 : 0 }

  /// The part of nonce or IV that every record carries (RFC 5246 §6.2.3.2, RFC 5288 §3).
  public var recordIVLength: Int { isAEAD ? 8 : 16 }

  public var blockLength: Int { 16 }
}

/// The HMAC of a CBC suite's records. The raw value is the hash's name.
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
