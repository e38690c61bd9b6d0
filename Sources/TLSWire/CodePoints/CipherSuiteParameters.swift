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

  /// Takes a name of IANA's registry apart: `TLS_`, the key exchange, `_WITH_`, the cipher, a hash.
  ///
  /// - Returns: nil where one of them is none that the lab speaks.
  init?(suiteName: String) {
    let halves = suiteName.dropFirst("TLS_".count).split(separator: "_WITH_")
    guard halves.count == 2, let keyExchange = KeyExchange(inSuiteName: halves[0]) else {
      return nil
    }
    let (cipherName, hash) = halves[1].cipherAndHash
    guard let cipher = BulkCipher(rawValue: String(cipherName)) else { return nil }
    let mac = MACAlgorithm(inSuiteName: hash)
    guard cipher.isAEAD || mac != nil else { return nil }
    self.init(
      keyExchange: keyExchange, cipher: cipher, mac: cipher.isAEAD ? nil : mac,
      prfHash: hash == "SHA384" ? .sha384 : .sha256)
  }
}

extension Substring {
  /// What stands in front of the last word of a suite's name, and that word, the hash. The names of
  /// RFC 6655 and RFC 7251 leave it out: it is SHA-256 then.
  var cipherAndHash: (cipher: Substring, hash: Substring) {
    guard let end = lastIndex(of: "_"), self[end...].hasPrefix("_SHA") else {
      return (self, "SHA256")
    }
    return (self[..<end], self[end...].dropFirst())
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

  /// The MAC by the hash at the end of a suite's name, which for SHA-1 is `SHA`.
  init?(inSuiteName hash: Substring) {
    self.init(rawValue: hash == "SHA" ? "SHA1" : String(hash))
  }
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
