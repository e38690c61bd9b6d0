import COpenSSL
import Synchronization

/// HMAC (RFC 2104) under one key, for one message or for several.
package struct KeyedHash: ~Copyable {
  private let hash: HashAlgorithm
  /// What begins a message: nothing, for the key that is there already.
  private let repeatedKey: [UInt8]?
  private let contexts: MACContexts
  private let context: MACContexts.Lent

  package init(_ hash: HashAlgorithm, key: [UInt8]) throws(CryptoError) {
    guard let contexts = MACContexts.of(hash), let context = contexts.borrow(for: key) else {
      throw .libcrypto("HMAC-\(hash.rawValue)")
    }
    self.hash = hash
    repeatedKey = MACContexts.keepKeys ? nil : key
    self.contexts = contexts
    self.context = context
  }

  deinit { contexts.giveBack(context) }

  /// The tag of a message, which may come in two parts.
  package borrowing func tag(
    of message: [UInt8], _ rest: [UInt8] = []
  ) throws(CryptoError) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: hash.length)
    var written = 0
    guard EVP_MAC_init(context.pointer, repeatedKey, repeatedKey?.count ?? 0, nil) == 1,
      EVP_MAC_update(context.pointer, message, message.count) == 1,
      rest.isEmpty || EVP_MAC_update(context.pointer, rest, rest.count) == 1,
      EVP_MAC_final(context.pointer, &tag, &written, tag.count) == 1, written == hash.length
    else { throw .libcrypto("HMAC-\(hash.rawValue)") }
    return tag
  }

  /// The tag of a header and of what follows it, where that lies.
  borrowing func tag(
    ofHeader header: [UInt8], _ content: ArraySlice<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: hash.length)
    var written = 0
    let isTaken = content.withUnsafeBufferPointer { content in
      EVP_MAC_init(context.pointer, repeatedKey, repeatedKey?.count ?? 0, nil) == 1
        && EVP_MAC_update(context.pointer, header, header.count) == 1
        && (content.isEmpty
          || EVP_MAC_update(context.pointer, content.baseAddress, content.count) == 1)
    }
    guard isTaken, EVP_MAC_final(context.pointer, &tag, &written, tag.count) == 1,
      written == hash.length
    else { throw .libcrypto("HMAC-\(hash.rawValue)") }
    return tag
  }
}

/// HMAC contexts with their hash already chosen, lent to one user at a time: making one costs more
/// than the MAC of a short message.
///
/// `@unchecked Sendable`: the template never changes, and the lock guards the others. What the last
/// key left in a context the next one overwrites.
private final class MACContexts: @unchecked Sendable {
  struct Lent: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  /// Initialised with a key of zeros, because libcrypto 3.0 copies initialised contexts only.
  private let template: OpaquePointer
  private let idle = Mutex<[Lent]>([])

  private static let md5 = try? MACContexts(.md5)
  private static let sha1 = try? MACContexts(.sha1)
  private static let sha256 = try? MACContexts(.sha256)
  private static let sha384 = try? MACContexts(.sha384)
  private static let sha512 = try? MACContexts(.sha512)

  static func of(_ hash: HashAlgorithm) -> MACContexts? {
    switch hash {
    case .md5: md5
    case .sha1: sha1
    case .sha256: sha256
    case .sha384: sha384
    case .sha512: sha512
    }
  }

  private init(_ hash: HashAlgorithm) throws(CryptoError) {
    guard let method = EVP_MAC_fetch(nil, "HMAC", nil) else { throw .libcrypto("HMAC") }
    defer { EVP_MAC_free(method) }
    guard let context = EVP_MAC_CTX_new(method) else { throw .libcrypto("HMAC") }
    template = context
    var parameters = try ParameterList()
    try parameters.add(OSSL_MAC_PARAM_DIGEST, text: hash.rawValue)
    try parameters.use { (parameters) throws(CryptoError) in
      guard EVP_MAC_init(context, [0], 1, parameters) == 1 else { throw .libcrypto("HMAC") }
    }
  }

  deinit { EVP_MAC_CTX_free(template) }

  /// Whether a context can begin a message with the key that it has, whose pads are hashed then.
  /// libcrypto before 3.0.3 only says so, and goes on with the message before.
  static let keepKeys = OpenSSL_version_num() >= 0x3000_0030

  /// A context that has taken the key.
  func borrow(for key: [UInt8]) -> Lent? {
    guard let lent = idle.withLock({ $0.popLast() }) ?? EVP_MAC_CTX_dup(template).map(Lent.init)
    else { return nil }
    guard EVP_MAC_init(lent.pointer, key, key.count, nil) == 1 else {
      EVP_MAC_CTX_free(lent.pointer)
      return nil
    }
    return lent
  }

  func giveBack(_ lent: Lent) { idle.withLock { $0.append(lent) } }
}
