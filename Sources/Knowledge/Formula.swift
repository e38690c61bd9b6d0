/// How a value is computed from others, as data: it can be evaluated, printed, turned into an
/// `openssl` command, and reasoned about without any value at hand. (Indirect, because every derivation
/// of a session holds its rule, and the rules are shared.)
public indirect enum Formula: Hashable, Sendable, Codable {
  /// The parts one after the other.
  case concatenation([ValueName])
  /// The parts one after the other, each with its length in two bytes in front (RFC 4279 §2).
  case lengthPrefixed([ValueName])
  /// As many zeros as the value has bytes.
  case zeros(asLongAs: ValueName)
  /// `count` bytes of a value from `offset` on.
  case slice(of: ValueName, offset: Int, count: Int)
  /// The hash (by OpenSSL's name, `SHA256`) of a value.
  case hash(String, of: ValueName)
  /// The TLS pseudorandom function with that hash (RFC 5246 §5); the seeds are concatenated.
  case pseudorandomFunction(
    hash: String, secret: ValueName, label: String, seeds: [ValueName], count: Int)
  /// HMAC with that hash (RFC 2104).
  case hmac(hash: String, key: ValueName, of: ValueName)
  /// HKDF-Extract (RFC 5869 §2.2). A salt or secret that is left out is as many zeros as the hash
  /// is long (RFC 8446 §7.1).
  case extract(hash: String, salt: ValueName?, secret: ValueName?)
  /// HKDF-Expand-Label (RFC 8446 §7.1); the context is empty where there is none.
  case expandLabel(
    hash: String, secret: ValueName, label: String, context: ValueName?, count: Int)
  /// What an RSA ciphertext (PKCS #1 v1.5) holds for the owner of the private key; it must be a
  /// TLS pre-master secret that begins with the version the client offered (RFC 5246 §7.4.7.1).
  case rsaDecryption(of: ValueName, key: ValueName, offeredVersion: ValueName)
  /// The state inside a session ticket, for whoever has the key of the tickets (RFC 5077 §4).
  case ticketDecryption(of: ValueName, key: ValueName)
  /// The Diffie-Hellman result of one side's private and the other side's public key.
  case keyAgreement(KeyAgreement, privateKey: ValueName, peerPublicKey: ValueName)
  /// The public half of an ephemeral private key.
  case publicKey(KeyAgreement, of: ValueName)
  /// The application data inside protected records, by the keys that open them.
  case decryption(of: ValueName, keys: [ValueName])

  /// The values that the formula needs.
  public var inputs: [ValueName] {
    switch self {
    case .concatenation(let parts), .lengthPrefixed(let parts): parts
    case .zeros(let value): [value]
    case .slice(let whole, _, _): [whole]
    case .hash(_, let value): [value]
    case .pseudorandomFunction(_, let secret, _, let seeds, _): [secret] + seeds
    case .hmac(_, let key, let value): [key, value]
    case .extract(_, let salt, let secret): [salt, secret].compactMap { $0 }
    case .expandLabel(_, let secret, _, let context, _): [secret, context].compactMap { $0 }
    case .rsaDecryption(let ciphertext, let key, let version): [key, ciphertext, version]
    case .ticketDecryption(let ticket, let key): [key, ticket]
    case .keyAgreement(let agreement, let privateKey, let peer):
      agreement.inputs + [privateKey, peer]
    case .publicKey(let agreement, let privateKey): agreement.inputs + [privateKey]
    case .decryption(let records, let keys): keys + [records]
    }
  }
}

extension Formula {
  /// Offsets and lengths in it, in bytes.
  var numbers: [Int] {
    switch self {
    case .slice(_, let offset, let count): [offset, count]
    case .pseudorandomFunction(_, _, _, _, let count), .expandLabel(_, _, _, _, let count): [count]
    case .concatenation, .lengthPrefixed, .zeros, .hash, .hmac, .extract, .rsaDecryption,
      .ticketDecryption, .keyAgreement, .publicKey, .decryption:
      []
    }
  }
}

/// The kind of a Diffie-Hellman exchange.
public enum KeyAgreement: Hashable, Sendable, Codable {
  /// A named group: an elliptic curve, or X25519 and X448.
  case named(String)
  /// A finite field whose parameters the server sent (RFC 5246 §7.4.3).
  case finiteField(prime: ValueName, generator: ValueName)

  /// The values that describe the group.
  public var inputs: [ValueName] {
    switch self {
    case .named: []
    case .finiteField(let prime, let generator): [prime, generator]
    }
  }
}
