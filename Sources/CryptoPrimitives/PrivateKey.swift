import COpenSSL

/// A long-term private key, RSA, EC or EdDSA: of a server, or of a certification authority.
public final class PrivateKey: Sendable {
  /// libcrypto's form of the key.
  package let handle: LibcryptoKey
  /// The PrivateKeyInfo (PKCS#8, RFC 5208) in DER, unencrypted.
  public let der: [UInt8]
  public let publicKey: PublicKey

  private init(handle: LibcryptoKey) throws(CryptoError) {
    self.handle = handle
    publicKey = try PublicKey(handle: handle)
    if case .other(let type) = publicKey.kind {
      throw .badInput("read private key", "neither RSA nor on a known curve: \(type)")
    }
    der = try handle.privateKeyInfo()
  }

  /// The key that libcrypto read from a file.
  convenience init(reading handle: LibcryptoKey) throws(CryptoError) {
    try self.init(handle: handle)
  }

  public var kind: KeyKind { publicKey.kind }

  /// Bytes of the modulus; `nil` for a key that is not RSA.
  public var modulusLength: Int? { publicKey.modulusLength }

  /// A new RSA key (public exponent 65537).
  public static func makeRSA(bits: Int, random: RandomStream) throws(CryptoError) -> PrivateKey {
    guard (512...16_384).contains(bits) else { throw .badInput("make RSA key", "modulus size") }
    guard !random.isSystem else { return try generateRSA(bits: bits, random: random) }
    return try rsaKeys.made(of: RSAOrigin(bits: bits, random: random)) {
      (origin) throws(CryptoError) in
      try generateRSA(bits: origin.bits, random: origin.random)
    }
  }

  private struct RSAOrigin: Hashable {
    var bits: Int
    var random: RandomStream
  }

  /// RSA keys by the stream that they were made from. Making one takes longer than a hundred handshakes:
  /// whoever begins a lesson again, or goes back behind a key and on again, does not wait for it twice.
  private static let rsaKeys = MadeOnce<RSAOrigin, PrivateKey>()

  /// The same, and nobody remembers it.
  static func generateRSA(
    bits: Int, random: RandomStream
  ) throws(CryptoError) -> PrivateKey {
    let context = try KeyContext(type: "RSA", "make RSA key")
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context.pointer) == 1,
      EVP_PKEY_CTX_set_rsa_keygen_bits(context.pointer, Int32(bits)) == 1
    else { throw .libcrypto("make RSA key") }
    let outcome = random.use { EVP_PKEY_keygen(context.pointer, &key) }
    guard outcome == 1, let key else { throw .libcrypto("make RSA key") }
    return try PrivateKey(handle: LibcryptoKey(owning: key))
  }

  /// A new key on a curve.
  public static func makeEC(group: Group, random: RandomStream) throws(CryptoError) -> PrivateKey {
    guard group.kind == .weierstrass else { throw .badInput("make EC key", "not a curve to sign") }
    let template = try group.template
    return try PrivateKey(
      handle: random.use { () throws(CryptoError) in try template.generate() })
  }

  /// A new key on edwards25519: the first 32 bytes of the stream (RFC 8032 §5.1.5).
  public static func makeEd25519(random: RandomStream) throws(CryptoError) -> PrivateKey {
    try makeEdwards(EVP_PKEY_ED25519, random.bytes(32))
  }

  /// A new key on edwards448: the first 57 bytes of the stream (RFC 8032 §5.2.5).
  public static func makeEd448(random: RandomStream) throws(CryptoError) -> PrivateKey {
    try makeEdwards(EVP_PKEY_ED448, random.bytes(57))
  }

  private static func makeEdwards(
    _ identifier: Int32, _ seed: [UInt8]
  ) throws(CryptoError) -> PrivateKey {
    guard let key = EVP_PKEY_new_raw_private_key(identifier, nil, seed, seed.count) else {
      throw .libcrypto("make EdDSA key")
    }
    return try PrivateKey(handle: LibcryptoKey(owning: key))
  }

  /// Reads a private key in DER: PKCS#8, or the older forms of RSA and EC.
  public convenience init(der: [UInt8]) throws(CryptoError) {
    let key = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      return d2i_AutoPrivateKey(nil, &cursor, buffer.count)
    }
    guard let key else { throw .libcrypto("read private key", .badInput) }
    ERR_clear_error()
    try self.init(handle: LibcryptoKey(owning: key))
  }

  /// Reads the first private key of a PEM text; an encrypted one is refused.
  public convenience init(pem: String) throws(CryptoError) {
    let key = withReadingBIO(Array(pem.utf8)) { source in
      // libcrypto must not ask for a password at the terminal.
      PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
    }
    guard let key else { throw .libcrypto("read private key", .badInput) }
    ERR_clear_error()
    try self.init(handle: LibcryptoKey(owning: key))
  }

  /// The PrivateKeyInfo in PEM, unencrypted.
  public var pem: String { makePEM("PRIVATE KEY", der) }
}

extension PrivateKey: Hashable {
  public static func == (a: PrivateKey, b: PrivateKey) -> Bool { a.der == b.der }

  public func hash(into hasher: inout Hasher) { hasher.combine(publicKey) }
}

extension PrivateKey: SavedAsPEM {
  public static let read = MadeOnce<String, PrivateKey>(limit: 64)
}
