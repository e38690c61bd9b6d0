import COpenSSL

/// A hash function (FIPS 180-4, RFC 1321), by the name that libcrypto and the `openssl` program use.
public enum HashAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  case md5 = "MD5"
  case sha1 = "SHA1"
  case sha256 = "SHA256"
  case sha384 = "SHA384"
  case sha512 = "SHA512"

  /// Bytes of a digest.
  public var length: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// Bytes that the compression function takes at once: what HMAC pads its key to.
  public var blockLength: Int {
    switch self {
    case .md5, .sha1, .sha256: 64
    case .sha384, .sha512: 128
    }
  }

  /// The digest of a message.
  public func digest(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    let method = try method
    var digest = [UInt8](repeating: 0, count: length)
    guard EVP_Digest(message, message.count, &digest, nil, method.pointer, nil) == 1 else {
      throw .libcrypto(rawValue)
    }
    return digest
  }

  /// HMAC (RFC 2104) of a message under a key of any length.
  public func hmac(_ message: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
    try KeyedHash(self, key: key).tag(of: message)
  }

  /// libcrypto's implementation, fetched once.
  var method: DigestMethod {
    get throws(CryptoError) {
      let method: DigestMethod? =
        switch self {
        case .md5: DigestMethod.md5
        case .sha1: DigestMethod.sha1
        case .sha256: DigestMethod.sha256
        case .sha384: DigestMethod.sha384
        case .sha512: DigestMethod.sha512
        }
      guard let method else {
        throw CryptoError(operation: rawValue, reason: "not in this libcrypto", kind: .failed)
      }
      return method
    }
  }
}

/// A fetched `EVP_MD`. Immutable and reference counted inside libcrypto, kept for the whole run.
final class DigestMethod: @unchecked Sendable {
  static let md5 = DigestMethod(.md5)
  static let sha1 = DigestMethod(.sha1)
  static let sha256 = DigestMethod(.sha256)
  static let sha384 = DigestMethod(.sha384)
  static let sha512 = DigestMethod(.sha512)

  let pointer: OpaquePointer

  private init?(_ hash: HashAlgorithm) {
    guard let pointer = EVP_MD_fetch(nil, hash.rawValue, nil) else {
      ERR_clear_error()
      return nil
    }
    self.pointer = pointer
  }

  deinit { EVP_MD_free(pointer) }
}
