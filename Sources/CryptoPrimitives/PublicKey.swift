import Bytes
import COpenSSL

/// A long-term public key: of a server, or of a certification authority.
public final class PublicKey: Sendable {
  /// libcrypto's form of the key.
  package let handle: LibcryptoKey
  /// The SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) in DER.
  public let der: [UInt8]
  public let kind: KeyKind
  /// Whether libcrypto could read it: only then can it be used, and its strength be known.
  public let isReadable: Bool
  /// Whether its algorithm is one that libcrypto knows, and the key none of those that it has.
  public let isDamaged: Bool

  /// - Parameter der: the key's SubjectPublicKeyInfo.
  package init(handle: LibcryptoKey, der: [UInt8]) {
    self.handle = handle
    self.der = der
    kind = KeyKind(handle)
    isReadable = true
    isDamaged = false
  }

  /// A key that can be carried and not used: of an algorithm that libcrypto does not know, or none of
  /// those that the algorithm has.
  ///
  /// - Parameters:
  ///   - algorithm: its name, or its identifier in dotted numbers.
  ///   - isDamaged: whether the algorithm is known.
  package init(
    unreadable der: [UInt8], algorithm: String, isDamaged: Bool = false
  ) throws(CryptoError) {
    guard let empty = EVP_PKEY_new() else { throw .libcrypto("hold public key") }
    handle = LibcryptoKey(owning: empty)
    self.der = der
    kind = .other(algorithm)
    isReadable = false
    self.isDamaged = isDamaged
  }

  convenience init(handle: LibcryptoKey) throws(CryptoError) {
    self.init(handle: handle, der: try handle.subjectPublicKeyInfo())
  }

  /// Reads a SubjectPublicKeyInfo.
  ///
  /// - Throws: `.badInput` if the bytes are none, or more than one.
  public convenience init(der: [UInt8]) throws(CryptoError) {
    var consumed = 0
    let key = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      let key = d2i_PUBKEY(nil, &cursor, buffer.count)
      consumed = cursor.map { $0 - start } ?? 0
      return key
    }
    guard let key else { throw .libcrypto("read public key", .badInput) }
    let handle = LibcryptoKey(owning: key)
    guard consumed == der.count else { throw .badInput("read public key", "trailing bytes") }
    ERR_clear_error()
    self.init(handle: handle, der: der)
  }

  /// The SubjectPublicKeyInfo in PEM.
  public var pem: String { makePEM("PUBLIC KEY", der) }

  /// Bytes of the modulus, hence of a ciphertext and of a signature; `nil` for a key that is not RSA.
  public var modulusLength: Int? {
    guard case .rsa(let bits) = kind else { return nil }
    return (bits + 7) / 8
  }

  /// Whether `signature` is this key's over `message`.
  ///
  /// - Throws: `.badInput` if the scheme does not fit the key.
  public func verify(
    _ signature: [UInt8], of message: [UInt8], scheme: SignatureAlgorithm
  ) throws(CryptoError) -> Bool {
    guard scheme.fits(kind) else { throw .badInput("verify", "the scheme does not fit the key") }
    guard let digest = try scheme.digest(of: message) else {
      return try handle.verifyWhole(signature, of: message)
    }
    let context = try KeyContext(handle, "verify")
    guard EVP_PKEY_verify_init(context.pointer) == 1, scheme.configure(context) else {
      throw .libcrypto("verify", .badInput)
    }
    let outcome = EVP_PKEY_verify(
      context.pointer, signature, signature.count, digest, digest.count)
    ERR_clear_error()
    return outcome == 1
  }

  /// Encrypts with RSAES-PKCS1-v1_5 (RFC 8017 §7.2), as a client does its pre-master secret.
  ///
  /// - Throws: `.badInput` for a key that is not RSA or a message longer than it can take.
  public func encryptPKCS1(
    _ message: [UInt8], random: RandomStream
  ) throws(CryptoError) -> [UInt8] {
    guard let modulusLength else { throw .badInput("RSA encrypt", "not an RSA key") }
    let context = try KeyContext(handle, "RSA encrypt")
    guard EVP_PKEY_encrypt_init(context.pointer) == 1,
      EVP_PKEY_CTX_set_rsa_padding(context.pointer, RSA_PKCS1_PADDING) == 1
    else { throw .libcrypto("RSA encrypt") }
    var ciphertext = [UInt8](repeating: 0, count: modulusLength)
    var count = ciphertext.count
    let outcome = random.use {
      EVP_PKEY_encrypt(context.pointer, &ciphertext, &count, message, message.count)
    }
    guard outcome == 1 else { throw .libcrypto("RSA encrypt", .badInput) }
    return Array(ciphertext.prefix(count))
  }
}

extension PublicKey: Hashable {
  public static func == (a: PublicKey, b: PublicKey) -> Bool { a.der == b.der }

  public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}

/// Saved as the hexadecimal digits of the SubjectPublicKeyInfo.
extension PublicKey: Codable {
  public convenience init(from decoder: any Decoder) throws {
    try self.init(der: try decoder.singleValueContainer().decodeHexadecimal())
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(der.hex)
  }
}
