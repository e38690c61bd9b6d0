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
    guard let template = MACTemplate.all[self],
      let context = EVP_MAC_CTX_dup(template.pointer)
    else { throw .libcrypto("HMAC-\(rawValue)") }
    defer { EVP_MAC_CTX_free(context) }
    var tag = [UInt8](repeating: 0, count: length)
    var written = 0
    guard EVP_MAC_init(context, key, key.count, nil) == 1,
      EVP_MAC_update(context, message, message.count) == 1,
      EVP_MAC_final(context, &tag, &written, tag.count) == 1, written == length
    else { throw .libcrypto("HMAC-\(rawValue)") }
    return tag
  }

  /// libcrypto's implementation, fetched once.
  var method: DigestMethod {
    get throws(CryptoError) {
      guard let method = DigestMethod.all[self] else {
        throw CryptoError(operation: rawValue, reason: "not in this libcrypto", kind: .failed)
      }
      return method
    }
  }
}

/// A fetched `EVP_MD`. Immutable and reference counted inside libcrypto, kept for the whole run.
final class DigestMethod: @unchecked Sendable {
  static let all: [HashAlgorithm: DigestMethod] = {
    var methods: [HashAlgorithm: DigestMethod] = [:]
    for hash in HashAlgorithm.allCases {
      methods[hash] = EVP_MD_fetch(nil, hash.rawValue, nil).map(DigestMethod.init)
    }
    ERR_clear_error()
    return methods
  }()

  let pointer: OpaquePointer

  private init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit { EVP_MD_free(pointer) }
}

/// An HMAC context with its hash already chosen, to be copied for each use; never changed itself.
private final class MACTemplate: @unchecked Sendable {
  static let all: [HashAlgorithm: MACTemplate] = {
    var templates: [HashAlgorithm: MACTemplate] = [:]
    for hash in HashAlgorithm.allCases { templates[hash] = try? MACTemplate(hash) }
    return templates
  }()

  let pointer: OpaquePointer

  /// Initialised with a key of zeros, because libcrypto 3.0 copies initialised contexts only.
  init(_ hash: HashAlgorithm) throws(CryptoError) {
    guard let method = EVP_MAC_fetch(nil, "HMAC", nil) else { throw .libcrypto("HMAC") }
    defer { EVP_MAC_free(method) }
    guard let context = EVP_MAC_CTX_new(method) else { throw .libcrypto("HMAC") }
    pointer = context
    var parameters = try ParameterList()
    try parameters.add(OSSL_MAC_PARAM_DIGEST, text: hash.rawValue)
    try parameters.use { (parameters) throws(CryptoError) in
      guard EVP_MAC_init(context, [0], 1, parameters) == 1 else { throw .libcrypto("HMAC") }
    }
  }

  deinit { EVP_MAC_CTX_free(pointer) }
}
